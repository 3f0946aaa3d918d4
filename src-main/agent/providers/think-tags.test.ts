// Reasoning that a model prints between tags, in pieces of any size.
import { describe, expect, it } from 'vitest';
import { createTagSplitter, type TagPiece } from './think-tags.ts';

function split(text: string, size: number) {
  const splitter = createTagSplitter();
  const pieces: TagPiece[] = [];
  for (let at = 0; at < text.length; at += size) pieces.push(...splitter.push(text.slice(at, at + size)));
  pieces.push(...splitter.end());
  const join = (type: string) =>
    pieces
      .filter((piece) => piece.type === type)
      .map((piece) => piece.text)
      .join('');
  return { text: join('text'), reasoning: join('reasoning') };
}

describe('createTagSplitter', () => {
  it.each([1, 2, 3, 7, 100])('takes reasoning apart in pieces of %i', (size) => {
    expect(split('<think>\nTwo and two.\n</think>\n\nFour < five.', size)).toEqual({
      reasoning: 'Two and two.\n',
      text: 'Four < five.',
    });
    expect(split('  <think>a</thin</think>b', size)).toEqual({ reasoning: 'a</thin', text: 'b' });
  });

  it.each([1, 3, 100])('leaves an answer alone that only mentions the tag, in pieces of %i', (size) => {
    expect(split('The <think> tag.', size)).toEqual({ reasoning: '', text: 'The <think> tag.' });
    expect(split('<thin', size)).toEqual({ reasoning: '', text: '<thin' });
    expect(split('<p>x</p>', size)).toEqual({ reasoning: '', text: '<p>x</p>' });
  });

  it('keeps reasoning that never ended', () => {
    expect(split('<think>still thinking', 4)).toEqual({ reasoning: 'still thinking', text: '' });
  });
});
