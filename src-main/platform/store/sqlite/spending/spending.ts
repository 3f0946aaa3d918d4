// One row per model call: written before it is sent with what is set aside for it, changed once to what it took.
import type { MessageId, SessionId } from '#main/contract/ids.ts';
import type { CallKind, Spent } from '#main/contract/usage.ts';
import type { CallEnd, SpendingStore, StoredCall } from '#main/platform/store/port/spending.ts';
import type { Bind } from '../connection/connection.ts';
import type { Shared } from '../shared.ts';

type SumRow = {
  calls: number;
  input: number;
  output: number;
  cache_read: number;
  cache_write: number;
  reasoning: number;
  cost: number;
  unpriced: number;
  counted: number;
  estimated: number;
};

const sums = `coalesce(sum(c.calls), 0) AS calls, coalesce(sum(c.input_tokens), 0) AS input,
  coalesce(sum(c.output_tokens), 0) AS output, coalesce(sum(c.cache_read_tokens), 0) AS cache_read,
  coalesce(sum(c.cache_write_tokens), 0) AS cache_write, coalesce(sum(c.reasoning_tokens), 0) AS reasoning,
  coalesce(total(c.cost_usd), 0) AS cost, coalesce(sum(CASE WHEN c.cost_usd IS NULL THEN c.calls ELSE 0 END), 0) AS unpriced,
  coalesce(total(c.counted_usd), 0) AS counted, coalesce(sum(CASE c.state WHEN 'reported' THEN 0 ELSE c.calls END), 0) AS estimated`;

const toSpent = (row: SumRow): Spent => ({
  calls: row.calls,
  inputTokens: row.input,
  outputTokens: row.output,
  cacheReadTokens: row.cache_read,
  cacheWriteTokens: row.cache_write,
  reasoningTokens: row.reasoning,
  costUsd: row.cost,
  unpricedCalls: row.unpriced,
  countedUsd: row.counted,
  estimatedCalls: row.estimated,
});

const nothing: SumRow = {
  calls: 0,
  input: 0,
  output: 0,
  cache_read: 0,
  cache_write: 0,
  reasoning: 0,
  cost: 0,
  unpriced: 0,
  counted: 0,
  estimated: 0,
};

function columnsOf({ usage, costUsd, countedUsd }: Pick<CallEnd, 'usage' | 'costUsd' | 'countedUsd'>) {
  return {
    input: usage.inputTokens,
    output: usage.outputTokens,
    cacheRead: usage.cacheReadTokens,
    cacheWrite: usage.cacheWriteTokens,
    reasoning: usage.reasoningTokens,
    cost: costUsd ?? null,
    counted: countedUsd,
  };
}

type Named = Readonly<Record<string, Bind>>;

function createWrites({ writer, run }: Shared): Pick<SpendingStore, 'begin' | 'end'> {
  const put = writer.query<[Named]>(`
    INSERT INTO model_calls (id, job, kind, session_id, message_id, model, at, state, calls, input_tokens,
      output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd, counted_usd)
    VALUES (@id, @job, @kind, @session, @message, @model, @at, 'open', 1, @input, @output, @cacheRead, @cacheWrite,
      @reasoning, @cost, @counted)`);
  const change = writer.query<[Named]>(`
    UPDATE model_calls SET state = @state, input_tokens = @input, output_tokens = @output,
      cache_read_tokens = @cacheRead, cache_write_tokens = @cacheWrite, reasoning_tokens = @reasoning,
      cost_usd = @cost, counted_usd = @counted
    WHERE id = @id AND state = 'open'`);
  const rowOf = (call: StoredCall) => ({
    id: call.id,
    job: call.job,
    kind: call.kind,
    session: call.sessionId ?? null,
    message: call.messageId ?? null,
    model: call.model,
    at: call.at,
    ...columnsOf(call),
  });
  // Both survive a dead process; power loss could only take a call of the last moment.
  return {
    begin: (call) => run(() => writer.step('relaxed', () => void put.run(rowOf(call)))),
    end: (id, o) => run(() => writer.step('relaxed', () => void change.run({ id, state: o.state, ...columnsOf(o) }))),
  };
}

export function createSpending(shared: Shared): SpendingStore {
  const { reader, run } = shared;
  const span = 'FROM model_calls c WHERE c.at >= ? AND c.at < ?';
  type Span = [number, number];
  const ofSpan = reader.query<Span, SumRow>(`SELECT ${sums} ${span}`);
  const ofJob = reader.query<[string], SumRow>(`SELECT ${sums} FROM model_calls c WHERE c.job = ?`);
  const byModel = reader.query<Span, SumRow & { model: string }>(
    `SELECT c.model AS model, ${sums} ${span} GROUP BY c.model ORDER BY cost DESC, calls DESC, c.model`,
  );
  const byKind = reader.query<Span, SumRow & { kind: CallKind; jobs: number }>(
    `SELECT c.kind AS kind, count(DISTINCT c.job) AS jobs, ${sums} ${span} GROUP BY c.kind ORDER BY cost DESC, c.kind`,
  );
  type SessionRow = SumRow & { session_id: SessionId | null; title: string | null };
  const bySession = reader.query<[...Span, number], SessionRow>(`
    SELECT g.*, s.title AS title FROM (
      SELECT c.session_id AS session_id, ${sums} ${span} GROUP BY c.session_id ORDER BY cost DESC, calls DESC LIMIT ?
    ) g LEFT JOIN sessions s ON s.id = g.session_id AND s.deleted_at IS NULL ORDER BY g.cost DESC, g.calls DESC`);
  const sessionCount = reader.query<Span, { n: number }>(
    `SELECT count(DISTINCT coalesce(c.session_id, '')) AS n ${span}`,
  );
  type MessageRow = SumRow & { message_id: MessageId | null; kind: CallKind; model: string; at: number };
  // One row per message and model; calls without a message stand alone.
  const group = 'coalesce(c.message_id, c.id), c.model';
  const byMessage = reader.query<[string, number], MessageRow>(`
    SELECT c.message_id AS message_id, max(c.kind) AS kind, c.model AS model, max(c.at) AS at, ${sums}
    FROM model_calls c WHERE c.session_id = ? GROUP BY ${group} ORDER BY max(c.n) DESC LIMIT ?`);
  const messageCount = reader.query<[string], { n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM model_calls c WHERE c.session_id = ? GROUP BY ${group})`,
  );

  return {
    ...createWrites(shared),
    total: ({ since, until }) => run(() => toSpent(ofSpan.get(since, until) ?? nothing)),
    ofJob: (job) => run(() => toSpent(ofJob.get(job) ?? nothing)),
    byModel: ({ since, until }) =>
      run(() => byModel.all(since, until).map((row) => ({ model: row.model, spent: toSpent(row) }))),
    byKind: ({ since, until }) =>
      run(() => byKind.all(since, until).map((row) => ({ kind: row.kind, jobs: row.jobs, spent: toSpent(row) }))),
    bySession: ({ since, until, limit }) =>
      run(() => ({
        sessions: bySession.all(since, until, limit).map((row) => ({
          ...(row.session_id === null ? {} : { sessionId: row.session_id }),
          ...(row.title === null ? {} : { title: row.title }),
          spent: toSpent(row),
        })),
        total: sessionCount.get(since, until)?.n ?? 0,
      })),
    byMessage: ({ sessionId, limit }) =>
      run(() => ({
        messages: byMessage.all(sessionId, limit).map((row) => ({
          ...(row.message_id === null ? {} : { messageId: row.message_id }),
          kind: row.kind,
          model: row.model,
          at: row.at,
          spent: toSpent(row),
        })),
        total: messageCount.get(sessionId)?.n ?? 0,
      })),
  };
}
