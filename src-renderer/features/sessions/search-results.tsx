// What the search found, by chat: excerpts with the words marked; arrow keys walk through them, Enter opens.
import { type KeyboardEvent, useRef } from 'react';
import type { SearchHit } from '#main/contract/sessions.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { ErrorState } from '#renderer/ui/display/error-state.tsx';
import { Highlighted } from '#renderer/ui/display/highlighted.tsx';
import { formatAgo } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { groupHits } from './search-groups.ts';
import type { SearchState } from './use-search.ts';

export type SearchResultsProps = {
  readonly search: SearchState;
  readonly onOpen: (hit: SearchHit) => void;
  /** Up from the first hit: back to the field. */
  readonly onLeave: () => void;
};

export function SearchResults({ search, onOpen, onLeave }: SearchResultsProps) {
  const { t } = useText();
  const { hits, text } = search;
  if (search.error !== undefined) {
    return (
      <ErrorState
        title={t('sessions.search_failed')}
        error={search.error}
        action={<Button onClick={search.again}>{t('sessions.retry')}</Button>}
      />
    );
  }
  if (hits === undefined) {
    return (
      <div className="px-4 py-3">
        <Busy text={t('sessions.search_loading')} />
      </div>
    );
  }
  if (hits.length === 0) {
    return <EmptyState title={t('sessions.search_none_title', { text })} text={t('sessions.search_none_text')} />;
  }
  return (
    <section
      aria-label={t('sessions.search_results')}
      aria-busy={search.isSearching}
      className="min-h-0 flex-1 overflow-y-auto px-2 pb-3"
    >
      <p role="status" className="px-2 pt-1 pb-2 text-xs text-ink-soft">
        {t(search.hasMore ? 'sessions.search_found_more' : 'sessions.search_found', { count: hits.length })}
      </p>
      <HitGroups hits={hits} onOpen={onOpen} onLeave={onLeave} />
      {search.hasMore && (
        <div className="px-2">
          <Button size="sm" busy={search.isSearching} onClick={search.more}>
            {t('sessions.search_more')}
          </Button>
        </div>
      )}
    </section>
  );
}

type HitGroupsProps = Pick<SearchResultsProps, 'onOpen' | 'onLeave'> & { readonly hits: readonly SearchHit[] };

function HitGroups({ hits, onOpen, onLeave }: HitGroupsProps) {
  const { t } = useText();
  const list = useRef<HTMLDivElement>(null);
  const pressKey = (event: KeyboardEvent<HTMLButtonElement>) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(event.currentTarget);
    if (event.key === 'ArrowDown') buttons[at + 1]?.focus();
    else if (event.key === 'ArrowUp' && at > 0) buttons[at - 1]?.focus();
    else if (event.key === 'ArrowUp' || event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={list}>
      {groupHits(hits).map((group) => (
        <div key={group.sessionId} className="pb-3">
          <h3 dir="auto" className="truncate px-2 pb-0.5 text-start font-medium rtl:text-right">
            {group.title === '' ? t('sessions.untitled') : group.title}
          </h3>
          <ul>
            {group.hits.map((hit) => (
              <li key={hit.messageId}>
                <Hit hit={hit} onOpen={onOpen} onKeyDown={pressKey} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

type HitProps = {
  readonly hit: SearchHit;
  readonly onOpen: (hit: SearchHit) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLButtonElement>) => void;
};

function Hit({ hit, onOpen, onKeyDown }: HitProps) {
  const { t, language } = useText();
  const now = useNow(60_000);
  return (
    <button
      type="button"
      data-hit
      onClick={() => onOpen(hit)}
      onKeyDown={onKeyDown}
      className="focus-inside flex w-full flex-col gap-0.5 rounded-control px-2 py-1.5 text-start hover:bg-hover"
    >
      <span dir="auto" className="line-clamp-3 text-sm wrap-anywhere text-ink-soft rtl:text-right">
        <Highlighted pieces={hit.excerpt} />
      </span>
      <span className="text-xs text-ink-faint">
        {t(hit.role === 'user' ? 'sessions.search_you' : 'sessions.search_limpet')}
        {' · '}
        {formatAgo(hit.createdAt, now, language)}
      </span>
    </button>
  );
}
