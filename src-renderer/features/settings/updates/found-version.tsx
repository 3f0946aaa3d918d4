// A version that was found: its date, size and notes; and how far its download is.
import { lazy, type ReactNode, Suspense } from 'react';
import type { FoundUpdate } from '#main/contract/updates.ts';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { ScrollRegion } from '#renderer/ui/layout/scroll-region.tsx';
import { formatBytes, formatDateTime } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

// Its parser is large, and most of the time there is no update.
const ReleaseNotes = lazy(() => import('./release-notes.tsx').then((module) => ({ default: module.ReleaseNotes })));

export type FoundVersionProps = {
  readonly title: string;
  readonly update: FoundUpdate;
  readonly children: ReactNode;
};

export function FoundVersion({ title, update, children }: FoundVersionProps) {
  const { t, language } = useText();
  const date = formatDateTime(update.releasedAt, language);
  return (
    <>
      <div role="status" className="flex flex-col gap-0.5">
        <h4 className="font-semibold">{title}</h4>
        <p className="text-sm text-ink-soft">
          {t('updates.facts', { date, size: formatBytes(update.sizeBytes, language) })}
        </p>
      </div>
      {update.notes.trim() !== '' && (
        <ScrollRegion
          label={t('updates.notes')}
          className="max-h-72 overflow-y-auto rounded-control border border-edge bg-sunken px-3 py-2"
        >
          <Suspense fallback={<Busy text={t('updates.notes')} />}>
            <ReleaseNotes text={update.notes} />
          </Suspense>
        </ScrollRegion>
      )}
      {children}
    </>
  );
}

export function DownloadProgress({ update, bytes }: { readonly update: FoundUpdate; readonly bytes: number }) {
  const { t, language } = useText();
  const { version, sizeBytes } = update;
  const done = formatBytes(bytes, language);
  return (
    <>
      <p className="tabular-nums">
        {t('updates.downloading', { version, done, size: formatBytes(sizeBytes, language) })}
      </p>
      <div
        role="progressbar"
        aria-label={t('updates.progress', { version })}
        aria-valuemin={0}
        aria-valuemax={sizeBytes}
        aria-valuenow={bytes}
        className="h-1.5 overflow-hidden rounded-full bg-quiet"
      >
        <div className="h-full bg-tide" style={{ width: `${(100 * bytes) / sizeBytes}%` }} />
      </div>
    </>
  );
}
