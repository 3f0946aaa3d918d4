// The chat screen's place in the window: the open chat, or what to do when there is none.
import { MessageSquarePlus, PanelLeft } from 'lucide-react';
import type { SlashCommand } from '#main/contract/commands.ts';
import type { ModelsState } from '#main/contract/models.ts';
import type { SystemState } from '#main/contract/system.ts';
import type { Api } from '#renderer/api/create-api.ts';
import type { ChatConnection } from '#renderer/features/chat/chat-connection.ts';
import { ChatScreen } from '#renderer/features/chat/chat-screen.tsx';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { useMedia } from '#renderer/ui/layout/use-media.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { Route } from './route.ts';
import type { SideBook } from './side-panel/side-book.ts';
import { useSideSlot } from './side-panel/use-side-slot.tsx';
import { useChangeFolder } from './use-change-folder.tsx';
import { useDefaultChat } from './use-chats.ts';
import { useDesktop } from './use-desktop.ts';
import type { Choose, Navigate } from './use-route.ts';

export type ChatPlaceProps = {
  readonly api: Api;
  readonly connection: ChatConnection;
  readonly route: Extract<Route, { screen: 'chat' }>;
  readonly models: ModelsState;
  readonly system: SystemState;
  readonly onNavigate: Navigate;
  readonly onChoose: Choose;
  readonly onOpenList: () => void;
  readonly onNewChat: () => void;
  /** A text for the message field; a new object puts it there again. */
  readonly insert: { readonly text: string } | undefined;
  readonly sideBook: SideBook;
  readonly onClientCommand: (command: SlashCommand, argument: string) => void;
};

export function ChatPlace(props: ChatPlaceProps) {
  const { api, route, models, system, onNavigate } = props;
  const { t } = useText();
  const hasList = useMedia('(min-width: 900px)');
  const desktop = useDesktop(api.client);
  const folder = useChangeFolder(api.client, desktop);
  const found = useDefaultChat(api.client, route, props.onChoose);
  const beside = useSideSlot(api, props.sideBook, route.sessionId);
  const listButton = !hasList && (
    <IconButton label={t('app.open_list')} icon={<PanelLeft aria-hidden="true" />} onClick={props.onOpenList} />
  );
  if (route.sessionId === undefined) {
    return (
      <main className="flex min-h-0 flex-1 flex-col bg-page">
        <div className="p-2">{listButton}</div>
        <NoChat found={found} onNewChat={props.onNewChat} />
      </main>
    );
  }
  return (
    <>
      <ChatScreen
        key={route.sessionId}
        connection={props.connection}
        sessionId={route.sessionId}
        revealId={route.messageId}
        models={models}
        system={system}
        leading={listButton}
        {...(beside === undefined ? {} : { beside })}
        insert={props.insert}
        onOpenSettings={(section) => onNavigate({ screen: 'settings', section })}
        onChooseSession={() => {
          const goThere = props.onChoose();
          return (sessionId) => goThere({ screen: 'chat', sessionId });
        }}
        onOpenExternal={desktop.openExternal}
        onClientCommand={props.onClientCommand}
        onChangeFolder={folder.change}
        onRevealFolder={desktop.reveal}
      />
      {folder.dialog}
    </>
  );
}

type NoChatProps = { readonly found: ReturnType<typeof useDefaultChat>; readonly onNewChat: () => void };

function NoChat({ found, onNewChat }: NoChatProps) {
  const { t } = useText();
  const start = (
    <Button variant="primary" icon={<MessageSquarePlus aria-hidden="true" />} onClick={onNewChat}>
      {t('app.new_chat')}
    </Button>
  );
  return (
    <div className="flex flex-1 flex-col justify-center">
      {found.state === 'looking' && <Busy text={t('app.loading')} layout="page" />}
      {found.state === 'failed' && <ErrorState title={t('app.no_chat_title')} error={found.error} action={start} />}
    </div>
  );
}
