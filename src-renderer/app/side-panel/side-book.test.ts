import { describe, expect, it } from 'vitest';
import { SessionId } from '#main/contract/ids.ts';
import { closedSide, createSideBook } from './side-book.ts';

const s1 = SessionId.parse('s1');
const s2 = SessionId.parse('s2');

describe('what stands beside each chat', () => {
  it('is kept for each chat by itself', () => {
    const book = createSideBook();
    book.open(s1, { tab: 'changes', id: 'c1' });
    book.toggle(s2);
    book.choose(s2, 'artefact');
    book.close(s1);
    expect(book.state.getState().get(s1)).toMatchObject({ isOpen: false, tab: 'changes' });
    expect(book.state.getState().get(s2)).toMatchObject({ isOpen: true, tab: 'artefact', request: undefined });
  });

  it('asks for the keyboard when it is opened, not when it is closed or another tab is chosen', () => {
    const book = createSideBook();
    const asked = () => (book.state.getState().get(s1) ?? closedSide).asked;
    book.toggle(s1);
    expect(asked()).toBe(1);
    book.choose(s1, 'artefact');
    book.toggle(s1);
    expect(asked()).toBe(1);
    book.open(s1, { tab: 'changes' });
    book.open(s1, { tab: 'changes' });
    expect(asked()).toBe(3);
  });

  it('forgets the chats that were left longest ago instead of growing for ever', () => {
    const book = createSideBook();
    book.toggle(s1);
    for (let count = 0; count < 200; count += 1) book.toggle(SessionId.parse(`other-${count}`));
    expect(book.state.getState().size).toBe(100);
    expect(book.state.getState().has(s1)).toBe(false);
    expect(book.state.getState().has(SessionId.parse('other-199'))).toBe(true);
  });
});
