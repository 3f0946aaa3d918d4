// Which notifications come, with which words and buttons, and what their buttons do.
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import { ApprovalId, SessionId } from '#main/contract/ids.ts';
import type { Approval, Session } from '#main/contract/messages.ts';
import type { ReflexNews } from '#main/contract/reflexes.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { noFacts, type WorkFacts } from '../tray/work-facts.ts';
import { createNotifier, type NotifierDeps } from './create-notifier.ts';
import { electronNotices, type NotificationClass, preferring } from './notice-board.ts';
import { type PlanInput, planNotices } from './notice-plan.ts';
import { noticeWords } from './notice-words.ts';
import { createTurnTimes } from './turn-times.ts';

const t = createTranslate('en');
const argv = (words: readonly string[]): Approval['shown'] => {
  return {
    type: 'argv',
    argv: [...words],
    cwd: '/home/ada/tides',
    sandbox: 'bubblewrap',
    network: false,
    timeoutMs: 60_000,
  };
};
const approval = (id: string, shown = argv(['npm', 'test'])): Approval => ({
  ...{ id: ApprovalId.parse(id), sessionId: SessionId.parse('s1'), sessionTitle: 'Tide tables', shown, effects: [] },
  ...{ turnId: 't' as Approval['turnId'], callId: 'c' as Approval['callId'], tool: 'run_command', canUndo: false },
  ...{ title: { key: 'x', params: {} }, planHash: 'f'.repeat(64), createdAt: 0, expiresAt: 1 },
});
const chats = (status: Session['status']): WorkFacts['sessions'] => {
  const id = SessionId.parse('s1');
  return new Map([[id, { id, title: 'Tide tables', status } as Session]]);
};
const plan = (more: Partial<PlanInput>) =>
  planNotices({
    before: noFacts,
    after: noFacts,
    mode: 'all',
    isLooking: false,
    startedAt: () => 0,
    now: 60_000,
    ...more,
  });

describe('the plan', () => {
  const asking = { ...noFacts, approvals: [approval('a1')] };

  it('asks once about each question, unless somebody looks or wants none', () => {
    expect(plan({ after: asking }).show).toMatchObject([{ type: 'ask', approval: { id: 'a1' } }]);
    expect(plan({ before: asking, after: asking }).show).toEqual([]);
    expect(plan({ after: asking, isLooking: true }).show).toEqual([]);
    expect(plan({ after: asking, mode: 'off' }).show).toEqual([]);
    expect(plan({ after: asking, mode: 'questions' }).show).toHaveLength(1);
  });

  it('says once what one chat asks at the same moment, and lets nothing of it be approved unread', () => {
    const together = { ...noFacts, approvals: [approval('a1'), approval('a2'), approval('a3')] };
    const { show } = plan({ after: together });
    expect(show).toMatchObject([{ type: 'ask', approval: { id: 'a1' }, others: 2 }]);
    const [notice] = show;
    if (notice === undefined) throw new Error('No notice.');
    expect(noticeWords(notice, t)).toMatchObject({
      body: expect.stringMatching(/And 2 more questions/),
      buttons: ['open'],
    });
  });

  it('takes back what was answered, also while somebody looks', () => {
    expect(plan({ before: asking, after: { ...noFacts, approvals: [] }, isLooking: true }).close).toEqual(['a1']);
  });

  it('tells of an answer that took long, and of every failure', () => {
    const before = { ...noFacts, sessions: chats('running') };
    const after = { ...noFacts, sessions: chats('idle') };
    expect(plan({ before, after }).show).toMatchObject([{ type: 'ended', hasFailed: false }]);
    expect(plan({ before, after, now: 3_000 }).show).toEqual([]);
    expect(plan({ before, after, mode: 'questions' }).show).toEqual([]);
    expect(plan({ before, after: { ...noFacts, sessions: chats('failed') }, now: 3_000 }).show).toMatchObject([
      { type: 'ended', hasFailed: true },
    ]);
    expect(plan({ before, after: { ...noFacts, sessions: chats('interrupted') } }).show).toEqual([]);
    expect(plan({ after }).show).toEqual([]);
  });

  it('tells once what a reflex has to tell, and again only if it could not be done', () => {
    const news = (n: number, outcome: ReflexNews['outcome']) =>
      ({ n, outcome, type: 'fired', name: 'Fan', texts: ['It is hot.'] }) as unknown as ReflexNews;
    const none = { ...noFacts, news: [] };
    const begun = { ...noFacts, news: [news(1, 'running')] };
    expect(plan({ after: begun }).show).toEqual([]); // what waited before is in the inbox
    const [notice] = plan({ before: none, after: begun, mode: 'questions' }).show;
    if (notice === undefined) throw new Error('No notice.');
    expect(noticeWords(notice, t)).toEqual({ title: 'Fan', body: 'It began · It is hot.', buttons: ['open'] });
    expect(plan({ before: begun, after: { ...noFacts, news: [news(1, 'done')] } })).toEqual({ show: [], close: [] });
    const failed = plan({ before: begun, after: { ...noFacts, news: [news(1, 'failed')] } });
    expect(failed.show).toMatchObject([{ type: 'reflex', news: { outcome: 'failed' } }]);
    expect(plan({ before: begun, after: none }).close).toEqual(['reflex 1 done']);
  });

  it('knows when a turn began', async () => {
    const clock = createFakeClock(1_000);
    const times = createTurnTimes(clock);
    times.follow(undefined, chats('running'));
    await clock.advance(500);
    times.follow(chats('running'), chats('asking'));
    times.follow(chats('asking'), chats('idle'));
    expect(times.startedAt(SessionId.parse('s1'))).toBe(1_000);
    times.follow(chats('idle'), new Map());
    expect(times.startedAt(SessionId.parse('s1'))).toBeUndefined();
  });
});

describe('the words', () => {
  const wordsOf = (shown: Approval['shown']) =>
    noticeWords({ type: 'ask', approval: approval('a1', shown), others: 0 }, t);

  it('show a short command whole, with how it would run, and only then can it be approved there [T25]', () => {
    expect(wordsOf(argv(['npm', 'test']))).toEqual({
      title: 'Limpet asks: Tide tables',
      body: 'npm test\nIn /home/ada/tides, sandboxed, no network',
      buttons: ['once', 'deny', 'open'],
    });
  });

  it.each([
    ['a long command', argv(['sh', '-c', 'x'.repeat(400)])],
    ['a command of many lines', argv(['sh', '-c', 'a\nb\nc\nd'])],
    ['letters that hide', argv(['echo', 'a\u202eb'])],
    ['letters that look alike', argv(['curl', 'https://p\u0430ypal.test'])],
    [
      'a change of many lines',
      { type: 'diff', path: 'a', diff: '+1\n+2\n+3\n+4', created: true, added: 4, removed: 0 } as const,
    ],
  ])('leave %s to the window: no approval of what was not seen [T25]', (_name, shown) => {
    const { buttons, body } = wordsOf(shown);
    expect(buttons).toEqual(['open', 'deny']);
    expect(body).toContain('There is more to read');
  });
});

describe('the buttons', () => {
  class FakeNotification extends EventEmitter {
    static shown: FakeNotification[] = [];
    static isSupported = () => true;
    isClosed = false;
    readonly options: { readonly title?: string; readonly body?: string };
    constructor(options: { readonly title?: string; readonly body?: string } = {}) {
      super();
      this.options = options;
    }
    show() {
      FakeNotification.shown.push(this);
    }
    close() {
      this.isClosed = true;
    }
  }

  function setUp(decide: () => Promise<{ decided: boolean }>) {
    FakeNotification.shown = [];
    const decisions: unknown[] = [];
    const opened: (string | undefined)[] = [];
    const notifier = createNotifier({
      // The parts of Electron's class that are used.
      board: electronNotices(FakeNotification as unknown as NotificationClass),
      api: {
        approvals: {
          decide: (input: unknown) => {
            decisions.push(input);
            return decide();
          },
        } as unknown as NotifierDeps['api']['approvals'],
      },
      onOpen: (sessionId) => void opened.push(sessionId),
      t: () => t,
      log: silentLog,
    });
    const press = async (actionIndex: number) => {
      FakeNotification.shown[0]?.emit('action', { actionIndex });
      await new Promise((resolve) => setImmediate(resolve));
    };
    return {
      notifier,
      decisions,
      opened,
      press,
      bodies: () => FakeNotification.shown.map(({ options }) => options.body),
    };
  }

  it('answer with the hash of what was shown [T25]', async () => {
    const { notifier, decisions, opened, press } = setUp(async () => ({ decided: true }));
    notifier.carryOut({ show: [{ type: 'ask', approval: approval('a1'), others: 0 }], close: [] });
    await press(0);
    expect(decisions).toEqual([{ approvalId: 'a1', planHash: 'f'.repeat(64), decision: 'once' }]);
    await press(1);
    expect(decisions).toHaveLength(2);
    await press(2);
    FakeNotification.shown[0]?.emit('click');
    expect(opened).toEqual(['s1', 's1']);
    await press(9);
    expect(decisions).toHaveLength(2);
  });

  it.each([
    ['expired', () => Promise.reject(new AppError('conflict', 'Expired.'))],
    ['answered elsewhere', async () => ({ decided: false })],
  ])('of a question that is %s do nothing, and say so', async (_name, decide) => {
    const { notifier, press, bodies } = setUp(decide as () => Promise<{ decided: boolean }>);
    notifier.carryOut({ show: [{ type: 'ask', approval: approval('a1'), others: 0 }], close: [] });
    await press(0);
    expect(bodies().at(-1)).toBe('This question was answered or has expired. Nothing was done.');
  });

  it('go with the question, and with the oldest of too many', () => {
    const { notifier } = setUp(async () => ({ decided: true }));
    const many = Array.from(
      { length: 25 },
      (_, n) => ({ type: 'ask', approval: approval(`a${n}`), others: 0 }) as const,
    );
    notifier.carryOut({ show: many, close: [] });
    notifier.carryOut({ show: [], close: [ApprovalId.parse('a24')] });
    const closed = FakeNotification.shown.filter(({ isClosed }) => isClosed).length;
    expect(closed).toBe(6);
    notifier.close();
    expect(FakeNotification.shown.every(({ isClosed }) => isClosed)).toBe(true);
  });

  it('are put up by the other board from when it is there', async () => {
    const posts: string[] = [];
    const board = (name: string) => ({
      isSupported: () => true,
      close: () => undefined,
      post: () => {
        posts.push(name);
        return { close: () => undefined };
      },
    });
    const notice = { title: '', body: '', buttons: [], isUrgent: false, onClick: () => {}, onButton: () => {} };
    const both = preferring(board('first'), Promise.resolve(board('second')));
    both.post(notice);
    await Promise.resolve();
    both.post(notice);
    preferring(board('only'), Promise.resolve(undefined)).post(notice);
    expect(posts).toEqual(['first', 'second', 'only']);
  });
});
