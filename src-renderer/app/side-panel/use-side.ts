// The state of the panel beside one chat.
import { useStore } from 'zustand';
import type { SessionId } from '#main/contract/ids.ts';
import { closedSide, type SideBook, type SideState } from './side-book.ts';

export function useSide(book: SideBook, sessionId: SessionId): SideState {
  return useStore(book.state, (chats) => chats.get(sessionId) ?? closedSide);
}
