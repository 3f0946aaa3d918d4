// What each step used: a row per step, sums kept on message and session.
import type { Usage } from '#main/contract/messages.ts';
import type { Connection } from '../connection/connection.ts';
import { addUsage, readUsage, subtractUsage } from './usage-sum.ts';

export type UsageEntry = {
  readonly sessionN: number;
  /** Null: it belongs to no message (a compaction). */
  readonly messageN: number | null;
  readonly step: number;
  readonly model: string;
  readonly usage: Usage;
  readonly now: number;
};
type UsageColumns = {
  input_tokens: number;
  output_tokens: number;
  cache_read_tokens: number;
  cache_write_tokens: number;
  reasoning_tokens: number;
  steps: number;
  cost_usd: number | null;
};

const toUsage = (row: UsageColumns): Usage => ({
  inputTokens: row.input_tokens,
  outputTokens: row.output_tokens,
  cacheReadTokens: row.cache_read_tokens,
  cacheWriteTokens: row.cache_write_tokens,
  reasoningTokens: row.reasoning_tokens,
  steps: row.steps,
  ...(row.cost_usd === null ? {} : { costUsd: row.cost_usd }),
});
const toColumns = (usage: Usage): UsageColumns => ({
  input_tokens: usage.inputTokens,
  output_tokens: usage.outputTokens,
  cache_read_tokens: usage.cacheReadTokens,
  cache_write_tokens: usage.cacheWriteTokens,
  reasoning_tokens: usage.reasoningTokens,
  steps: usage.steps,
  cost_usd: usage.costUsd ?? null,
});

export interface UsageWrites {
  /** A second entry for the same message and step replaces the first. */
  record(entry: UsageEntry): void;
}

export function createUsageWrites({ query }: Connection): UsageWrites {
  const before = query<[number, number], UsageColumns>('SELECT * FROM usage WHERE message_n = ? AND step = ?');
  type Row = UsageColumns & { session: number; message: number | null; step: number; model: string; at: number };
  const put = query<[Row]>(`
    INSERT INTO usage (session_n, message_n, step, model, at, input_tokens, output_tokens, cache_read_tokens,
      cache_write_tokens, reasoning_tokens, steps, cost_usd)
    VALUES (@session, @message, @step, @model, @at, @input_tokens, @output_tokens, @cache_read_tokens,
      @cache_write_tokens, @reasoning_tokens, @steps, @cost_usd)
    ON CONFLICT (message_n, step) DO UPDATE SET model = @model, at = @at, input_tokens = @input_tokens,
      output_tokens = @output_tokens, cache_read_tokens = @cache_read_tokens, cache_write_tokens = @cache_write_tokens,
      reasoning_tokens = @reasoning_tokens, steps = @steps, cost_usd = @cost_usd`);
  const ofMessage = query<[number], { usage: string | null }>('SELECT usage FROM messages WHERE n = ?');
  const ofSession = query<[number], { usage: string | null }>('SELECT usage FROM sessions WHERE n = ?');
  const setMessage = query<[string, number]>('UPDATE messages SET usage = ? WHERE n = ?');
  const setSession = query<[string, number]>('UPDATE sessions SET usage = ? WHERE n = ?');
  return {
    record({ sessionN, messageN, step, model, usage, now }) {
      const known = messageN === null ? undefined : before.get(messageN, step);
      put.run({ session: sessionN, message: messageN, step, model, at: now, ...toColumns(usage) });
      const change = (json: string | null | undefined) => {
        const sum = readUsage(json ?? null);
        return JSON.stringify(addUsage(known === undefined ? sum : subtractUsage(sum, toUsage(known)), usage));
      };
      if (messageN !== null) setMessage.run(change(ofMessage.get(messageN)?.usage), messageN);
      setSession.run(change(ofSession.get(sessionN)?.usage), sessionN);
    },
  };
}

export interface UsageReads {
  /** Sums per model over a span of time; `since` lies in it, `until` does not. */
  sums(o: { since: number; until: number }): { model: string; usage: Usage }[];
}

export function createUsageReads({ query }: Connection): UsageReads {
  const rows = query<[number, number], UsageColumns & { model: string }>(`
    SELECT model, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
      sum(cache_read_tokens) AS cache_read_tokens, sum(cache_write_tokens) AS cache_write_tokens,
      sum(reasoning_tokens) AS reasoning_tokens, sum(steps) AS steps, sum(cost_usd) AS cost_usd
    FROM usage WHERE at >= ? AND at < ? GROUP BY model ORDER BY model`);
  return {
    sums: ({ since, until }) => rows.all(since, until).map((row) => ({ model: row.model, usage: toUsage(row) })),
  };
}
