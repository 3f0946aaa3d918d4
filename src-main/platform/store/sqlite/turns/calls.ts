// The journal of tool calls: written before and after an effect, so that a crash is never taken for "did not run".
import { Buffer } from 'node:buffer';
import type { BlobId } from '#main/contract/ids.ts';
import type { CallState, Part, ToolCall } from '#main/contract/messages.ts';
import type { Connection } from '../connection/connection.ts';
import { conflict } from '../connection/store-errors.ts';
import { sealCall } from '../conversation/message-rows.ts';
import type { TurnRow } from './turn-rows.ts';

export const outputBytesInline = 32 * 1024;

type CallTarget = { readonly turn: TurnRow; readonly messageN: number };
type Row = {
  n: number;
  state: CallState;
  hash: string;
  call: string;
  plan_hash: string | null;
  begun_at: number | null;
};

export interface CallJournal {
  begin(target: CallTarget, call: ToolCall, o: { planHash: string; now: number }): void;
  /** A call that never began (denied, or a plan that failed) is written too. */
  end(target: CallTarget, call: ToolCall, now: number): void;
  hasAny(messageN: number): boolean;
  /** What still runs when its turn is over may have had its effect. Returns how many. */
  giveUp(turnN: number, now: number): number;
}

/** The first 32 KiB of an output, cut between characters. */
export function cutOutput(output: string): string {
  if (output.length * 3 <= outputBytesInline || Buffer.byteLength(output) <= outputBytesInline) return output;
  const bytes = Buffer.from(output.slice(0, outputBytesInline));
  let end = Math.min(bytes.length, outputBytesInline);
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString();
}

/** How a call is stored: its input counts as it is, its output is cut, the whole of a long one lies in a blob. */
export function storedCall(call: ToolCall, output: string, blobId: BlobId | undefined): ToolCall {
  const { outputBlobId: _, ...rest } = call;
  return { ...rest, output: cutOutput(output), ...(blobId === undefined ? {} : { outputBlobId: blobId }) };
}

/** Calls in a message's own parts that have no journal row, once nothing can come of them any more. */
export function settleParts(parts: readonly Part[]): Part[] {
  return parts.map((part) =>
    part.type === 'tool_call' && (part.state === 'planning' || part.state === 'asking')
      ? { ...part, state: 'stopped' }
      : part,
  );
}

export function createCallJournal({ query }: Connection): CallJournal {
  const find = query<[number, string], Row>('SELECT * FROM calls WHERE message_n = ? AND id = ?');
  const insert = query<
    [
      {
        id: string;
        session: number;
        message: number;
        turn: number;
        state: CallState;
        plan: string | null;
        begun: number | null;
        ended: number | null;
        hash: string;
        call: string;
      },
    ]
  >(`
    INSERT INTO calls (id, session_n, message_n, turn_n, state, plan_hash, begun_at, ended_at, hash, call)
    VALUES (@id, @session, @message, @turn, @state, @plan, @begun, @ended, @hash, @call)`);
  const finish = query<[{ n: number; state: CallState; now: number; hash: string; call: string }]>(
    'UPDATE calls SET state = @state, ended_at = @now, hash = @hash, call = @call WHERE n = @n',
  );
  const any = query<[number], { n: number }>('SELECT n FROM calls WHERE message_n = ? LIMIT 1');
  const running = query<[number], { n: number }>(
    "SELECT n FROM calls INDEXED BY calls_running WHERE turn_n = (SELECT ?) AND state = 'running'",
  );
  const giveUp = query<[number, number]>("UPDATE calls SET state = 'unknown', ended_at = ? WHERE n = ?");
  const columns = ({ turn, messageN }: CallTarget, call: ToolCall) => {
    const json = JSON.stringify(call);
    const hash = sealCall(call.callId, messageN, json);
    return { id: call.callId, session: turn.session_n, message: messageN, turn: turn.n, hash, call: json };
  };
  return {
    begin(target, call, { planHash, now }) {
      if (find.get(target.messageN, call.callId) !== undefined) {
        throw conflict('This call has begun already. It is not run twice.', 'call_begun');
      }
      const running: ToolCall = { ...call, state: 'running' };
      insert.run({ ...columns(target, running), state: 'running', plan: planHash, begun: now, ended: null });
    },
    end(target, call, now) {
      const known = find.get(target.messageN, call.callId);
      const { hash, call: json, ...rest } = columns(target, call);
      if (known === undefined) {
        insert.run({ ...rest, hash, call: json, state: call.state, plan: null, begun: null, ended: now });
        return;
      }
      if (known.state !== 'running') throw conflict('The result of this call is stored already.', 'call_ended');
      finish.run({ n: known.n, state: call.state, now, hash, call: json });
    },
    hasAny: (messageN) => any.get(messageN) !== undefined,
    giveUp: (turnN, now) => running.all(turnN).reduce((count, { n }) => count + giveUp.run(now, n), 0),
  };
}
