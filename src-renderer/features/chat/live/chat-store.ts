// One open session: follows its stream, batches events per frame, fetches pages of history as they come into view.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TurnEvent } from '#main/contract/chat.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { type AppError, fromErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { applyEvents, type ChatState, chatBounds, emptyChat, forgetFar, mergePage } from './chat-state.ts';

export type ChatView = ChatState & {
  /** The session could not be opened or followed. */
  readonly error: AppError | undefined;
  /** Pages that could not be read; asked for again by `retry`. */
  readonly failedPages: ReadonlySet<number>;
};

export type ChatStoreDeps = {
  readonly client: { readonly chat: Pick<LimpetClient['chat'], 'follow' | 'history'> };
  readonly sessionId: SessionId;
  /** Runs `act` when the next batch may be drawn. Tests run it at once. */
  readonly nextFrame: (act: () => void) => void;
};

export type ChatStore = {
  readonly state: StoreApi<ChatView>;
  /** Follows until the signal aborts. A stream that breaks is reported as `error`; call again to try again. */
  run(signal: AbortSignal): Promise<void>;
  /** Fetches what is missing between two depths (inclusive); cheap to call on every scroll. */
  show(from: number, to: number, signal: AbortSignal): void;
  retry(signal: AbortSignal): void;
};

export function createChatStore(deps: ChatStoreDeps): ChatStore {
  const state = createStore<ChatView>(() => ({ ...emptyChat, error: undefined, failedPages: new Set<number>() }));
  const loading = new Set<number>();
  let pending: TurnEvent[] = [];
  let view = { from: 0, to: 0 };

  const flush = () => {
    const events = pending;
    pending = [];
    state.setState((now) => applyEvents(now, events));
  };
  const enqueue = (event: TurnEvent) => {
    pending.push(event);
    if (pending.length === 1) deps.nextFrame(flush);
  };

  const fetchPage = async (page: number, signal: AbortSignal) => {
    loading.add(page);
    try {
      const from = page * chatBounds.pageSize;
      const input = { sessionId: deps.sessionId, from, limit: chatBounds.pageSize };
      const { messages } = await deps.client.chat.history(input, { signal });
      state.setState((now) => ({ ...forgetFar(mergePage(now, messages), view), failedPages: without(now, page) }));
    } catch (error) {
      if (isCancelled(error)) return;
      state.setState((now) => ({ failedPages: new Set(now.failedPages).add(page) }));
    } finally {
      loading.delete(page);
    }
  };

  const show = (from: number, to: number, signal: AbortSignal) => {
    view = { from, to };
    const { messages, total, failedPages } = state.getState();
    const wanted = new Set<number>();
    for (let depth = Math.max(0, from); depth <= Math.min(total - 1, to); depth += 1) {
      if (!messages.has(depth)) wanted.add(Math.floor(depth / chatBounds.pageSize));
    }
    for (const page of wanted) {
      if (!loading.has(page) && !failedPages.has(page)) void fetchPage(page, signal);
    }
  };

  return {
    state,
    show,
    retry(signal) {
      state.setState({ failedPages: new Set() });
      show(view.from, view.to, signal);
    },
    async run(signal) {
      state.setState({ error: undefined });
      try {
        for await (const { data } of deps.client.chat.follow({ sessionId: deps.sessionId }, { signal })) enqueue(data);
      } catch (error) {
        if (!signal.aborted && !isCancelled(error)) state.setState({ error: fromErrorData(toErrorData(error)) });
      }
    },
  };
}

function without(now: ChatView, page: number): ReadonlySet<number> {
  if (!now.failedPages.has(page)) return now.failedPages;
  const rest = new Set(now.failedPages);
  rest.delete(page);
  return rest;
}
