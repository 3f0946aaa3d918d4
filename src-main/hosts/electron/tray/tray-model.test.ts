// One status out of many facts, and the menu behind it.
import { describe, expect, it } from 'vitest';
import { SessionId } from '#main/contract/ids.ts';
import type { Approval, Session } from '#main/contract/messages.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { menuTitle, newFailures, statusOf, trayModel } from './tray-model.ts';
import { applySessions, noFacts, type WorkFacts } from './work-facts.ts';

const t = createTranslate('en');
const chat = (id: string, more: Partial<Session> = {}) =>
  ({
    id: SessionId.parse(id),
    title: id,
    status: 'idle',
    messageCount: 2,
    updatedAt: 1,
    archived: false,
    ...more,
  }) as Session;
const facts = (chats: readonly Session[], more: Partial<WorkFacts> = {}): WorkFacts => {
  return { ...noFacts, sessions: new Map(chats.map((one) => [one.id, one])), approvals: [], ...more };
};
const approval = { id: 'a' } as unknown as Approval;

describe('the status', () => {
  it('is what needs the person first, then what failed, then what goes on', () => {
    const busy = facts([chat('a', { status: 'running' })]);
    expect(statusOf(facts([chat('a')]), 0)).toBe('idle');
    expect(statusOf(busy, 0)).toBe('working');
    expect(statusOf({ ...busy, isPaused: true }, 0)).toBe('working');
    expect(statusOf(facts([], { isPaused: true }), 0)).toBe('paused');
    expect(statusOf(busy, 1)).toBe('error');
    expect(statusOf({ ...busy, approvals: [approval] }, 1)).toBe('asks');
    expect(statusOf(noFacts, 0)).toBe('idle');
  });

  it('counts a failure once, when it happens', () => {
    const before = facts([chat('a', { status: 'running' }), chat('b', { status: 'failed' })]).sessions;
    const after = facts([chat('a', { status: 'failed' }), chat('b', { status: 'failed' })]).sessions;
    expect(newFailures(before, after)).toEqual(['a']);
    expect(newFailures(undefined, after)).toEqual([]);
  });
});

describe('the menu', () => {
  const labels = (world: Parameters<typeof trayModel>[0]) =>
    trayModel(world).entries.flatMap((entry) => (entry.type === 'separator' ? [] : [entry.label]));

  it('shows the five newest chats that were used, with what they are at', () => {
    const chats = Array.from({ length: 8 }, (_, n) => chat(`chat ${n}`.replace(' ', '-'), { updatedAt: n }));
    const shown = labels({
      facts: facts([
        ...chats,
        chat('new', { messageCount: 0, updatedAt: 99 }),
        chat('busy', { status: 'asking', updatedAt: 50 }),
      ]),
      unseenFailures: 0,
      t,
    });
    expect(shown).toEqual([
      ...['Working', 'Quick chat', 'Open Limpet', 'Recent chats'],
      ...['busy (asks)', 'chat-7', 'chat-6', 'chat-5', 'chat-4'],
      ...['Pause', 'Stop everything', 'Stop all outputs of devices', 'Quit Limpet'],
    ]);
  });

  it('says how many questions wait, in the tooltip and as the badge', () => {
    const model = trayModel({ facts: facts([], { approvals: [approval, approval] }), unseenFailures: 0, t });
    expect([model.badge, model.tooltip]).toEqual([2, 'Limpet: Waits for your answer to 2 questions']);
  });

  it('ticks "Pause" while paused, and offers the other', () => {
    const model = trayModel({ facts: facts([], { isPaused: true }), unseenFailures: 0, t });
    expect(model.entries).toContainEqual({
      ...{ type: 'switch', label: 'Pause', act: { type: 'pause', paused: false }, isOn: true },
    });
  });

  it('stops all outputs whatever is going on, and lets go of them only after a stop', () => {
    const acts = (isBenchStopped: boolean) =>
      trayModel({ facts: facts([], { isBenchStopped }), unseenFailures: 0, t }).entries.flatMap((entry) =>
        entry.type === 'act' && entry.isEnabled ? [entry.act.type] : [],
      );
    expect(acts(false)).toContain('stop_outputs');
    expect(acts(false)).not.toContain('release_outputs');
    expect(acts(true)).toEqual(expect.arrayContaining(['stop_outputs', 'release_outputs']));
  });

  it('keeps titles to a line in which nothing hides', () => {
    expect(menuTitle('Salt & sand\u202e\nx')).toBe('Salt && sand\\u{202e}\\nx');
    expect([...menuTitle('a'.repeat(100))]).toHaveLength(40);
  });
});

describe('the list of chats', () => {
  it('follows changes, and forgets what was archived, deleted or removed', () => {
    let known = applySessions(undefined, { type: 'snapshot', sessions: [chat('a'), chat('b'), chat('c')], total: 3 });
    known = applySessions(known, { type: 'changed', session: chat('a', { archived: true }) });
    known = applySessions(known, { type: 'changed', session: chat('b', { deletedAt: 5 }) });
    known = applySessions(known, { type: 'removed', sessionId: SessionId.parse('c') });
    known = applySessions(known, { type: 'changed', session: chat('d') });
    expect([...(known?.keys() ?? [])]).toEqual(['d']);
  });
});
