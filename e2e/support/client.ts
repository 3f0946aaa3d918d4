// A client of a running gateway over the socket in its data folder: what the command line uses too.
import { join } from 'node:path';
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import type { TurnEvent } from '#main/contract/chat.ts';
import { createClient } from '#main/contract/client.ts';
import { contract } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { connectSocket } from '#main/platform/rpc/websocket/connect-socket.ts';

export const connectTo = (dataFolder: string, options: { reconnect?: boolean; checkOutputs?: boolean } = {}) =>
  createClient(contract, {
    connect: (signal) => connectSocket({ url: `ws+unix:${join(dataFolder, 'limpet.sock')}:/ws`, signal }),
    checkOutputs: true,
    ...options,
  });
export type LimpetConnection = ReturnType<typeof connectTo>;

export type WatchedTurn = {
  readonly firstTextMs: number | undefined;
  readonly totalMs: number;
  readonly text: string;
  readonly events: TurnEvent[];
};

/**
 * Sends a message and follows the session until a turn that began after it has ended. `decide` answers each approval.
 * Milliseconds count from the call of `send`.
 */
export async function sayAndWait(
  client: LimpetConnection,
  sessionId: SessionId,
  o: { text: string; decide?: ApprovalDecision; signal?: AbortSignal; keepEvents?: boolean },
): Promise<WatchedTurn> {
  const abort = new AbortController();
  const signal = o.signal === undefined ? abort.signal : AbortSignal.any([o.signal, abort.signal]);
  const following = client.api.chat.follow({ sessionId }, { signal })[Symbol.asyncIterator]();
  await following.next(); // the snapshot: from here on nothing is missed
  const started = performance.now();
  const sent = client.api.chat.send({ sessionId, text: o.text });
  sent.catch(() => abort.abort());
  const events: TurnEvent[] = [];
  const decided = new Set<string>();
  let firstTextMs: number | undefined;
  let text = '';
  for (let item = await following.next(); item.done !== true; item = await following.next()) {
    const event = item.value.data;
    if (o.keepEvents === true) events.push(event);
    if (event.type === 'text' && event.part === 'text') {
      firstTextMs ??= performance.now() - started;
      text += event.append;
    }
    if (event.type === 'approvals' && o.decide !== undefined) {
      for (const { id: approvalId, planHash } of event.approvals) {
        if (decided.has(approvalId)) continue;
        decided.add(approvalId);
        await client.api.approvals.decide({ approvalId, planHash, decision: o.decide });
      }
    }
    if (event.type === 'turn' && !['running', 'asking', 'stopping'].includes(event.turn.state)) break;
  }
  const totalMs = performance.now() - started;
  abort.abort();
  await following.return?.(); // a reader that stopped in the middle says so, and the server lets go
  await sent;
  return { firstTextMs, totalMs, text, events };
}
