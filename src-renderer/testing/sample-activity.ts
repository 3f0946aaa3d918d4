// The account of what was done, for component tests: entries that are handed in, and more while somebody looks.
import { type ActivityEntry, type ActivityFact, type ChainCheck, type Replay, Trace } from '#main/contract/activity.ts';
import type { contract } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import { createLiveValue } from './live-value.ts';

export type SampleActivity = {
  readonly facts?: readonly ActivityFact[];
  readonly check?: ChainCheck;
  readonly replay?: Partial<Replay>;
};

const sessionId = SessionId.parse('session-1');
const turnId = TurnId.parse('turn-1');
const at = Date.UTC(2026, 10, 27, 9);

const sampleTrace = Trace.parse({
  ...{ turnId, sessionId, channel: 'ui', model: 'anthropic/claude', startedAt: at, endedAt: at + 4_000, state: 'done' },
  usage: {
    inputTokens: 900,
    outputTokens: 40,
    cacheReadTokens: 100,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
    steps: 1,
  },
  spans: [
    {
      ...{
        type: 'model',
        id: 'm1',
        step: 0,
        model: 'anthropic/claude',
        startedAt: at,
        endedAt: at + 2_000,
        stop: 'tool',
      },
      usage: {
        inputTokens: 900,
        outputTokens: 40,
        cacheReadTokens: 100,
        cacheWriteTokens: 0,
        reasoningTokens: 0,
        steps: 1,
      },
    },
    {
      ...{ type: 'call', id: 'c1', callId: CallId.parse('c1'), tool: 'read_file', state: 'done' },
      title: { key: 'tools.read_file', params: { path: 'tides.txt' } },
      ...{ startedAt: at + 2_000, endedAt: at + 2_500 },
    },
  ],
});

export function createSampleActivity({ facts = [], check, replay }: SampleActivity = {}) {
  const entries: ActivityEntry[] = [];
  const head = createLiveValue({ head: 0 });
  const add = (fact: ActivityFact) => {
    const n = entries.length + 1;
    const place = fact.type === 'traffic' ? {} : { sessionId, turnId };
    entries.push({ n, at: at + n, ...place, fact, previous: 'a'.repeat(64), hash: 'b'.repeat(64) });
    head.set({ head: n });
  };
  for (const fact of facts) add(fact);
  const handlers: Handlers<typeof contract.activity> = {
    list: async ({ types, text = '', before = Number.MAX_SAFE_INTEGER, limit }) => {
      const found = entries
        .filter(({ n, fact }) => n < before && (types?.includes(fact.type) ?? true))
        .filter(({ fact }) => JSON.stringify(fact).toLowerCase().includes(text.toLowerCase()))
        .toReversed();
      return { entries: found.slice(0, limit), more: found.length > limit, titles: { [sessionId]: 'Tide times' } };
    },
    watch: (_input, { signal }) => head.follow(signal),
    verify: async () =>
      check ?? { whole: true, checked: entries.length, head: { n: entries.length, hash: 'b'.repeat(64) } },
    trace: async (input) => {
      if (input.turnId !== turnId) throw new AppError('not_found', 'Nothing is recorded of it.');
      return sampleTrace;
    },
    exportTrace: async ({ content }) => ({ name: 'limpet-trace.json', text: JSON.stringify({ content }) }),
    replay: async () => ({ turnId, steps: 1, calls: [], sameAnswer: true, state: 'done', ...replay }),
  };
  return { handlers, add };
}
