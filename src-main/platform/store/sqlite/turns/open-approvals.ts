// Approvals that wait for the person, and the session's status that follows from them.
import type { Connection } from '../connection/connection.ts';

export interface OpenApprovals {
  countOf(sessionN: number): number;
  /** Expires what a turn still asks. */
  expireTurn(turnN: number, now: number): void;
  /** `asking` while something is open, else `running` while a turn runs. */
  settleStatus(sessionN: number): void;
}

export function createOpenApprovals({ query }: Connection): OpenApprovals {
  const count = query<[number], { n: number }>(
    "SELECT count(*) AS n FROM approvals WHERE session_n = ? AND state = 'pending'",
  );
  const expire = query<[{ turn: number; now: number }]>(`
    UPDATE approvals SET state = 'expired', decided_at = @now WHERE state = 'pending' AND turn_n = @turn
      AND session_n = (SELECT session_n FROM turns WHERE n = @turn)`);
  const settle = query<[{ session: number }]>(`
    UPDATE sessions SET status = CASE
        WHEN EXISTS (SELECT 1 FROM approvals WHERE session_n = @session AND state = 'pending') THEN 'asking'
        WHEN EXISTS (SELECT 1 FROM turns WHERE session_n = @session AND state = 'running') THEN 'running'
        ELSE status END
    WHERE n = @session AND status IN ('running', 'asking')`);
  return {
    countOf: (sessionN) => count.get(sessionN)?.n ?? 0,
    expireTurn: (turnN, now) => void expire.run({ turn: turnN, now }),
    settleStatus: (sessionN) => void settle.run({ session: sessionN }),
  };
}
