// Rows of turns, and the fence that keeps a turn's former holder from writing.

import { ErrorData } from '#main/contract/errors.ts';
import type { MessageId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { TurnState } from '#main/contract/messages.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { Connection } from '../connection/connection.ts';
import { conflict, notFound } from '../connection/store-errors.ts';
import type { MessageRow } from '../conversation/message-rows.ts';
import type { Rows } from '../shared.ts';

export type TurnRow = {
  n: number;
  id: TurnId;
  session_n: number;
  session_id: SessionId;
  answer_n: number;
  prior_head_n: number | null;
  state: 'running' | 'done' | 'stopped' | 'failed' | 'interrupted';
  model: string;
  channel_id: string;
  policy: string;
  step: number;
  epoch: string;
  fence: number;
  started_at: number;
  ended_at: number | null;
  stop_reason: TurnState['stopReason'] | null;
  error: string | null;
};

export const selectTurn = 'SELECT t.*, s.id AS session_id FROM turns t JOIN sessions s ON s.n = t.session_n';

export function toTurnState(row: TurnRow, isAsking: boolean): TurnState {
  const error = row.error === null ? undefined : ErrorData.safeParse(parseJson(row.error)).data;
  return {
    id: row.id,
    sessionId: row.session_id,
    state: row.state === 'running' && isAsking ? 'asking' : row.state,
    model: row.model,
    step: row.step,
    startedAt: row.started_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.stop_reason === null || row.stop_reason === undefined ? {} : { stopReason: row.stop_reason }),
    ...(error === undefined ? {} : { error }),
  };
}

export type Held = { readonly turnId: TurnId; readonly messageId: MessageId; readonly fence: number };

export interface TurnGate {
  /**
   * The running turn and a message of it, for its holder only: `not_found` for unknown ids, `conflict` when the turn has
   * ended or the fence is older than one that has written to it.
   */
  held(o: Held): { turn: TurnRow; message: MessageRow };
  byId(id: TurnId): TurnRow;
}

export function createTurnGate({ query }: Connection, rows: Rows): TurnGate {
  const byIdQuery = query<[string], TurnRow>(`${selectTurn} WHERE t.id = (SELECT ?)`);
  const takeOver = query<[number, number]>('UPDATE turns SET fence = ? WHERE n = ?');
  const byId = (id: TurnId) => {
    const row = byIdQuery.get(id);
    if (row === undefined) throw notFound('turn');
    return row;
  };
  return {
    byId,
    held({ turnId, messageId, fence }) {
      const turn = byId(turnId);
      if (turn.state !== 'running') throw conflict('This turn has ended.', 'turn_ended');
      if (fence < turn.fence) throw conflict('Another part of Limpet has taken over this turn.', 'fence');
      if (fence > turn.fence) takeOver.run(fence, turn.n);
      const message = rows.messages.byId(messageId);
      if (message.session_n !== turn.session_n) throw notFound('message');
      return { turn, message };
    },
  };
}
