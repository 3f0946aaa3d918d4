// One conversation: header, messages, open questions, composer. Opened anew for each session (`key={sessionId}`).
import { type ReactNode, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { SlashCommand } from '#main/contract/commands.ts';
import type { MessageId, SessionId } from '#main/contract/ids.ts';
import type { Message, Session } from '#main/contract/messages.ts';
import type { ModelsState } from '#main/contract/models.ts';
import type { SystemState } from '#main/contract/system.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { ChatConnection } from './chat-connection.ts';
import type { Insert } from './composer/field-effects.ts';
import { ComposerArea } from './composer-area.tsx';
import { ConversationArea } from './conversation-area.tsx';
import { modelName } from './header/model-words.ts';
import { HeaderArea } from './header-area.tsx';
import { isBusy } from './live/chat-state.ts';
import type { ChatStore } from './live/chat-store.ts';
import { useChatState, useOpenChat } from './live/use-chat.ts';
import { type MessageActions, MessageActionsProvider } from './messages/message-actions.ts';
import type { SideSlot } from './side-slot.ts';
import { UndoProvider } from './undo/undo-desk.ts';
import { useUndoDesk } from './undo/use-undo-desk.ts';
import { type ChatCommands, useChatCommands } from './use-chat-commands.ts';

export type ChatScreenProps = {
  readonly connection: ChatConnection;
  readonly sessionId: SessionId;
  /** A message to show, from a search hit. */
  readonly revealId: MessageId | undefined;
  readonly models: ModelsState | undefined;
  readonly system: SystemState | undefined;
  /** Before the title: the button that opens the list on narrow windows. */
  readonly leading?: ReactNode;
  /** What stands beside the conversation; undefined where there is no room for anything. */
  readonly beside?: SideSlot;
  /** A text for the message field; a new object puts it there again. */
  readonly insert: Insert | undefined;
  readonly onOpenSettings: (section: 'models' | 'secrets' | 'permissions' | 'usage') => void;
  /** The person asked for something that may open a chat; what it returns opens it, if they want nothing else by then. */
  readonly onChooseSession: () => (sessionId: SessionId) => void;
  readonly onOpenExternal: (url: string) => void;
  /** Slash commands that the window carries out: settings, search, help. */
  readonly onClientCommand: (command: SlashCommand, argument: string) => void;
  readonly onChangeFolder: (session: Session) => void;
  /** Undefined where the machine's files cannot be shown (in a browser). */
  readonly onRevealFolder: ((path: string) => void) | undefined;
};

/** What the areas of the screen share. Each subscribes to the slice of the store that it draws. */
export type OpenChatProps = ChatScreenProps & {
  readonly store: ChatStore;
  readonly reopen: () => void;
  readonly commands: ChatCommands;
  /** The earlier message that is being written anew. */
  readonly editing: Message | undefined;
  readonly onEdit: (message: Message | undefined) => void;
};

export function ChatScreen(props: ChatScreenProps) {
  const { connection, sessionId, models, onOpenSettings, beside } = props;
  const openSide = beside?.opener;
  const { t } = useText();
  const { store, reopen } = useOpenChat(connection.client, sessionId);
  const commands = useChatCommands(connection.client, sessionId);
  const undo = useUndoDesk(connection.client, sessionId);
  const [editing, setEditing] = useState<Message | undefined>();
  const busy = useChatState(store, (view) => isBusy(view.turn));
  const page = useRef<HTMLElement>(null);
  useEscape(page, busy, commands.stop);

  const modelLabel = useCallback((ref: string) => modelName(ref, models, t), [models, t]);
  const actions = useMemo<MessageActions>(
    () => ({
      ...commands,
      edit: setEditing,
      openSettings: onOpenSettings,
      blobUrl: connection.blobUrl,
      modelLabel,
      ...(openSide === undefined ? {} : { openSide }),
    }),
    [commands, onOpenSettings, connection, modelLabel, openSide],
  );
  const open: OpenChatProps = { ...props, store, reopen, commands, editing, onEdit: setEditing };
  const conversation = (
    <main ref={page} className="flex min-h-0 min-w-0 flex-1 flex-col bg-page">
      <HeaderArea {...open} />
      <ConversationArea {...open} />
      <ComposerArea {...open} />
    </main>
  );
  return (
    <MessageActionsProvider value={actions}>
      <UndoProvider value={undo}>
        {beside === undefined ? conversation : beside.frame(conversation, store)}
      </UndoProvider>
    </MessageActionsProvider>
  );
}

/** Esc anywhere in the conversation stops the answer; what is open above it takes the key first. */
function useEscape(page: RefObject<HTMLElement | null>, isActive: boolean, stop: () => void): void {
  useEffect(() => {
    const element = page.current;
    if (!isActive || element === null) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      stop();
    };
    element.addEventListener('keydown', onKey);
    return () => element.removeEventListener('keydown', onKey);
  }, [page, isActive, stop]);
}
