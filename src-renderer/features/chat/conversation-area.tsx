// The middle of the screen: opening, failed, empty, or the messages.
import { useCallback, useEffect, useRef } from 'react';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { OpenChatProps } from './chat-screen.tsx';
import { EmptyChat } from './empty-chat.tsx';
import { isBusy } from './live/chat-state.ts';
import { useChatState } from './live/use-chat.ts';
import { HighlightProvider } from './markdown/code-view.tsx';
import { LinkGuard } from './markdown/link-guard.tsx';
import { MessageList } from './messages/message-list.tsx';
import { useOffers } from './use-offers.ts';
import { useReveal } from './use-reveal.ts';

export function ConversationArea(props: OpenChatProps) {
  const { store, connection, sessionId, models, commands } = props;
  const { t } = useText();
  const session = useChatState(store, (view) => view.session);
  const isEmpty = useChatState(store, (view) => view.total === 0);
  const error = useChatState(store, (view) => view.error);
  const offers = useOffers({ connection, session, isEmpty, models });
  const reveal = useReveal(connection.client, sessionId, props.revealId);
  if (session === undefined) {
    return (
      <div className="flex min-h-0 flex-1 flex-col justify-center">
        {error === undefined ? (
          <Busy text={t('chat.loading')} layout="page" />
        ) : (
          <ErrorState
            title={t('chat.open_failed')}
            error={error}
            action={<Button onClick={props.reopen}>{t('chat.try_again')}</Button>}
          />
        )}
      </div>
    );
  }
  if (isEmpty) {
    return (
      <EmptyChat
        offers={offers}
        isOffline={(session.model ?? models?.defaultModel)?.startsWith('offline/') === true}
        onChoose={(text) => commands.quiet(commands.send({ text, attachments: [], mode: 'auto' }))}
        onConnect={() => props.onOpenSettings('models')}
      />
    );
  }
  return (
    <HighlightProvider>
      <LinkGuard onOpen={props.onOpenExternal}>
        <Messages {...props} reveal={reveal} />
      </LinkGuard>
    </HighlightProvider>
  );
}

function Messages(props: OpenChatProps & { readonly reveal: { readonly depth: number } | undefined }) {
  const { store, reveal } = props;
  const view = useChatState(store, (all) => all);
  const life = useLife();
  const onShow = useCallback((from: number, to: number) => store.show(from, to, life()), [store, life]);
  return (
    <MessageList
      view={view}
      isBusy={isBusy(view.turn)}
      onShow={onShow}
      onRetry={() => store.retry(life())}
      reveal={reveal}
    />
  );
}

/** A signal that lives as long as the component. */
function useLife(): () => AbortSignal {
  const controller = useRef<AbortController | undefined>(undefined);
  useEffect(
    () => () => {
      controller.current?.abort();
      controller.current = undefined;
    },
    [],
  );
  return useCallback(() => {
    controller.current ??= new AbortController();
    return controller.current.signal;
  }, []);
}
