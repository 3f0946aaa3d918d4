// Something long that runs in the core: what it does now, how far it is, and the way to end it.
import { Square } from 'lucide-react';
import { Button, Spinner } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type JobProgressProps = {
  readonly words: string;
  readonly done: number;
  /** 0: not known yet. */
  readonly total: number;
  readonly onStop: () => void;
};

export function JobProgress({ words, done, total, onStop }: JobProgressProps) {
  const { t } = useText();
  const share = total === 0 ? undefined : Math.min(100, Math.round((100 * done) / total));
  return (
    <div className="flex flex-col gap-2 rounded-control border border-edge bg-sunken p-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span role="status" className="flex min-w-0 items-center gap-2">
          <Spinner />
          {words}
        </span>
        <Button size="sm" icon={<Square aria-hidden="true" />} onClick={onStop}>
          {t('backup.stop')}
        </Button>
      </div>
      <div
        role="progressbar"
        aria-label={words}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === undefined ? {} : { 'aria-valuenow': share })}
        className="h-1.5 overflow-hidden rounded-full bg-quiet"
      >
        <div className="h-full bg-tide" style={{ width: `${share ?? 0}%` }} />
      </div>
    </div>
  );
}
