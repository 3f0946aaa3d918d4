// One entry: what in words, when, in which chat; opens to its effects and its place in the chain.
import { Bot, CircleCheck, FilePen, FileText, Globe, MessageSquare, Settings, Terminal, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ActivityEntry } from '#main/contract/activity.ts';
import type { TurnId } from '#main/contract/ids.ts';
import type { Effect } from '#main/contract/messages.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Badge } from '#renderer/ui/display/badge.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { entryFacts, entryTitle, hostFacts, hostName, stateTone } from './entry-words.ts';

export type EntryRowProps = {
  readonly entry: ActivityEntry;
  readonly chat: { readonly title: string; readonly href: string; readonly onOpen: () => void } | undefined;
  readonly onTrace: (turnId: TurnId) => void;
};

function iconOf(effects: readonly Effect[]): ReactNode {
  const types = new Set(effects.map(({ type }) => type));
  if (types.has('execute')) return <Terminal aria-hidden="true" />;
  if (types.has('write')) return <FilePen aria-hidden="true" />;
  if (types.has('network')) return <Globe aria-hidden="true" />;
  return types.has('read') ? <FileText aria-hidden="true" /> : <Wrench aria-hidden="true" />;
}

function EntryIcon({ entry: { fact } }: Pick<EntryRowProps, 'entry'>) {
  switch (fact.type) {
    case 'turn_begun':
      return <MessageSquare aria-hidden="true" />;
    case 'model_called':
      return <Bot aria-hidden="true" />;
    case 'call_begun':
    case 'call_ended':
      return iconOf(fact.effects);
    case 'turn_ended':
      return <CircleCheck aria-hidden="true" />;
    case 'traffic':
      return <Globe aria-hidden="true" />;
    case 'noted':
      return <Settings aria-hidden="true" />;
  }
}

export function EntryRow({ entry, chat, onTrace }: EntryRowProps) {
  const text = useText();
  const { t, language } = text;
  const { at, fact, turnId } = entry;
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(at);
  const state = fact.type === 'call_ended' ? fact.state : fact.type === 'call_begun' ? 'running' : undefined;
  return (
    <li>
      <details className="group/entry">
        <summary className="focus-inside flex min-h-9 list-none items-center gap-2.5 rounded-control px-2 py-1 select-none hover:bg-hover [&::-webkit-details-marker]:hidden">
          <span className="flex shrink-0 text-ink-soft">
            <EntryIcon entry={entry} />
          </span>
          <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
            <span className="min-w-0 wrap-anywhere">{entryTitle(entry, text)}</span>
            <span className="text-sm text-ink-soft">{entryFacts(entry, text).join(' · ')}</span>
          </span>
          {wasRefused(fact) && <Badge tone="stop">{t('activity.refused_mark')}</Badge>}
          {state !== undefined && state !== 'done' && <Badge tone={stateTone[state]}>{t(`chat.call_${state}`)}</Badge>}
          <time dateTime={new Date(at).toISOString()} className="shrink-0 text-xs text-ink-soft tabular-nums">
            {time}
          </time>
        </summary>
        <div className="flex flex-col gap-2 ps-9 pe-2 pt-1 pb-3 text-sm">
          <EntryDetails entry={entry} />
          <div className="flex flex-wrap items-center gap-2">
            {chat !== undefined && (
              <a
                href={chat.href}
                className="text-tide-ink underline-offset-2 hover:underline"
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  chat.onOpen();
                }}
              >
                {t('activity.open_chat', { title: chat.title })}
              </a>
            )}
            {turnId !== undefined && (
              <Button size="sm" onClick={() => onTrace(turnId)}>
                {t('activity.trace')}
              </Button>
            )}
          </div>
        </div>
      </details>
    </li>
  );
}

const wasRefused = (fact: ActivityEntry['fact']) =>
  fact.type === 'traffic' && fact.hosts.some(({ refused }) => refused > 0);

function EntryDetails({ entry }: Pick<EntryRowProps, 'entry'>) {
  const text = useText();
  const { t } = text;
  const { fact } = entry;
  const effects = fact.type === 'call_begun' || fact.type === 'call_ended' ? fact.effects : [];
  return (
    <dl className="grid grid-cols-[minmax(0,auto)_1fr] gap-x-4 gap-y-1">
      {effects.map((effect) => (
        <Detail key={`${effect.type} ${effect.target}`} name={t(`activity.effect_${effect.type}`)}>
          <span className="font-mono text-xs wrap-anywhere">{visibleLine(effect.target)}</span>
        </Detail>
      ))}
      {fact.type === 'traffic' &&
        fact.hosts.map((host) => (
          <Detail key={hostName(host)} name={<span className="font-mono text-xs wrap-anywhere">{hostName(host)}</span>}>
            {hostFacts(host, text).join(' · ')}
          </Detail>
        ))}
      {fact.type === 'traffic' && fact.more !== undefined && (
        <Detail name={t('activity.hosts_more', { count: fact.more.hosts })}>
          {t('activity.requests', { count: fact.more.requests })}
        </Detail>
      )}
      {'code' in fact && fact.code !== undefined && <Detail name={t('activity.error')}>{fact.code}</Detail>}
      <Detail name={t('activity.number')}>
        <span className="tabular-nums">{entry.n}</span>
      </Detail>
      <Detail name={t('activity.hash')}>
        <span className="font-mono text-xs wrap-anywhere">{entry.hash}</span>
      </Detail>
    </dl>
  );
}

function Detail({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }) {
  return (
    <>
      <dt className="min-w-0 text-ink-soft">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
