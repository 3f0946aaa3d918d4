// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Approval } from '#main/contract/messages.ts';
import { sampleApproval } from '../testing/samples.ts';
import { ApprovalCard } from './approval-card.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function show(approval: Approval) {
  const decided: string[] = [];
  const { container } = render(
    <ApprovalCard approval={approval} waiting={1} onDecide={async (_, decision) => void decided.push(decision)} />,
  );
  return { decided, container };
}

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

describe('a question to the person', () => {
  it('starts the keyboard on its text, and Enter answers nothing [T25]', async () => {
    const { decided, container } = show(sampleApproval());
    expect(document.activeElement).toBe(container.querySelector('[data-approval]'));
    await userEvent.keyboard('{Enter} ');
    expect(decided).toEqual([]);
  });

  it('shows every argument on a line of its own, with hidden characters made visible [T25]', () => {
    const argv = ['rm', '-rf', 'a b', 'safe\u202egnp.exe', 'two\nlines'];
    const { container } = show(sampleApproval({ shown: { ...sampleApproval().shown, argv } }));
    const text = container.querySelector('[data-scrolls]')?.textContent ?? '';
    expect(text).toBe('1rm2-rf3a b4safe\\u{202e}gnp.exe5two↳ lines');
    expect(screen.getByText(/Invisible characters/)).toBeTruthy();
  });

  it('can be allowed only after the last line was in view [T25]', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(100);
    vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(1_000);
    const { decided, container } = show(
      sampleApproval({ shown: { type: 'text', text: Array.from({ length: 100 }, (_, n) => `line ${n}`).join('\n') } }),
    );
    expect(button('Once').disabled).toBe(true);
    expect(button('Deny').disabled).toBe(false);
    expect(screen.getByText(/90 more lines below/)).toBeTruthy();
    const box = container.querySelector('[data-scrolls]');
    if (box === null) throw new Error('No box.');
    box.scrollTop = 900;
    fireEvent.scroll(box);
    await userEvent.click(button('Once'));
    await waitFor(() => expect(decided).toEqual(['once']));
  });

  it('offers the session only where a grant is possible, and says what it covers', () => {
    show(sampleApproval());
    expect(screen.queryByRole('button', { name: 'This session' })).toBeNull();
    cleanup();
    show(sampleApproval({ sessionGrant: { key: 'Exactly this command', params: {} } }));
    expect(button('This session')).toBeTruthy();
    expect(screen.getByText(/covers: Exactly this command/)).toBeTruthy();
  });

  it('answers once, however often it is clicked', async () => {
    const { decided } = show(sampleApproval());
    await userEvent.dblClick(button('Deny and stop'));
    expect(decided).toEqual(['deny_stop']);
  });
});
