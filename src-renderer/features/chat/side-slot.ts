// What stands beside the conversation: the app hands it in, the chat only says where.
import type { ReactNode } from 'react';
import type { ToolCall } from '#main/contract/messages.ts';
import type { ChatStore } from './live/chat-store.ts';

export type SideSlot = {
  /** Puts the conversation and what is beside it next to each other. The conversation must stay mounted. */
  readonly frame: (conversation: ReactNode, store: ChatStore) => ReactNode;
  /** For the end of the header: opens and closes it. */
  readonly button: (store: ChatStore) => ReactNode;
  /** What a call's card opens beside the conversation; undefined where there is nothing to see. Stable. */
  readonly opener: (call: ToolCall) => (() => void) | undefined;
};
