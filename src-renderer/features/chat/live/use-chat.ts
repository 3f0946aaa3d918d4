// The open session as React state: a store per session id, alive while the component is.
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { type ChatStore, type ChatView, createChatStore } from './chat-store.ts';
import { createFramePacer, windowFrames } from './frame-pacer.ts';

export type OpenChat = {
  readonly store: ChatStore;
  /** Opens the stream anew: after an error, and after a change of branch that brings a new snapshot. */
  readonly reopen: () => void;
};

export function useOpenChat(client: LimpetClient, sessionId: SessionId): OpenChat {
  const store = useMemo(
    () => createChatStore({ client, sessionId, nextFrame: createFramePacer(windowFrames()) }),
    [client, sessionId],
  );
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    // A new attempt is a new run of the same store; its number is what makes this effect run again.
    if (attempt >= 0) void store.run(controller.signal);
    return () => controller.abort();
  }, [store, attempt]);
  return useMemo(() => ({ store, reopen: () => setAttempt((count) => count + 1) }), [store]);
}

/** A slice of the open session; re-renders only when the slice changes. */
export function useChatState<T>(store: ChatStore, select: (view: ChatView) => T): T {
  return useStore(store.state, select);
}
