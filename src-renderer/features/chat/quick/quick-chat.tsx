// The quick chat: the message field first, the last exchanges below it, as high as they need. Esc puts it away.
import { ExternalLink, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { modifierKey } from '#renderer/ui/display/kbd.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { ChatScreenProps } from '../chat-screen.tsx';
import { ComposerArea } from '../composer-area.tsx';
import { modelName } from '../header/model-words.ts';
import { isBusy } from '../live/chat-state.ts';
import type { ChatStore } from '../live/chat-store.ts';
import { useChatState, useOpenChat } from '../live/use-chat.ts';
import { HighlightProvider } from '../markdown/code-view.tsx';
import { LinkGuard } from '../markdown/link-guard.tsx';
import { type MessageActions, MessageActionsProvider } from '../messages/message-actions.ts';
import { MessageRow } from '../messages/message-row.tsx';
import { useChatCommands } from '../use-chat-commands.ts';
import { lastExchanges } from './last-exchanges.ts';

export type QuickChatProps = Omit<ChatScreenProps, 'revealId' | 'leading' | 'onChangeFolder' | 'onRevealFolder'> & {
  /** Buttons of the shell: clipboard, picture of the screen. */
  readonly extras: ReactNode;
  /** Undefined where there is nothing to put it away into. */
  readonly onHide: (() => void) | undefined;
  readonly onOpenMain: () => void;
  /** The height that everything shown needs. */
  readonly onHeight: (height: number) => void;
};

export function QuickChat(props: QuickChatProps) {
  const { connection, sessionId, models, onOpenSettings, onHide, onOpenMain } = props;
  const { t } = useText();
  const { store, reopen } = useOpenChat(connection.client, sessionId);
  const commands = useChatCommands(connection.client, sessionId);
  const frame = useHeight(props.onHeight);
  const modelLabel = useCallback((ref: string) => modelName(ref, models, t), [models, t]);
  const actions = useMemo<MessageActions>(
    () => ({
      ...commands,
      // An earlier message is written anew where all of them are.
      edit: onOpenMain,
      openSettings: onOpenSettings,
      blobUrl: connection.blobUrl,
      modelLabel,
    }),
    [commands, onOpenMain, onOpenSettings, connection, modelLabel],
  );
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    onOpenMain();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onHide?.();
  };
  const bar = (
    <>
      {props.extras}
      <IconButton
        label={t('desktop.quick_open_main')}
        shortcut={`${modifierKey()} Enter`}
        icon={<ExternalLink aria-hidden="true" />}
        onClick={onOpenMain}
      />
      {onHide !== undefined && (
        <IconButton label={t('desktop.quick_hide')} shortcut="Esc" icon={<X aria-hidden="true" />} onClick={onHide} />
      )}
    </>
  );
  return (
    <main
      aria-label={t('desktop.quick')}
      className="flex max-h-dvh flex-col bg-page"
      onKeyDownCapture={onKeyDownCapture}
      onKeyDown={onKeyDown}
    >
      <h1 className="sr-only">{t('desktop.quick')}</h1>
      <MessageActionsProvider value={actions}>
        <div ref={frame.head} className="shrink-0">
          <ComposerArea
            {...props}
            {...{ revealId: undefined, onChangeFolder: nothing, onRevealFolder: undefined }}
            {...{ store, reopen, commands, editing: undefined, onEdit: onOpenMain }}
            quick={bar}
          />
        </div>
        <Exchanges store={store} onOpenExternal={props.onOpenExternal} content={frame.content} />
      </MessageActionsProvider>
    </main>
  );
}

const nothing = () => undefined;

type ExchangesProps = {
  readonly store: ChatStore;
  readonly onOpenExternal: (url: string) => void;
  readonly content: (element: HTMLElement | null) => void;
};

function Exchanges({ store, onOpenExternal, content }: ExchangesProps) {
  const { t } = useText();
  const view = useChatState(store, (all) => all);
  const { messages, earlier } = useMemo(() => lastExchanges(view), [view]);
  const region = useFollowEnd(view);
  const busy = isBusy(view.turn);
  if (messages.length === 0) return null;
  return (
    <section
      ref={region}
      aria-label={t('desktop.quick_messages')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
      tabIndex={0}
      className="focus-inside min-h-0 overflow-y-auto border-t border-edge"
    >
      <div ref={content} className="pb-3">
        {earlier > 0 && (
          <p className="px-4 pt-3 text-sm text-ink-soft">{t('desktop.quick_earlier', { count: earlier })}</p>
        )}
        <HighlightProvider>
          <LinkGuard onOpen={onOpenExternal}>
            {messages.map((message) => (
              <MessageRow
                key={message.id}
                depth={message.depth}
                total={view.total}
                message={message}
                isBusy={busy}
                isMarked={false}
                onRetry={undefined}
                compaction={undefined}
                liveOutput={message.status === 'streaming' ? view.liveOutput : undefined}
              />
            ))}
          </LinkGuard>
        </HighlightProvider>
      </div>
    </section>
  );
}

/** The end stays in sight while it grows, unless the person has scrolled away from it. */
function useFollowEnd(view: unknown) {
  const region = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    const onScroll = () => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 24;
    };
    element.addEventListener('scroll', onScroll);
    return () => element.removeEventListener('scroll', onScroll);
  });
  useEffect(() => {
    void view;
    if (isAtEnd.current) region.current?.scrollTo({ top: region.current.scrollHeight });
  }, [view]);
  return region;
}

/** Watches the parts that have a height of their own; the region between them only has what the window leaves. */
function useHeight(onHeight: (height: number) => void) {
  const latest = useRef(onHeight);
  latest.current = onHeight;
  const parts = useRef(new Map<string, HTMLElement>());
  const observer = useMemo(() => {
    let last = 0;
    const measure = () => {
      const heights = [...parts.current.values()].map((part) => part.getBoundingClientRect().height);
      const height = Math.ceil(heights.reduce((sum, one) => sum + one, 0)) + 1;
      if (height === last) return;
      last = height;
      latest.current(height);
    };
    return new ResizeObserver(measure);
  }, []);
  useEffect(() => () => observer.disconnect(), [observer]);
  return useMemo(() => {
    const watch = (name: string) => (element: HTMLElement | null) => {
      const before = parts.current.get(name);
      if (before !== undefined) observer.unobserve(before);
      if (element === null) parts.current.delete(name);
      else {
        parts.current.set(name, element);
        observer.observe(element);
      }
    };
    return { head: watch('head'), content: watch('content') };
  }, [observer]);
}
