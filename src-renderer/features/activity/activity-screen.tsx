// What Limpet did, by its own account: newest first, day by day, searched, checked, each answer with its trace.
import { Activity as ActivityIcon } from 'lucide-react';
import { Fragment, useState } from 'react';
import type { ActivityEntry } from '#main/contract/activity.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { SessionId, TurnId } from '#main/contract/ids.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { EmptyState } from '#renderer/ui/display/empty-state.tsx';
import { Page } from '#renderer/ui/layout/page.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ChainCheck } from './chain-check.tsx';
import { EntryRow } from './entry-row.tsx';
import { withoutTwins } from './entry-words.ts';
import { TraceDialog } from './trace-dialog.tsx';
import { type EntryFilter, useEntries } from './use-entries.ts';

export type ActivityScreenProps = {
  readonly client: LimpetClient;
  readonly isOffline: boolean;
  readonly chatHref: (sessionId: SessionId) => string;
  readonly onOpenChat: (sessionId: SessionId) => void;
};

const kinds = ['all', 'calls', 'changes', 'network'] as const;

export function ActivityScreen(props: ActivityScreenProps) {
  const { client, isOffline } = props;
  const { t } = useText();
  const [filter, setFilter] = useState<EntryFilter>({ text: '', kind: 'all' });
  const [traced, setTraced] = useState<TurnId>();
  const isFiltered = filter.text !== '' || filter.kind !== 'all';
  const { entries, titles, more, error, showMore } = useEntries(client, filter);
  return (
    <Page title={t('activity.title')}>
      <p className="text-pretty text-ink-soft">{t('activity.text')}</p>
      <div className="grid items-end gap-3 bar:grid-cols-[1fr_auto_auto]">
        <TextField
          label={t('activity.search')}
          type="search"
          autoComplete="off"
          maxLength={200}
          value={filter.text}
          onChange={(text) => setFilter({ ...filter, text })}
        />
        <Select
          label={t('activity.show')}
          value={filter.kind}
          options={kinds.map((kind) => ({ value: kind, label: t(`activity.kind_${kind}`) }))}
          onChange={(kind) => setFilter({ ...filter, kind: kinds.find((one) => one === kind) ?? 'all' })}
        />
      </div>
      <ChainCheck client={client} isOffline={isOffline} />
      {error !== undefined && <p role="alert">{describeError(error, t)}</p>}
      {entries === undefined && error === undefined && <Busy text={t('activity.loading')} />}
      {entries?.length === 0 && (
        <EmptyState
          icon={<ActivityIcon aria-hidden="true" />}
          title={t(isFiltered ? 'activity.none_fits' : 'activity.none')}
          text={isFiltered ? undefined : t('activity.none_text')}
        />
      )}
      {entries !== undefined && entries.length > 0 && (
        <Days {...props} entries={withoutTwins(entries)} titles={titles} onTrace={setTraced} />
      )}
      {more && (
        <Button className="self-center" onClick={() => void showMore()}>
          {t('activity.more')}
        </Button>
      )}
      <TraceDialog client={client} turnId={traced} onClose={() => setTraced(undefined)} />
    </Page>
  );
}

type DaysProps = Pick<ActivityScreenProps, 'chatHref' | 'onOpenChat'> & {
  readonly entries: readonly ActivityEntry[];
  readonly titles: Readonly<Record<string, string>>;
  readonly onTrace: (turnId: TurnId) => void;
};

function Days({ entries, titles, chatHref, onOpenChat, onTrace }: DaysProps) {
  const { language } = useText();
  const dayOf = (at: number) => new Intl.DateTimeFormat(language, { dateStyle: 'full' }).format(at);
  const days = new Map<string, ActivityEntry[]>();
  for (const entry of entries) {
    const date = new Date(entry.at).toDateString(); // of no language, so that an open entry stays open in another
    days.set(date, [...(days.get(date) ?? []), entry]);
  }
  const chatOf = ({ sessionId }: ActivityEntry) => {
    const title = sessionId === undefined ? undefined : titles[sessionId];
    if (sessionId === undefined || title === undefined) return undefined;
    return { title, href: chatHref(sessionId), onOpen: () => onOpenChat(sessionId) };
  };
  return (
    <>
      {[...days].map(([date, ofDay]) => (
        <Fragment key={date}>
          <h2 className="-mb-2 text-sm font-medium text-ink-soft">{dayOf(ofDay[0]?.at ?? 0)}</h2>
          <ol className="divide-y divide-edge rounded-card border border-edge bg-raised p-1">
            {ofDay.map((entry) => (
              <EntryRow key={entry.n} entry={entry} chat={chatOf(entry)} onTrace={onTrace} />
            ))}
          </ol>
        </Fragment>
      ))}
    </>
  );
}
