// Reads, checks, exports and bounds the account of what was done.
import { createHash } from 'node:crypto';
import type { ChainCheck, Trace } from '#main/contract/activity.ts';
import type { TurnId } from '#main/contract/ids.ts';
import type { Message } from '#main/contract/messages.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log, Redactor } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { type TraceContent, toOtlpJson } from './otel-export.ts';
import type { Activity } from './port.ts';
import { toTrace } from './trace.ts';
import { createTrafficLog, type TrafficLog } from './traffic-log.ts';

export type ActivityDeps = {
  readonly store: Pick<Store, 'activity' | 'messages'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly redactor: Pick<Redactor, 'text'>;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
};

export interface ActivityBook extends Activity {
  verify(signal: AbortSignal): Promise<ChainCheck>;
  /** What the ways out tell. */
  readonly traffic: TrafficLog;
  trace(turnId: TurnId): Promise<Trace>;
  exportTrace(o: { turnId: TurnId; content: boolean }): Promise<{ name: string; text: string }>;
  /** Drops what is older than the settings keep, at the start and once a day. Ends with the signal. */
  run(signal: AbortSignal): Promise<void>;
}

const pageRows = 1_000;
/** A turn's limits keep it far below. */
const entriesOfTurn = 10_000;
const dayMs = 24 * 60 * 60_000;

async function checkChain(store: ActivityDeps['store'], signal: AbortSignal): Promise<ChainCheck> {
  let last = await store.activity.anchor();
  let checked = 0;
  for (;;) {
    throwIfAborted(signal);
    const rows = await store.activity.chain({ after: last.n, limit: pageRows });
    for (const row of rows) {
      const hash = createHash('sha256').update(last.hash).update('\n').update(row.text).digest('hex');
      if (row.n !== last.n + 1 || row.previous !== last.hash || row.hash !== hash)
        return { whole: false, checked, brokenAt: row.n, head: await store.activity.head() };
      last = { n: row.n, hash: row.hash };
      checked += 1;
    }
    if (rows.length < pageRows) return { whole: true, checked, head: last };
  }
}

const textOf = (message: Message | undefined): string =>
  (message?.parts ?? []).flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');

/** Words of the turn's answer as the store has them: known keys were taken out before they came there. */
async function contentOf(store: ActivityDeps['store'], trace: Trace): Promise<TraceContent> {
  const { sessionId, turnId } = trace;
  let after: Parameters<Store['messages']['every']>[0]['after'];
  const mine: Message[] = [];
  do {
    const page = await store.messages.every({ sessionId, limit: 200, ...(after === undefined ? {} : { after }) });
    mine.push(...page.messages.filter((message) => message.turnId === turnId));
    after = page.next;
  } while (after !== undefined);
  const calls = mine.flatMap((message) => message.parts).flatMap((part) => (part.type === 'tool_call' ? [part] : []));
  return {
    question: mine
      .filter(({ role }) => role === 'user')
      .map(textOf)
      .join('\n'),
    answer: mine
      .filter(({ role }) => role === 'assistant')
      .map(textOf)
      .join('\n'),
    calls: new Map(
      calls.map((call) => [call.callId, { input: JSON.stringify(call.input), output: call.output ?? '' }]),
    ),
  };
}

export function createActivity(d: ActivityDeps): ActivityBook {
  const { store, clock } = d;
  const trace = async (turnId: TurnId) => toTrace(turnId, await store.activity.ofTurn(turnId, entriesOfTurn));
  const prune = async () => {
    const days = d.settings.current().activityDays;
    const dropped = await store.activity.prune(clock.now() - days * dayMs);
    if (dropped > 0) d.log.info('activity pruned', { entries: dropped, days });
  };
  const append: Store['activity']['append'] = async (entry) => {
    await store.activity.append(entry);
    d.bus.publish('activity', '', { type: 'changed' });
  };
  return {
    traffic: createTrafficLog({ append, redactor: d.redactor, clock, log: d.log }),
    async note({ by, title, ...place }) {
      const params = Object.fromEntries(
        Object.entries(title.params).map(([name, value]) => [
          name,
          name.endsWith('Key') ? value : d.redactor.text(value),
        ]),
      );
      const fact = { type: 'noted', by, title: { key: title.key, params } } as const;
      await append({ at: clock.now(), fact, ...place });
    },
    verify: (signal) => checkChain(store, signal),
    trace,
    async exportTrace({ turnId, content }) {
      const found = await trace(turnId);
      const said = content ? { content: await contentOf(store, found) } : {};
      const day = new Date(found.startedAt).toISOString().slice(0, 19).replaceAll(/[:T]/g, '-');
      return { name: `limpet-trace-${day}.json`, text: await toOtlpJson(found, { version: d.version, ...said }) };
    },
    async run(signal) {
      while (!signal.aborted) {
        try {
          await prune();
        } catch (error) {
          d.log.error('activity not pruned', { error });
        }
        await clock.sleep(dayMs, signal).catch(() => undefined); // ends with the signal
      }
    },
  };
}
