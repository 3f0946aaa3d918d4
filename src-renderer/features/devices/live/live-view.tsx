// The plots of a device: over which span, live or standing still, and as a file.
import { Download, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { saveBlob } from '#renderer/api/save-file.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { SeriesPlot } from './series-plot.tsx';
import type { LiveSeries } from './use-live.ts';
import { WatchList } from './watch-list.tsx';

export type LiveViewProps = {
  readonly client: Pick<LimpetClient, 'readings'>;
  readonly deviceKey: string;
  readonly live: readonly LiveSeries[];
};

const minute = 60_000;
const spans = { minute, ten: 10 * minute, hour: 60 * minute, day: 1_440 * minute, week: 10_080 * minute } as const;
type Span = keyof typeof spans;
const spanNames = ['minute', 'ten', 'hour', 'day', 'week'] as const;
/** So many are drawn at once; each asks for its history. */
const atOnce = 6;

export function LiveView({ client, deviceKey, live }: LiveViewProps) {
  const { t } = useText();
  const [span, setSpan] = useState<Span>('minute');
  const [pausedAt, setPausedAt] = useState<number>();
  const [count, setCount] = useState(atOnce);
  const spanMs = spans[span];
  const save = useAct(async () => {
    const to = pausedAt ?? Date.now();
    const seriesIds = live.slice(0, count).map(({ series }) => series.id);
    saveBlob(await client.readings.exportCsv({ seriesIds, from: to - spanMs, to }));
  });
  const watches = <WatchList client={client} deviceKey={deviceKey} />;
  if (live.length === 0)
    return (
      <div className="flex flex-col gap-4">
        <p className="text-pretty text-ink-soft">{t('live.none')}</p>
        {watches}
      </div>
    );
  const isPaused = pausedAt !== undefined;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end gap-2">
        <Select
          label={t('live.span')}
          value={span}
          options={spanNames.map((value) => ({ value, label: t(`live.span_${value}`) }))}
          onChange={(value) => setSpan(spanNames.find((one) => one === value) ?? 'minute')}
        />
        <Button
          icon={isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
          onClick={() => setPausedAt(isPaused ? undefined : Date.now())}
        >
          {t(isPaused ? 'live.resume' : 'live.pause')}
        </Button>
        <Button icon={<Download aria-hidden="true" />} busy={save.isRunning} onClick={() => void save.run(undefined)}>
          {t('live.save')}
        </Button>
      </div>
      {save.error !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(save.error, t)}
        </p>
      )}
      {live.slice(0, count).map((one) => (
        <SeriesPlot key={one.series.id} live={one} {...{ client, spanMs, pausedAt }} />
      ))}
      {live.length > count && (
        <div>
          <Button onClick={() => setCount(count + atOnce)}>
            {t('live.show_more', { count: live.length - count })}
          </Button>
        </div>
      )}
      {watches}
    </div>
  );
}
