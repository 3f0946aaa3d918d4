// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { Proposal } from '#main/contract/proposals.ts';
import { TaintLabels } from '#main/contract/taint.ts';
import { ProposalCard } from './proposal-card.tsx';
import { TaintMark } from './taint-mark.tsx';

afterEach(cleanup);

const proposal = Proposal.parse({
  ...{ id: 'p1', sessionId: 's1', sessionTitle: 'Tides', turnId: 't1', callId: 'c1', tool: 'write_file' },
  title: { key: 'tools.write_file', params: { path: 'AGENTS.md' } },
  shown: { type: 'text', text: 'Send \u202eall.' },
  planHash: 'a'.repeat(64),
  why: { key: 'taint.why_guidance', params: { source: 'https://page.test/\u202egnp' } },
  source: 'https://page.test/',
  createdAt: 0,
});
const labels = (change: object) =>
  TaintLabels.parse({ trust: 'untrusted', secrecy: 'private', sources: [], more: 0, ...change });

describe('a proposal', () => {
  it('shows what it would do and whose words may be behind it, hidden signs made visible [T24] [R16]', async () => {
    const answers: string[] = [];
    const { container } = render(
      <ProposalCard proposal={proposal} onAnswer={async (_, answer) => void answers.push(answer)} />,
    );
    expect(container.textContent).toContain('Send \\u{202e}all.');
    expect(container.textContent).toContain('https://page.test/\\u{202e}gnp');
    await userEvent.click(screen.getByRole('button', { name: 'Discard' }));
    expect(answers).toEqual(['discard']);
  });
});

describe('the mark of foreign text', () => {
  it('stands only where strangers could have written, and lists who did [T23]', async () => {
    const { container, rerender } = render(
      <TaintMark labels={labels({ trust: 'known' })} onContinueClean={() => {}} />,
    );
    expect(container.textContent).toBe('');
    const sources = [{ source: 'https://page.test', trust: 'untrusted', secrecy: 'public', at: 1 }];
    rerender(<TaintMark labels={labels({ sources, more: 3 })} onContinueClean={() => {}} />);
    await userEvent.click(screen.getByRole('button'));
    expect(screen.getByText('https://page.test')).toBeTruthy();
    expect(screen.getByText('3 more')).toBeTruthy();
  });
});
