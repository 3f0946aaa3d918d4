// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { LimpetClient } from '#main/contract/contract.ts';
import { Approval } from '#main/contract/messages.ts';
import { Proposal } from '#main/contract/proposals.ts';
import { Question } from '#main/contract/questions.ts';
import { show } from '#renderer/testing/show.tsx';
import { InboxPlace } from './inbox-place.tsx';
import { Rail } from './rail.tsx';
import type { Route } from './route.ts';
import { useInbox } from './use-inbox.ts';

const asked = (change: object = {}) =>
  Approval.parse({
    ...{ id: 'a1', sessionId: 's1', sessionTitle: 'Tides', turnId: 't1', callId: 'c1', tool: 'run_command' },
    title: { key: 'Run npm test', params: {} },
    ...{ effects: [], shown: { type: 'text', text: 'npm test' }, planHash: 'a'.repeat(64), canUndo: true },
    ...{ createdAt: 0, expiresAt: Date.now() + 60_000 },
    ...change,
  });
const proposal = Proposal.parse({
  ...{ id: 'p1', sessionId: 's2', sessionTitle: 'Boats', turnId: 't1', callId: 'c1', tool: 'write_file' },
  ...{ title: { key: 'Write AGENTS.md', params: {} }, shown: { type: 'text', text: 'Be kind.' }, createdAt: 0 },
  ...{ planHash: 'b'.repeat(64), why: { key: 'taint.why_guidance', params: { source: 'page.test' } }, source: 'p' },
});

function Place({ client, went }: { readonly client: LimpetClient; readonly went: Route[] }) {
  const inbox = useInbox(client);
  const go = (route: Route) => void went.push(route);
  return (
    <>
      <Rail
        layout="side"
        screen="inbox"
        lastChat={{ screen: 'chat' }}
        waiting={inbox.count}
        onNavigate={go}
        onStop={undefined}
      />
      <InboxPlace client={client} inbox={inbox} onNavigate={go} />
    </>
  );
}

describe('the inbox', () => {
  it('holds the questions and proposals of all chats, counts them on the rail, and leads to the chat', async () => {
    const went: Route[] = [];
    const approvals = [asked(), asked({ id: 'a2', sessionId: 's3', sessionTitle: 'Lamps', shape: 'x' })];
    const core = show(({ client }) => <Place client={client} went={went} />, { approvals, proposals: [proposal] });
    expect(await screen.findByRole('link', { name: 'Inbox 3 waiting' })).toBeTruthy();
    expect(screen.getAllByRole('heading', { name: 'Run npm test' })).toHaveLength(2);
    await userEvent.click(screen.getByRole('link', { name: /Lamps/ }));
    expect(went).toEqual([{ screen: 'chat', sessionId: 's3' }]);
    const card = document.querySelector<HTMLElement>('[data-approval="a2"]');
    if (card === null) throw new Error('No card.');
    await userEvent.click(within(card).getByRole('button', { name: 'Deny' }));
    await waitFor(() => expect(core.permissions.answers).toMatchObject([{ id: 'a2', decision: 'deny' }]));
    await userEvent.click(screen.getByRole('button', { name: 'Discard' }));
    expect(await screen.findByRole('link', { name: 'Inbox 1 waiting' })).toBeTruthy();
  });

  it('holds what servers and Limpet ask beside them, and takes an answer', async () => {
    const field = { name: 'answer', required: true, type: 'boolean' as const };
    const open = { message: 'Shall it be blue?', fields: [field], askedAt: 0, expiresAt: Date.now() + 60_000 };
    const questions = [
      Question.parse({ ...open, id: 'q1', sessionId: 's1', sessionTitle: 'Tides' }),
      Question.parse({ ...open, id: 'q2', server: 'docs', fields: [] }),
    ];
    const core = show(({ client }) => <Place client={client} went={[]} />, { questions });
    expect(await screen.findByRole('link', { name: 'Inbox 2 waiting' })).toBeTruthy();
    expect(screen.getByRole('link', { name: /Tides/ })).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'The server docs asks you' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'No' }));
    expect(await screen.findByRole('link', { name: 'Inbox 1 waiting' })).toBeTruthy();
    expect(core.permissions.given).toEqual([{ questionId: 'q1', action: 'accept', values: { answer: false } }]);
  });

  it('takes the keyboard to none of its cards, and says when nothing waits', async () => {
    const core = show(({ client }) => <Place client={client} went={[]} />, { approvals: [asked()] });
    await screen.findByRole('heading', { name: 'Run npm test' });
    expect(document.activeElement).toBe(document.body);
    core.permissions.open.set([]);
    expect(await screen.findByText('Nothing waits for you')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Inbox' })).toBeTruthy();
  });
});
