// The side bar: search, the list of chats or what was found, the archive, and the button for a new chat.
import { type ReactNode, type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Session } from '#main/contract/messages.ts';
import type { SearchHit } from '#main/contract/sessions.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { ListHead } from './list-head.tsx';
import { SearchField } from './search-field.tsx';
import { SearchResults } from './search-results.tsx';
import type { SessionActions } from './session-actions.ts';
import { SessionItems } from './session-items.tsx';
import { sessionRows } from './session-rows.ts';
import { useSearch } from './use-search.ts';
import { useSessionActions } from './use-session-actions.ts';
import { type ListView, type SessionBookState, useSessionBook } from './use-session-book.ts';

export type SessionListProps = {
  readonly client: LimpetClient;
  readonly isOffline: boolean;
  /** The session that the conversation shows. */
  readonly openId: SessionId | undefined;
  /** Its address in the app, so that rows are real links. */
  readonly hrefFor: (sessionId: SessionId) => string;
  readonly onOpenSession: (session: Session) => void;
  /** A search hit was chosen: its session already shows the branch that holds it. */
  readonly onOpenHit: (hit: SearchHit) => void;
  readonly onNewChat: () => void;
  /** The session was deleted or archived: show another one if it was open. */
  readonly onSessionGone: (session: Session) => void;
  /** The app focuses the search field through this (`/search`). */
  readonly searchRef?: RefObject<HTMLInputElement | null>;
};

export function SessionList(props: SessionListProps) {
  const { client, isOffline, onOpenHit, onNewChat } = props;
  const { t } = useText();
  const showToast = useToast();
  const [view, setView] = useState<ListView>('chats');
  const [typed, setTyped] = useState('');
  const book = useSessionBook(client, view);
  const search = useSearch(client, typed);
  const frame = useRef<HTMLDivElement>(null);
  const actions = useSessionActions({ client, onOpen: props.onOpenSession, onGone: props.onSessionGone });

  const openHit = async (hit: SearchHit) => {
    try {
      await client.sessions.reveal({ sessionId: hit.sessionId, messageId: hit.messageId });
      onOpenHit(hit);
    } catch {
      // Gone since the search, or no connection: the next step is the same.
      showToast({ text: t('sessions.search_reveal_failed'), tone: 'stop' });
    }
  };
  const focusFirst = () => frame.current?.querySelector<HTMLElement>('[data-hit], nav a[tabindex="0"]')?.focus();
  return (
    <div ref={frame} className="flex min-h-0 flex-1 flex-col bg-sunken">
      <ListHead view={view} onView={setView} onNewChat={onNewChat} />
      <SearchField
        typed={typed}
        onTyped={setTyped}
        onDown={focusFirst}
        {...(props.searchRef === undefined ? {} : { fieldRef: props.searchRef })}
      />
      {isOffline && <p className="px-4 pb-2 text-sm text-pretty text-ask-ink">{t('sessions.offline')}</p>}
      {search === undefined ? (
        <Sessions {...props} view={view} book={book} actions={actions} />
      ) : (
        <SearchResults
          search={search}
          onOpen={(hit) => void openHit(hit)}
          onLeave={() => frame.current?.querySelector('input')?.focus()}
        />
      )}
    </div>
  );
}

type SessionsProps = SessionListProps & {
  readonly view: ListView;
  readonly book: SessionBookState;
  readonly actions: SessionActions;
};

function Sessions({ view, book, actions, openId, hrefFor }: SessionsProps) {
  const { t } = useText();
  const now = useNow(60_000);
  const rows = useMemo(() => sessionRows(book.sessions, now), [book.sessions, now]);
  const href = useCallback((session: Session) => hrefFor(session.id), [hrefFor]);
  const error = book.error ?? (book.isReady ? undefined : book.moreError);
  if (error !== undefined) {
    const again = book.error === undefined ? book.retryMore : book.again;
    return (
      <ErrorState
        title={t('sessions.list_failed')}
        error={error}
        action={<Button onClick={again}>{t('sessions.retry')}</Button>}
      />
    );
  }
  if (!book.isReady) return <Busy layout="page" text={t('sessions.loading')} />;
  if (rows.length === 0) {
    const key = view === 'archived' ? 'archived_empty' : 'empty';
    return <EmptyState title={t(`sessions.${key}_title`)} text={t(`sessions.${key}_text`)} />;
  }
  return (
    <SessionItems
      key={view}
      rows={rows}
      label={t(view === 'archived' ? 'sessions.archived_label' : 'sessions.list_label')}
      actions={actions}
      hrefFor={href}
      openId={openId}
      onNearEnd={book.loadMore}
      footer={<Older book={book} />}
    />
  );
}

function Older({ book }: { readonly book: SessionBookState }): ReactNode {
  const { t } = useText();
  if (book.isLoadingMore) {
    return (
      <div className="p-2">
        <Busy text={t('sessions.loading_more')} />
      </div>
    );
  }
  if (book.moreError === undefined) return null;
  return (
    <div className="flex flex-col items-start gap-2 p-2">
      <p className="text-sm text-stop-ink">{t('sessions.more_failed')}</p>
      <Button size="sm" onClick={book.retryMore}>
        {t('sessions.retry')}
      </Button>
    </div>
  );
}
