// The folder that a chat works in.
import { useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';

/** Undefined until it is known, and for a chat that is gone. */
export function useOpenWorkspace(client: LimpetClient, sessionId: SessionId | undefined): string | undefined {
  const [workspace, setWorkspace] = useState<string>();
  useEffect(() => {
    if (sessionId === undefined) return setWorkspace(undefined);
    const stop = new AbortController();
    client.sessions.get({ sessionId }, { signal: stop.signal }).then(
      (session) => setWorkspace(session.workspace),
      () => undefined, // gone, or the line is cut: the default stands in
    );
    return () => stop.abort();
  }, [client, sessionId]);
  return workspace;
}
