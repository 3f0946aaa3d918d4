// From a message id (a search hit) to its place on the branch; a hit on another branch brings that branch into view.
import { useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { MessageId, SessionId } from '#main/contract/ids.ts';

export function useReveal(client: LimpetClient, sessionId: SessionId, messageId: MessageId | undefined) {
  const [place, setPlace] = useState<{ readonly depth: number } | undefined>();
  useEffect(() => {
    if (messageId === undefined) return;
    const controller = new AbortController();
    client.sessions.reveal({ sessionId, messageId }, { signal: controller.signal }).then(
      ({ depth }) => setPlace({ depth }),
      () => undefined, // The message is gone; the chat opens at its end.
    );
    return () => controller.abort();
  }, [client, sessionId, messageId]);
  return place;
}
