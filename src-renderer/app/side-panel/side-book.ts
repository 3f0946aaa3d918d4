// What stands beside each chat of this window: open or not, and which tab. Kept while the window lives.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SessionId } from '#main/contract/ids.ts';

/** What a tab is asked to show. `tab` is the id of one that is registered in `use-side-tabs.tsx`. */
export type SideRequest = { readonly tab: string; readonly id?: string };

export type SideState = {
  readonly isOpen: boolean;
  readonly tab: string | undefined;
  /** The last thing asked for; a new object asks again. */
  readonly request: SideRequest | undefined;
  /** Grows each time the person asks for the panel: then the keyboard goes there. */
  readonly asked: number;
};

export const closedSide: SideState = { isOpen: false, tab: undefined, request: undefined, asked: 0 };

export type SideBook = {
  readonly state: StoreApi<ReadonlyMap<SessionId, SideState>>;
  /** Opens the panel with this tab, for a card, an action, a key. */
  open(sessionId: SessionId, request: SideRequest): void;
  /** Opens it where it was, or closes it. */
  toggle(sessionId: SessionId): void;
  close(sessionId: SessionId): void;
  choose(sessionId: SessionId, tab: string): void;
};

const maxChats = 100;

export function createSideBook(): SideBook {
  const state = createStore<ReadonlyMap<SessionId, SideState>>(() => new Map());
  const change = (sessionId: SessionId, next: (now: SideState) => SideState) => {
    const chats = new Map(state.getState());
    const now = chats.get(sessionId) ?? closedSide;
    chats.delete(sessionId);
    chats.set(sessionId, next(now));
    for (const oldest of chats.keys()) {
      if (chats.size <= maxChats) break;
      chats.delete(oldest);
    }
    state.setState(chats, true);
  };
  return {
    state,
    open: (sessionId, request) =>
      change(sessionId, (now) => ({ isOpen: true, tab: request.tab, request, asked: now.asked + 1 })),
    toggle: (sessionId) =>
      change(sessionId, (now) => ({ ...now, isOpen: !now.isOpen, asked: now.isOpen ? now.asked : now.asked + 1 })),
    close: (sessionId) => change(sessionId, (now) => ({ ...now, isOpen: false })),
    choose: (sessionId, tab) => change(sessionId, (now) => ({ ...now, tab })),
  };
}
