// What one output does: its pin, what hangs on it, and how much of the time it is on.
import { classes } from '#renderer/ui/classes.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type OutputTileProps = {
  readonly pin: string;
  readonly part?: string | undefined;
  /** The share of time that it is on, 0 to 1. */
  readonly share: number;
};

export function OutputTile({ pin, part, share }: OutputTileProps) {
  const { t, language } = useText();
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
  const words = share === 0 ? t('live.off') : share === 1 ? t('live.on') : percent;
  return (
    <li
      className={classes(
        'flex min-w-0 flex-col gap-1.5 rounded-control border px-3 py-2',
        share > 0 ? 'border-live-edge bg-live-surface' : 'border-edge bg-raised',
      )}
    >
      <div className="flex items-baseline justify-between gap-2">
        <span className="font-mono text-sm">{t('live.pin', { pin })}</span>
        <span className={classes('text-sm font-medium tabular-nums', share > 0 ? 'text-live-ink' : 'text-ink-soft')}>
          {words}
        </span>
      </div>
      <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-pressed">
        <div className="h-full rounded-full bg-live-ink" style={{ width: `${share * 100}%` }} />
      </div>
      {part !== undefined && <span className="text-xs text-ink-soft">{part}</span>}
    </li>
  );
}
