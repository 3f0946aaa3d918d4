// What a message can ask of the chat around it: handed down once, so that rows stay as they are while others change.
import { createContext, useContext } from 'react';
import type { CompactionId, MessageId } from '#main/contract/ids.ts';
import type { Message, ToolCall } from '#main/contract/messages.ts';

export type MessageActions = {
  edit(message: Message): void;
  regenerate(message: Message): void;
  pin(message: Message): void;
  switchVersion(messageId: MessageId): void;
  /** Goes on after an interrupted, stopped or failed answer. */
  resume(): void;
  /** Summarises earlier messages, then goes on. */
  compactAndResume(): void;
  undoCompaction(id: CompactionId): void;
  readOutput(call: ToolCall): Promise<string>;
  openSettings(section: 'models' | 'secrets' | 'usage'): void;
  /** Where the bytes of an image or a file are. */
  blobUrl(blobId: string): string;
  /** What a call's card opens beside the conversation; absent where nothing stands beside it. */
  readonly openSide?: (call: ToolCall) => (() => void) | undefined;
  /** "Claude Sonnet 4.5" for a model reference. */
  modelLabel(ref: string): string;
};

const MessageActionsContext = createContext<MessageActions | undefined>(undefined);
export const MessageActionsProvider = MessageActionsContext;

export function useMessageActions(): MessageActions {
  const actions = useContext(MessageActionsContext);
  if (actions === undefined) throw new Error('Messages are shown inside a MessageActionsProvider.');
  return actions;
}
