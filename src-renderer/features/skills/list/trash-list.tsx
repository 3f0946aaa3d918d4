// What was removed or replaced: put back as it was, or deleted for good, which is asked about because nothing brings it back.
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { TrashedSkill } from '#main/contract/skills.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { formatDateTime } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { Failure } from '../failure.tsx';

export type TrashListProps = {
  readonly client: LimpetClient;
  readonly trash: readonly TrashedSkill[];
  readonly isOffline: boolean;
};

export function TrashList({ client, trash, isOffline }: TrashListProps) {
  const { t, language } = useText();
  const [asked, setAsked] = useState<TrashedSkill>();
  const restore = useAct((trashId: string) => client.skills.restore({ trashId }));
  const purge = useAct(async (trashId: string) => {
    await client.skills.purge({ trashId });
    setAsked(undefined);
  });
  return (
    <details className="rounded-card border border-edge bg-raised">
      <summary className="flex min-h-10 cursor-default flex-wrap items-center gap-2 px-3 py-1.5 font-semibold">
        {t('skills.trash', { count: trash.length })}
      </summary>
      <p className="px-3 pb-2 text-sm text-pretty text-ink-soft">{t('skills.trash_text')}</p>
      <ul className="flex flex-col divide-y divide-edge border-t border-edge">
        {trash.map((one) => (
          <li key={one.trashId} className="flex flex-wrap items-center justify-between gap-2 p-3">
            <span className="flex min-w-0 flex-col">
              <span className="font-medium wrap-anywhere">{visibleLine(one.name)}</span>
              <span className="text-sm text-ink-soft">
                {t(`skills.trash_${one.type === 'plugin' ? 'plugin' : one.why}`, {
                  at: formatDateTime(one.at, language),
                })}
              </span>
            </span>
            <span className="flex flex-wrap items-center gap-1">
              <Button
                size="sm"
                icon={<Undo2 className="rtl:-scale-x-100" aria-hidden="true" />}
                disabled={isOffline || restore.isRunning}
                aria-label={t('skills.put_back_one', { name: visibleLine(one.name) })}
                onClick={() => void restore.run(one.trashId)}
              >
                {t('skills.put_back')}
              </Button>
              <Button
                size="sm"
                variant="plain"
                disabled={isOffline}
                aria-label={t('skills.purge_one', { name: visibleLine(one.name) })}
                onClick={() => setAsked(one)}
              >
                {t('skills.purge')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <div className="px-3 empty:hidden">
        <Failure error={restore.error} />
      </div>
      <Dialog
        open={asked !== undefined}
        onOpenChange={(open) => !open && setAsked(undefined)}
        title={t('skills.purge_title', { name: visibleLine(asked?.name ?? '') })}
        description={t('skills.purge_text')}
        footer={
          <>
            <Button variant="plain" onClick={() => setAsked(undefined)}>
              {t('app.cancel')}
            </Button>
            <Button
              variant="danger"
              busy={purge.isRunning}
              onClick={() => asked !== undefined && void purge.run(asked.trashId)}
            >
              {t('skills.purge')}
            </Button>
          </>
        }
      >
        <Failure error={purge.error} />
      </Dialog>
    </details>
  );
}
