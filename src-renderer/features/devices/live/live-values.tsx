// The newest values of a device on its card, each with its last minute.

import { visibleLine } from '#main/contract/shown-text.ts';
import { Sparkline } from '#renderer/ui/plot/sparkline.tsx';
import { formatAgo } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { useNow } from '#renderer/ui/text/use-now.ts';
import { numberWords, seriesName } from './series-words.ts';
import { type LiveSeries, recentMs } from './use-live.ts';

/** More stand on the page of plots. */
const shown = 4;

export function LiveValues({ live }: { readonly live: readonly LiveSeries[] }) {
  const { t } = useText();
  const now = useNow(1_000);
  if (live.length === 0) return null;
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(9rem,100%),1fr))] gap-2" aria-label={t('live.values')}>
      {live.slice(0, shown).map((one) => (
        <LiveValue key={one.series.id} live={one} now={now} />
      ))}
      {live.length > shown && (
        <li className="flex items-center px-3 text-sm text-ink-soft">
          {t('live.more', { count: live.length - shown })}
        </li>
      )}
    </ul>
  );
}

function LiveValue({ live: { series, newest, recent }, now }: { live: LiveSeries; now: number }) {
  const { t, language } = useText();
  const value = newest?.value;
  const isOld = newest !== undefined && now - newest.at > recentMs;
  return (
    <li className="flex min-w-0 flex-col rounded-control border border-edge px-3 py-2">
      <span className="text-sm wrap-anywhere text-ink-soft">{seriesName(series, t)}</span>
      <span className="flex flex-wrap items-baseline gap-x-1">
        <span className="text-xl font-semibold tabular-nums">
          {value === undefined ? '–' : numberWords(value, language)}
        </span>
        {value !== undefined && series.unit !== '' && <span className="text-ink-soft">{visibleLine(series.unit)}</span>}
      </span>
      {newest !== undefined && newest.quality !== 'good' && (
        <span className="text-sm text-ask-ink">{t(`live.quality_${newest.quality}`)}</span>
      )}
      {isOld ? (
        <span className="text-xs text-ink-soft">{formatAgo(newest.at, now, language)}</span>
      ) : (
        recent.length > 1 && <Sparkline points={recent} from={now - recentMs} to={now} />
      )}
    </li>
  );
}
