// The quick chat's window: its chat, what the shell brings into it, and the way into the main window.
import { Camera, ClipboardPaste } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Attachment } from '#main/contract/chat.ts';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Api } from '#renderer/api/create-api.ts';
import { type ChatConnection, createChatConnection } from '#renderer/features/chat/chat-connection.ts';
import { messageFieldId } from '#renderer/features/chat/composer/composer.tsx';
import type { Insert } from '#renderer/features/chat/composer/field-effects.ts';
import { QuickChat } from '#renderer/features/chat/quick/quick-chat.tsx';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { type Route, routeHash } from '../route.ts';
import { useDesktop } from '../use-desktop.ts';
import type { WorkbenchProps } from '../workbench.tsx';
import { useDesktopEvents } from './use-desktop-events.ts';
import { useQuickSession } from './use-quick-session.ts';

export function QuickPlace(props: WorkbenchProps) {
  const { t } = useText();
  const openMain = useOpenMain(props.api);
  if (props.settings.onboarded) return <QuickRoom {...props} openMain={openMain} />;
  return (
    <main className="flex items-center justify-between gap-4 p-5">
      <p className="text-pretty">{t('desktop.quick_setup')}</p>
      <Button variant="primary" onClick={() => openMain({})}>
        {t('desktop.tray_show')}
      </Button>
    </main>
  );
}

type MainPlace = { readonly sessionId?: SessionId; readonly section?: string };
type OpenMain = (place: MainPlace) => void;

/** In a browser the page itself becomes the main window. */
function useOpenMain({ host, client }: Api): OpenMain {
  const tell = useTell();
  return (place) => {
    if (host === 'desktop') client.desktop.showMain(place).catch(tell);
    else window.location.hash = routeHash(placeRoute(place));
  };
}

function placeRoute({ sessionId, section }: MainPlace): Route {
  if (section !== undefined) return { screen: 'settings', section };
  return { screen: 'chat', ...(sessionId === undefined ? {} : { sessionId }) };
}

function useTell(): (error: unknown) => void {
  const { t } = useText();
  const showToast = useToast();
  return (error) => {
    if (!isCancelled(error)) showToast({ text: describeError(toErrorData(error), t), tone: 'stop' });
  };
}

function focusField(): void {
  // The field may only now be on its way into the window.
  requestAnimationFrame(() => document.getElementById(messageFieldId)?.focus());
}

/** Room for what went wrong and the button below it. */
const errorHeight = 320;

function QuickRoom({ api, models, system, openMain }: WorkbenchProps & { readonly openMain: OpenMain }) {
  const { client, host } = api;
  const { t } = useText();
  const isShell = host === 'desktop';
  const [isWanted, setIsWanted] = useState(!isShell);
  const [insert, setInsert] = useState<Insert>();
  const session = useQuickSession(client, isWanted);
  const desktop = useDesktop(client);
  const tell = useTell();
  const connection = useMemo(
    () => createChatConnection({ client, putBlob: api.blobs.put, blobUrl: api.blobs.url }),
    [client, api],
  );
  const { sessionId } = session;
  const attach = useAttach(connection, sessionId);
  useQuickEvents({ api, attach, onShown: () => setIsWanted(true) });
  const handOver = () => {
    // The field goes first, so that what is written in it is on its way before the main window asks for it.
    flushSync(() => {
      setIsWanted(false);
      session.handOver();
    });
    openMain(sessionId === undefined ? {} : { sessionId });
  };
  if (sessionId === undefined) {
    if (session.error !== undefined) return <QuickFailed api={api} error={session.error} onAgain={session.again} />;
    return <Busy text={t('app.loading')} layout="page" />;
  }
  return (
    <QuickChat
      key={sessionId}
      connection={connection}
      sessionId={sessionId}
      models={models}
      system={system}
      insert={insert}
      extras={
        isShell && (
          <Extras api={api} onText={(text) => setInsert({ text, after: true })} onAttachment={(one) => attach([one])} />
        )
      }
      onHide={isShell ? () => void client.desktop.hideQuick({}).catch(tell) : undefined}
      onOpenMain={handOver}
      onHeight={(height) => isShell && void client.desktop.sizeQuick({ height }).catch(() => undefined)}
      onOpenSettings={(section) => openMain({ section })}
      onChooseSession={() => (chosen) => openMain({ sessionId: chosen })}
      onOpenExternal={desktop.openExternal}
      onClientCommand={handOver}
    />
  );
}

/** Into the message field of the open chat; what comes before there is one waits for it. */
function useAttach(connection: ChatConnection, sessionId: SessionId | undefined) {
  const tell = useTell();
  const early = useRef<Attachment[]>([]);
  const attach = (attachments: readonly Attachment[]) => {
    if (sessionId === undefined) early.current.push(...attachments);
    else for (const one of attachments) connection.drafts(sessionId).arrive(one).catch(tell);
  };
  const latest = useRef(attach);
  latest.current = attach;
  useEffect(() => {
    // The field of this chat is there by now.
    if (sessionId !== undefined) latest.current(early.current.splice(0));
  }, [sessionId]);
  return attach;
}

type QuickEvents = {
  readonly api: Api;
  readonly attach: (attachments: readonly Attachment[]) => void;
  readonly onShown: () => void;
};

function useQuickEvents({ api, attach, onShown }: QuickEvents): void {
  const { t } = useText();
  const showToast = useToast();
  useDesktopEvents(api, 'quick', (event) => {
    if (event.type === 'shown') {
      onShown();
      focusField();
    } else if (event.type === 'attach') {
      if (event.refused.length > 0)
        showToast({ text: t('desktop.files_refused', { names: event.refused.join(', ') }), tone: 'stop' });
      attach(event.attachments);
    }
  });
}

type QuickFailedProps = { readonly api: Api; readonly error: ErrorData; readonly onAgain: () => void };

function QuickFailed({ api: { host, client }, error, onAgain }: QuickFailedProps) {
  const { t } = useText();
  useEffect(() => {
    // The window is as high as a message field until somebody says otherwise.
    if (host === 'desktop') client.desktop.sizeQuick({ height: errorHeight }).catch(() => undefined);
  }, [host, client]);
  return (
    <ErrorState
      title={t('app.open_failed')}
      error={error}
      action={<Button onClick={onAgain}>{t('app.try_now')}</Button>}
    />
  );
}

type ExtrasProps = {
  readonly api: Api;
  readonly onText: (text: string) => void;
  readonly onAttachment: (attachment: Attachment) => void;
};

/** What the shell can bring along. Each is asked for by a click of its own, and is only put into the field. */
function Extras({ api: { client }, onText, onAttachment }: ExtrasProps) {
  const { t } = useText();
  const showToast = useToast();
  const tell = useTell();
  const paste = async () => {
    const { text } = await client.desktop.readClipboard({});
    if (text.trim() === '') showToast({ text: t('desktop.quick_clipboard_empty') });
    else onText(text);
  };
  const takePicture = async () => onAttachment((await client.desktop.takeScreenshot({})).attachment);
  return (
    <>
      <IconButton
        label={t('desktop.quick_clipboard')}
        icon={<ClipboardPaste aria-hidden="true" />}
        onClick={() => void paste().catch(tell)}
      />
      <IconButton
        label={t('desktop.quick_screenshot')}
        icon={<Camera aria-hidden="true" />}
        onClick={() => void takePicture().catch(tell)}
      />
    </>
  );
}
