// The log: its last lines, narrowed by level, module and words; followed, copied, without anybody's words in it.
import { Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { logLineText } from '#main/contract/log-line.ts';
import { type LogEntry, LogLevel } from '#main/contract/system.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { type Tone, toneInk } from '#renderer/ui/display/tone.ts';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';
import { SettingField } from '../fields/setting-field.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { type LogFilter, maxLines, useLog } from './use-log.ts';

export type LogCardProps = { readonly client: LimpetClient; readonly writer: SettingsWriter };

const everything: LogFilter = { level: 'debug', module: '', text: '' };

export function LogCard({ client, writer }: LogCardProps) {
  const { t } = useText();
  const [filter, setFilter] = useState(everything);
  const [isFollowing, setIsFollowing] = useState(true);
  const log = useLog(client, filter, isFollowing);
  const isFiltered = filter !== everything;
  return (
    <Card title={t('settings.log_title')} detail={t('settings.log_text')}>
      <LogFilters filter={filter} modules={log.modules} onChange={setFilter} />
      <Failure error={log.error} />
      <LogLines
        entries={log.entries}
        empty={log.isLoading ? undefined : t(isFiltered ? 'settings.log_none_fits' : 'settings.log_empty')}
        isFollowing={isFollowing}
        onOlder={log.loadOlder}
      />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <Switch label={t('settings.log_follow')} checked={isFollowing} onChange={setIsFollowing} />
        <CopyLines entries={log.entries} />
      </div>
      <div className="border-t border-edge pt-3">
        <div className="max-w-80">
          <SettingField path="logLevel" writer={writer} />
        </div>
      </div>
    </Card>
  );
}

type LogFiltersProps = {
  readonly filter: LogFilter;
  readonly modules: readonly string[];
  readonly onChange: (filter: LogFilter) => void;
};

function LogFilters({ filter, modules, onChange }: LogFiltersProps) {
  const { t } = useText();
  const named = [...new Set([...modules, filter.module])].filter((one) => one !== '').sort();
  return (
    <div className="grid gap-3 bar:grid-cols-3">
      <TextField
        label={t('settings.log_search')}
        type="search"
        autoComplete="off"
        maxLength={200}
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
      />
      <Select
        label={t('settings.log_level')}
        value={filter.level}
        options={LogLevel.options.map((level) => ({ value: level, label: t(`settings.log_from_${level}`) }))}
        onChange={(level) => onChange({ ...filter, level: LogLevel.parse(level) })}
      />
      <Select
        label={t('settings.log_module')}
        value={filter.module}
        options={[
          { value: '', label: t('settings.log_all_modules') },
          ...named.map((one) => ({ value: one, label: one })),
        ]}
        onChange={(module) => onChange({ ...filter, module })}
      />
    </div>
  );
}

type LogLinesProps = {
  readonly entries: readonly LogEntry[];
  /** Said where there is none; undefined while it is still looked for. */
  readonly empty: string | undefined;
  readonly isFollowing: boolean;
  readonly onOlder: (() => void) | undefined;
};

function LogLines({ entries, empty, isFollowing, onOlder }: LogLinesProps) {
  const { t } = useText();
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const last = entries.at(-1)?.cursor;
  useEffect(() => {
    const element = box.current;
    if (element !== null && last !== undefined && isFollowing && isAtEnd.current)
      element.scrollTop = element.scrollHeight;
  }, [last, isFollowing]);
  return (
    // New lines are for the eye; read aloud, each of them would be a chatter that nobody asked for.
    <div
      ref={box}
      role="log"
      aria-live="off"
      aria-label={t('settings.log_lines')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to get there
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 40;
      }}
      className="focus-inside h-80 overflow-auto rounded-control border border-edge bg-sunken"
    >
      {onOlder !== undefined && (
        <div className="flex justify-center border-b border-edge p-1.5">
          <Button size="sm" variant="plain" onClick={onOlder}>
            {t('settings.log_older')}
          </Button>
        </div>
      )}
      {entries.length >= maxLines && (
        <p className="border-b border-edge px-3 py-1.5 text-sm text-ink-soft">
          {t('settings.log_full', { count: maxLines })}
        </p>
      )}
      {entries.length === 0 &&
        (empty === undefined ? (
          <div className="p-3">
            <Busy text={t('settings.log_loading')} />
          </div>
        ) : (
          <p className="p-3 text-ink-soft">{empty}</p>
        ))}
      <ul className="divide-y divide-edge" dir="ltr">
        {entries.map((entry) => (
          <LogLine key={entry.cursor} entry={entry} />
        ))}
      </ul>
    </div>
  );
}

const tones: Readonly<Record<LogEntry['level'], Tone>> = {
  debug: 'plain',
  info: 'live',
  warn: 'ask',
  error: 'stop',
};

function LogLine({ entry }: { readonly entry: LogEntry }) {
  const { t, language } = useText();
  const { at, level, module, message, fields } = entry;
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' }).format(at);
  const facts = Object.entries(fields);
  return (
    <li className="px-3 py-1 font-mono text-xs">
      <div className="flex flex-wrap gap-x-3">
        <time dateTime={new Date(at).toISOString()} className="text-ink-soft tabular-nums">
          {time}
        </time>
        <span className={classes('font-medium', toneInk[tones[level]])}>{t(`settings.log_is_${level}`)}</span>
        <span className="text-ink-soft">{module}</span>
        <span className="min-w-0 wrap-anywhere">{message}</span>
      </div>
      {facts.length > 0 && (
        <div className="text-ink-soft wrap-anywhere whitespace-pre-wrap">
          {facts.map(([name, value]) => `${name}=${value}`).join('  ')}
        </div>
      )}
    </li>
  );
}

function CopyLines({ entries }: { readonly entries: readonly LogEntry[] }) {
  const { t } = useText();
  const showToast = useToast();
  const copy = () => {
    navigator.clipboard.writeText(entries.map(logLineText).join('\n')).then(
      () => showToast({ text: t('settings.log_copied', { count: entries.length }) }),
      () => showToast({ text: t('app.copy_failed'), tone: 'stop' }),
    );
  };
  return (
    <Button icon={<Copy aria-hidden="true" />} disabled={entries.length === 0} onClick={copy}>
      {t('settings.log_copy')}
    </Button>
  );
}
