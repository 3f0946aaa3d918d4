// One reader of a session that stays open, as a page does: many turns, each timed from `send` to its text and its end.
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { LimpetConnection } from '../../e2e/support/client.ts';

export type TimedTurn = { readonly firstTextMs: number; readonly totalMs: number };
export type Talk = { say(text: string): Promise<TimedTurn>; end(): void };
type Waiting = {
  readonly started: number;
  firstTextMs: number | undefined;
  done(totalMs: number): void;
  failed(error: unknown): void;
};

const running = ['running', 'asking', 'stopping'];

/** Every approval is answered with `decide`. */
export async function startTalk(
  client: LimpetConnection,
  sessionId: SessionId,
  decide?: ApprovalDecision,
): Promise<Talk> {
  const abort = new AbortController();
  let waiting: Waiting | undefined;
  let isOpen: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    isOpen = resolve;
  });
  const decided = new Set<string>();
  const read = async () => {
    for await (const { data } of client.api.chat.follow({ sessionId }, { signal: abort.signal })) {
      if (data.type === 'snapshot') isOpen();
      if (data.type === 'text' && data.part === 'text' && waiting !== undefined)
        waiting.firstTextMs ??= performance.now() - waiting.started;
      if (data.type === 'approvals' && decide !== undefined) {
        for (const { id: approvalId, planHash } of data.approvals) {
          if (decided.has(approvalId)) continue;
          decided.add(approvalId);
          await client.api.approvals.decide({ approvalId, planHash, decision: decide });
        }
      }
      if (data.type === 'turn' && !running.includes(data.turn.state))
        waiting?.done(performance.now() - waiting.started);
    }
  };
  const reading = read();
  reading.catch((error: unknown) => waiting?.failed(error));
  await Promise.race([opened, reading]);
  return {
    async say(text) {
      const started = performance.now();
      const totalMs = await new Promise<number>((done, failed) => {
        waiting = { started, firstTextMs: undefined, done, failed };
        client.api.chat.send({ sessionId, text }).catch(failed);
      });
      return { firstTextMs: waiting?.firstTextMs ?? Number.NaN, totalMs };
    },
    end: () => abort.abort(),
  };
}
