// A reflex tried on what was recorded: when it would have begun and ended. Nothing is switched.
import { History } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { ReflexRule } from '#main/contract/reflexes.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { MomentList } from './moment-list.tsx';

export type DryRunProps = { readonly client: Pick<LimpetClient, 'reflexes'>; readonly rule: ReflexRule };

const hourMs = 3_600_000;
const spans = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs, month: 30 * 24 * hourMs } as const;
const spanNames = ['hour', 'day', 'week', 'month'] as const;
type Found = Awaited<ReturnType<LimpetClient['reflexes']['dryRun']>>;

export function DryRun({ client, rule }: DryRunProps) {
  const { t } = useText();
  const [span, setSpan] = useState<(typeof spanNames)[number]>('day');
  const [found, setFound] = useState<Found>();
  const answer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In a dialog that scrolls it may lie below what is seen.
    if (found !== undefined) answer.current?.scrollIntoView({ block: 'nearest' });
  }, [found]);
  const run = useAct(async () => {
    const to = Date.now();
    setFound(await client.reflexes.dryRun({ rule, from: to - spans[span], to }));
  });
  return (
    <section aria-label={t('reflexes.dry_run')} className="flex flex-col gap-3 border-t border-edge pt-3">
      <p className="text-sm text-pretty text-ink-soft">{t('reflexes.dry_text')}</p>
      <div className="flex flex-wrap items-end gap-2">
        <Select
          label={t('reflexes.dry_span')}
          value={span}
          options={spanNames.map((value) => ({ value, label: t(`reflexes.dry_${value}`) }))}
          onChange={(value) => setSpan(spanNames.find((one) => one === value) ?? 'day')}
        />
        <Button icon={<History aria-hidden="true" />} busy={run.isRunning} onClick={() => void run.run(undefined)}>
          {t('reflexes.dry_run')}
        </Button>
      </div>
      {run.error !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(run.error, t)}
        </p>
      )}
      {found !== undefined && run.error === undefined && (
        <div ref={answer} className="flex flex-col gap-2" aria-live="polite">
          <p>
            {found.moments.length === 0 ? t('reflexes.dry_none') : t('reflexes.dry_found')}{' '}
            {t('reflexes.dry_seen', { count: found.readings })}
          </p>
          {found.moments.length > 0 && (
            <MomentList
              label={t('reflexes.dry_found')}
              unit={rule.sensor.unit}
              moments={found.moments.map((moment) => ({ ...moment, key: `${moment.type} ${moment.at}` }))}
            />
          )}
        </div>
      )}
    </section>
  );
}
