// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LimpetClient } from '#main/contract/contract.ts';
import { Cursor } from '#main/contract/ids.ts';
import type { Approval } from '#main/contract/messages.ts';
import { show as showOnCore } from '#renderer/testing/show.tsx';
import { sampleApproval } from '../testing/samples.ts';
import { groupAlike } from './alike.ts';
import { ApprovalCard } from './approval-card.tsx';
import { ApprovalStack } from './approval-stack.tsx';
import { useDecide } from './use-decide.ts';

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

  it('says why it asks, whose words may be behind it, and what cannot be undone [T23] [T25]', () => {
    const { container } = show(
      sampleApproval({
        why: { key: 'policy.ask_execute', params: {} },
        source: 'https://page.test/\u202egnp',
        cannotUndo: { key: 'policy.cannot_undo_network', params: {} },
      }),
    );
    expect(screen.getByText(/asks before every command/)).toBeTruthy();
    expect(container.querySelector('[data-source]')?.textContent).toContain('https://page.test/\\u{202e}gnp');
    expect(screen.getByText('What goes out cannot be taken back.')).toBeTruthy();
  });

  it('shows every byte that would leave, and allows only after its last line was in view [T23] [T25]', async () => {
    const text = Array.from({ length: 500 }, (_, line) => `secret ${line}`).join('\n');
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(100);
    vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockImplementation(function (this: HTMLElement) {
      return this.getAttribute('aria-label') === 'What leaves this machine' ? 1_000 : 100;
    });
    show(sampleApproval({ outgoing: { to: 'https://page.test', text, sizeBytes: text.length } }));
    const box = screen.getByRole('group', { name: 'What leaves this machine' });
    expect(box.textContent).toBe(text);
    expect(screen.getByText(/449 more lines below/)).toBeTruthy();
    expect(button('Once').disabled).toBe(true);
    box.scrollTop = 900;
    fireEvent.scroll(box);
    expect(button('Once').disabled).toBe(false);
  });

  it('offers the rule of exactly this call, in words, and no key that sends a message gives it [T25]', async () => {
    const always = { key: 'policy.always_command', params: { command: 'npm test', folder: '/home/mara/notes' } };
    const { decided } = show(sampleApproval({ always }));
    const offer = button('Always for exactly this');
    const described = (offer.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id));
    expect(described.map((one) => one?.textContent).join(' ')).toMatch(/Exactly this command in .*npm test/);
    offer.focus();
    await userEvent.keyboard('{Enter}');
    button('Once').focus();
    await userEvent.keyboard('{Enter}');
    expect(decided).toEqual([]);
    offer.focus();
    await userEvent.keyboard(' ');
    expect(decided).toEqual(['always']);
  });
});

/** No board is there. */
const noBoards: Pick<LimpetClient, 'companion'> = {
  companion: {
    ...{ letAnswer: async () => ({}), lock: async () => ({}), release: async () => ({}) },
    follow: async function* () {},
    attend: async function* () {},
  },
};

function Stack({ approvals, client }: { readonly approvals: readonly Approval[]; readonly client: LimpetClient }) {
  return <ApprovalStack approvals={approvals} desk={useDecide(client)} />;
}

const alike = (count: number, change: object = {}) =>
  Array.from({ length: count }, (_, n) =>
    sampleApproval({
      ...{ id: `a${n}`, planHash: String(n).repeat(64), shape: 'same' },
      shown: { ...sampleApproval().shown, argv: ['npm', 'test', `part-${n}`] },
      ...change,
    }),
  );

describe('questions of one shape', () => {
  it('stand on one card, each to be read, and take one answer with the hash of each [T25]', async () => {
    const approvals = [...alike(3), sampleApproval({ id: 'other', shape: 'other' })];
    const core = showOnCore(({ client }) => <Stack approvals={approvals} client={client} />, { approvals });
    const box = await screen.findByRole('group', { name: 'Everything that one answer is for' });
    expect(box.textContent).toMatch(/part-0.*part-1.*part-2/s);
    expect(screen.getByRole('heading', { name: /^3 alike/ })).toBeTruthy();
    await userEvent.click(button('Once'));
    await waitFor(() =>
      expect(core.permissions.answers).toEqual(
        ['0', '1', '2'].map((n) => ({ id: `a${n}`, decision: 'once', planHash: n.repeat(64) })),
      ),
    );
  });

  it('say which of them were left, and can be looked at one by one', async () => {
    const approvals = alike(2);
    const stale = approvals.map((one, n) => (n === 1 ? { ...one, planHash: 'f'.repeat(64) } : one));
    showOnCore(({ client }) => <Stack approvals={approvals} client={client} />, { approvals: stale });
    await userEvent.click(await screen.findByRole('button', { name: 'Once' }));
    expect(await screen.findByText(/1 of them was not answered/)).toBeTruthy();
    await userEvent.click(button('Look at them one by one'));
    expect(screen.getByRole('heading', { name: 'Run npm test' })).toBeTruthy();
  });

  it('lets single ones be taken out: the answer is for those that are ticked, and the rest stays [T25]', async () => {
    const approvals = alike(3);
    const core = showOnCore(({ client }) => <Stack approvals={approvals} client={client} />, { approvals });
    const ticks = await screen.findAllByRole('checkbox');
    for (const tick of ticks) await userEvent.click(tick);
    expect([button('Once').disabled, button('Deny').disabled]).toEqual([true, true]);
    expect(screen.getByText('Tick at least one of them.')).toBeTruthy();
    for (const tick of [ticks[0], ticks[2]]) if (tick !== undefined) await userEvent.click(tick);
    expect(screen.getByText('The answer is for 2 of them.')).toBeTruthy();
    await userEvent.click(button('Once'));
    await waitFor(() => expect(core.permissions.answers.map(({ id }) => id)).toEqual(['a0', 'a2']));
  });

  it('stops for all of them, also those that were taken out', async () => {
    const approvals = alike(2);
    const core = showOnCore(({ client }) => <Stack approvals={approvals} client={client} />, { approvals });
    const [first] = await screen.findAllByRole('checkbox');
    if (first !== undefined) await userEvent.click(first);
    await userEvent.click(button('Deny and stop'));
    await waitFor(() =>
      expect(core.permissions.answers.map(({ decision }) => decision)).toEqual(['deny_stop', 'deny_stop']),
    );
  });

  it('say once what they all say, and name no file twice', async () => {
    const diff = (path: string) => ({
      shown: { type: 'diff', path, created: true, added: 1, removed: 0, diff: '+a' },
      why: { key: 'policy.ask_write', params: { path } },
    });
    const approvals = alike(3).map((one, n) => ({ ...one, ...diff(`f${n}.md`) }) as Approval);
    showOnCore(({ client }) => <Stack approvals={approvals} client={client} />, { approvals });
    expect(await screen.findAllByText(/^Why it asks:/)).toHaveLength(1);
    expect(screen.queryByText(/^Creates/)).toBeNull();
  });

  it('need not be read again when one of them goes, and must when one comes [T25]', async () => {
    const heights = vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(100);
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(100);
    const noDesk = { client: noBoards as LimpetClient, decide: async () => {}, addRule: async () => undefined };
    const [a, b, c] = alike(3);
    if (a === undefined || b === undefined || c === undefined) throw new Error('Three.');
    const { rerender } = render(<ApprovalStack approvals={[a, b]} desk={noDesk} />);
    expect(button('Once').disabled).toBe(false);
    heights.mockReturnValue(1_000);
    rerender(<ApprovalStack approvals={[a, b, c]} desk={noDesk} />);
    expect(button('Once').disabled).toBe(true);
    rerender(<ApprovalStack approvals={[a, b]} desk={noDesk} />);
    expect(button('Once').disabled).toBe(false);
  });

  it('never share the card of another chat', () => {
    expect(groupAlike([...alike(1), ...alike(1, { id: 'b', sessionId: 's2' })])).toHaveLength(2);
  });

  it('offer "always" only where each of them does', async () => {
    const always = { key: 'policy.always_call', params: { tool: 'npm', target: 'test' } };
    const approvals = [...alike(1, { always }), ...alike(1, { id: 'b' })];
    showOnCore(({ client }) => <Stack approvals={approvals} client={client} />, { approvals });
    await screen.findByRole('button', { name: 'Once' });
    expect(screen.queryByRole('button', { name: 'Always for exactly this' })).toBeNull();
  });

  it('offer a rule after three equal answers, added only by a click [T25]', async () => {
    const proposal = {
      ...{ times: 3, words: { key: 'policy.propose_host', params: { host: 'example.org' } } },
      rule: { answer: 'allow', match: { type: 'host', host: 'example.org' } },
    };
    const approvals = [sampleApproval({ proposal })];
    const core = showOnCore(({ client }) => <Stack approvals={approvals} client={client} />, { approvals });
    const add = await screen.findByRole('button', { name: 'Add this rule' });
    add.focus();
    await userEvent.keyboard('{Enter}');
    expect(core.permissions.rules.get()).toEqual([]);
    await userEvent.click(add);
    expect(await screen.findByText('Rule added')).toBeTruthy();
    expect(core.permissions.rules.get()[0]?.match).toEqual({ type: 'host', host: 'example.org' });
  });
});

describe('the buttons of a board', () => {
  const withBoards = (boards: readonly string[]) => {
    const attended: unknown[] = [];
    const client = {
      companion: {
        ...noBoards.companion,
        attend: async function* (
          question: unknown,
          o: { signal: AbortSignal } = { signal: new AbortController().signal },
        ) {
          attended.push(question);
          yield { cursor: Cursor.parse('c'), data: { boards: [...boards] } };
          await new Promise((resolve) => o.signal.addEventListener('abort', resolve));
          attended.pop();
        },
      },
    };
    const desk = { client: client as unknown as LimpetClient, decide: async () => {}, addRule: async () => undefined };
    return { attended, desk };
  };
  const visibility = (state: DocumentVisibilityState) => {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
    fireEvent(document, new Event('visibilitychange'));
  };

  it('D5 are offered while the question stands on a screen that can be seen, with the hash that was shown', async () => {
    const { attended, desk } = withBoards(['Virtual\u202e Uno']);
    const approval = sampleApproval();
    render(<ApprovalStack approvals={[approval]} desk={desk} />);
    expect((await screen.findByText(/answer this, too/)).textContent).toContain('Virtual\\u{202e} Uno');
    expect(attended).toEqual([{ approvalId: approval.id, planHash: approval.planHash }]);
    visibility('hidden');
    await waitFor(() => expect(attended).toEqual([]));
    expect(screen.queryByText(/answer this, too/)).toBeNull();
    visibility('visible');
    await waitFor(() => expect(attended).toHaveLength(1));
    cleanup();
    await waitFor(() => expect(attended).toEqual([]));
  });

  it('D5 answer nothing that was not read to its end, and no card of several questions', () => {
    const { attended, desk } = withBoards(['Uno']);
    const approvals = alike(2);
    render(<ApprovalStack approvals={approvals} desk={desk} />);
    cleanup();
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(100);
    vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(1_000);
    const [long] = alike(1, { shown: { type: 'text', text: 'line\n'.repeat(100) } });
    render(<ApprovalStack approvals={[long as Approval]} desk={desk} />);
    expect(attended).toEqual([]);
  });
});
