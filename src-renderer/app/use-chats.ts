// Opening and starting chats from anywhere in the window.
import { useCallback, useEffect, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { Route } from './route.ts';
import type { Choose } from './use-route.ts';

/** Starts a chat and goes there; the newest one is used again while nothing has been said in it. */
export function useNewChat(
  client: { readonly sessions: Pick<LimpetClient['sessions'], 'list' | 'create'> },
  choose: Choose,
): () => void {
  const { t } = useText();
  const showToast = useToast();
  return useCallback(() => {
    const goThere = choose();
    const start = async () => {
      const newest = (await client.sessions.list({ limit: 1 })).sessions[0];
      const isUnused = newest !== undefined && newest.messageCount === 0 && newest.status === 'idle' && !newest.pinned;
      const session = isUnused ? newest : await client.sessions.create({});
      goThere({ screen: 'chat', sessionId: session.id });
    };
    start().catch((error: unknown) => {
      if (!isCancelled(error)) showToast({ text: describeError(toErrorData(error), t), tone: 'stop' });
    });
  }, [client, choose, showToast, t]);
}

export type DefaultChat = { readonly state: 'looking' } | { readonly state: 'failed'; readonly error: ErrorData };

/** Where no chat is named in the address, the newest one is opened, or a first one begun. */
export function useDefaultChat(client: LimpetClient, route: Route, choose: Choose): DefaultChat {
  const [found, setFound] = useState<DefaultChat>({ state: 'looking' });
  const isWanted = route.screen === 'chat' && route.sessionId === undefined;
  useEffect(() => {
    // Another address without a chat, as after the first run, is another choice: the one before it leads nowhere any more.
    void route;
    if (!isWanted) return;
    const controller = new AbortController();
    const goThere = choose();
    setFound({ state: 'looking' });
    const { signal } = controller;
    const open = async () => {
      const newest = (await client.sessions.list({ limit: 1 }, { signal })).sessions[0];
      // Where nothing has been said yet, there is an empty chat to say it in.
      return newest ?? client.sessions.create({}, { signal });
    };
    open().then(
      (session) => goThere({ screen: 'chat', sessionId: session.id }, 'replace'),
      (error: unknown) => {
        if (!isCancelled(error)) setFound({ state: 'failed', error: toErrorData(error) });
      },
    );
    return () => controller.abort();
  }, [client, isWanted, choose, route]);
  return found;
}

/** The chat that was open last, so that the rail leads back to it. */
export function useLastChat(route: Route): Route {
  const [last, setLast] = useState<SessionId | undefined>();
  const current = route.screen === 'chat' ? route.sessionId : undefined;
  if (current !== undefined && current !== last) setLast(current);
  const id = current ?? last;
  return id === undefined ? { screen: 'chat' } : { screen: 'chat', sessionId: id };
}
