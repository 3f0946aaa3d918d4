// The chat that the quick window is on: the same one until it was taken over into the main window.
import { useCallback, useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type ErrorData, isAppError, isCancelled, toErrorData } from '#main/contract/errors.ts';
import { SessionId } from '#main/contract/ids.ts';

const keptAt = 'limpet.quick';

function readKept(): SessionId | undefined {
  try {
    const kept = SessionId.safeParse(window.localStorage.getItem(keptAt));
    return kept.success ? kept.data : undefined;
  } catch {
    return undefined; // without storage every start begins anew
  }
}

function keep(sessionId: SessionId | undefined): void {
  try {
    if (sessionId === undefined) window.localStorage.removeItem(keptAt);
    else window.localStorage.setItem(keptAt, sessionId);
  } catch {
    // As above.
  }
}

async function openQuick(client: LimpetClient, signal: AbortSignal): Promise<SessionId> {
  const kept = readKept();
  if (kept !== undefined) {
    const session = await client.sessions.get({ sessionId: kept }, { signal }).catch((error: unknown) => {
      if (isAppError(error) && error.code === 'not_found') return undefined;
      throw error;
    });
    if (session !== undefined && !session.archived && session.deletedAt === undefined) return session.id;
  }
  const { id } = await client.sessions.create({}, { signal });
  keep(id);
  return id;
}

export type QuickSession = {
  readonly sessionId: SessionId | undefined;
  readonly error: ErrorData | undefined;
  /** It belongs to the main window from now on; the next time begins another. */
  readonly handOver: () => void;
  readonly again: () => void;
};

/** Opened only when it is wanted: a window that nobody looks at makes no chat. */
export function useQuickSession(client: LimpetClient, isWanted: boolean): QuickSession {
  const [sessionId, setSessionId] = useState<SessionId>();
  const [error, setError] = useState<ErrorData>();
  const [round, setRound] = useState(0);
  const isMissing = isWanted && sessionId === undefined;
  useEffect(() => {
    void round;
    if (!isMissing) return;
    const controller = new AbortController();
    setError(undefined);
    openQuick(client, controller.signal).then(setSessionId, (thrown: unknown) => {
      if (!isCancelled(thrown)) setError(toErrorData(thrown));
    });
    return () => controller.abort();
  }, [client, isMissing, round]);
  const handOver = useCallback(() => {
    keep(undefined);
    setSessionId(undefined);
  }, []);
  return { sessionId, error, handOver, again: () => setRound(round + 1) };
}
