// The standing measurements of a device: what is measured how often, how it goes, and the way to end each.
import { useCallback, useId, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Watch } from '#main/contract/readings.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { useFollow } from '#renderer/api/use-follow.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { formatDateTime, formatDuration } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type WatchListProps = { readonly client: Pick<LimpetClient, 'readings'>; readonly deviceKey: string };

export function WatchList({ client, deviceKey }: WatchListProps) {
  const { t } = useText();
  const titleId = useId();
  const [all, setAll] = useState<readonly Watch[]>([]);
  useFollow({
    open: useCallback((signal: AbortSignal) => client.readings.watches({}, { signal }), [client]),
    onItem: ({ watches }) => setAll(watches),
  });
  const end = useAct((id: string) => client.readings.endWatch({ id }));
  const mine = all.filter((watch) => watch.deviceKey === deviceKey);
  if (mine.length === 0) return null;
  return (
    <section className="flex flex-col gap-2" aria-labelledby={titleId}>
      <h4 id={titleId} className="font-medium">
        {t('live.watches')}
      </h4>
      <p className="text-sm text-pretty text-ink-soft">{t('live.watches_text')}</p>
      <ul className="flex flex-col">
        {mine.map((watch) => (
          <WatchRow key={watch.id} watch={watch} isEnding={end.isRunning} onEnd={() => void end.run(watch.id)} />
        ))}
      </ul>
      {end.error !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(end.error, t)}
        </p>
      )}
    </section>
  );
}

function WatchRow({ watch, isEnding, onEnd }: { watch: Watch; isEnding: boolean; onEnd: () => void }) {
  const { t, language } = useText();
  const { part, state, everySeconds, until, error } = watch;
  const name =
    part.type === 'analog'
      ? t('live.watch_input', { channel: visibleLine(part.channel) })
      : visibleLine(part.sensor).toUpperCase();
  const facts = [
    t('live.watch_every', { seconds: formatDuration(everySeconds * 1_000, language) }),
    ...(until === undefined ? [] : [t('live.watch_until', { time: formatDateTime(until, language) })]),
    t(`live.watch_${state}`),
  ];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-edge py-2 first:border-t-0">
      <div className="flex min-w-0 flex-col">
        <span className="wrap-anywhere">{name}</span>
        <span className="text-sm text-ink-soft tabular-nums">{facts.join(' · ')}</span>
        {error !== undefined && <span className="text-sm text-ask-ink">{describeError(error, t)}</span>}
      </div>
      <Button size="sm" disabled={isEnding} aria-label={t('live.watch_end_of', { part: name })} onClick={onEnd}>
        {t('live.watch_end')}
      </Button>
    </li>
  );
}
