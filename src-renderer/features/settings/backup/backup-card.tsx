// Backups: make one now, when they are made by themselves, what there is, and the way back to one.
import { Archive, FolderInput } from 'lucide-react';
import { useState } from 'react';
import type { Backup, BackupState } from '#main/contract/backup.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Busy } from '#renderer/ui/display/busy.tsx';
import { Card } from '#renderer/ui/display/card.tsx';
import { useToast } from '#renderer/ui/overlays/toast.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { formatDateTime } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { Failure } from '../failure.tsx';
import { SettingField } from '../fields/setting-field.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { BackupList } from './backup-list.tsx';
import { JobProgress } from './job-progress.tsx';
import { OtherFileDialog } from './other-file-dialog.tsx';
import { useBackupState } from './use-backup-state.ts';

export type BackupCardProps = { readonly client: LimpetClient; readonly writer: SettingsWriter };

export function BackupCard({ client, writer }: BackupCardProps) {
  const { t } = useText();
  const { state, error } = useBackupState(client);
  const acts = useBackupActs(client);
  const [wanted, setWanted] = useState<Backup & { readonly file: string }>();
  const [removed, setRemoved] = useState<Backup>();
  const [isOther, setIsOther] = useState(false);
  const isBusy = writer.isOffline || state?.job !== undefined;
  return (
    <Card title={t('backup.title')} detail={t('backup.text')}>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          icon={<Archive aria-hidden="true" />}
          disabled={isBusy}
          onClick={() => void acts.make.run(undefined)}
        >
          {t('backup.make')}
        </Button>
        <Button icon={<FolderInput aria-hidden="true" />} disabled={isBusy} onClick={() => setIsOther(true)}>
          {t('backup.other')}
        </Button>
      </div>
      {state?.job !== undefined && (
        <JobProgress
          words={t(`backup.step_${state.job.step}`)}
          done={state.job.done}
          total={state.job.total}
          onStop={() => void client.backup.cancel({}).catch(() => undefined)} // what it ended with is told by the job
        />
      )}
      <Failure error={acts.error} />
      <Schedule state={state} writer={writer} />
      {state === undefined && error === undefined && <Busy text={t('backup.loading')} />}
      <Failure error={error} />
      {state !== undefined && (
        <BackupList
          backups={state.backups}
          unreadable={state.unreadable}
          isBusy={isBusy}
          onRestore={(backup) => setWanted({ ...backup, file: backup.name })}
          onCheck={({ name }) => void acts.check.run(name)}
          onRemove={setRemoved}
        />
      )}
      <p className="text-sm text-pretty text-ink-soft">{t('backup.keys')}</p>
      <OtherFileDialog
        client={client}
        open={isOther}
        onOpenChange={setIsOther}
        onFound={(backup, file) => {
          setIsOther(false);
          setWanted({ ...backup, file });
        }}
      />
      <RestoreQuestion wanted={wanted} onClose={() => setWanted(undefined)} onRestore={acts.restore.run} />
      <RemoveQuestion removed={removed} onClose={() => setRemoved(undefined)} onRemove={acts.remove.run} />
    </Card>
  );
}

function useBackupActs(client: LimpetClient) {
  const { t, language } = useText();
  const showToast = useToast();
  const make = useAct(async () => {
    const { missing } = await client.backup.make({});
    showToast({ text: missing === 0 ? t('backup.made') : t('backup.missing', { count: missing }) });
  });
  const check = useAct(async (name: string) => {
    const { madeAt } = await client.backup.check({ file: name });
    showToast({ text: t('backup.sound', { at: formatDateTime(madeAt, language) }) });
  });
  const restore = useAct(async (file: string) => {
    const { takesEffect } = await client.backup.restore({ file });
    showToast({ text: t(`backup.restored_${takesEffect}`) });
  });
  const remove = useAct((name: string) => client.backup.remove({ name }));
  return { make, check, restore, remove, error: make.error ?? check.error ?? restore.error ?? remove.error };
}

type ScheduleProps = { readonly state: BackupState | undefined; readonly writer: SettingsWriter };

function Schedule({ state, writer }: ScheduleProps) {
  const { t, language } = useText();
  return (
    <div className="flex flex-col gap-3 border-t border-edge pt-3">
      <div className="grid gap-4 bar:grid-cols-2">
        <SettingField path="backup.every" writer={writer} />
        <SettingField path="backup.keep" writer={writer} />
      </div>
      <SettingField path="backup.folder" writer={writer} />
      {state !== undefined && (
        <p className="text-sm wrap-anywhere text-ink-soft">{t('backup.lies_in', { folder: state.folder })}</p>
      )}
      {state?.nextAt !== undefined && (
        <p className="text-sm text-ink-soft tabular-nums">
          {t('backup.next', { at: formatDateTime(Math.max(state.nextAt, Date.now()), language) })}
        </p>
      )}
      <Failure
        text={
          state?.failure &&
          t('backup.failed', {
            at: formatDateTime(state.failure.at, language),
            reason: describeError(state.failure.error, t),
          })
        }
      />
    </div>
  );
}

type RestoreQuestionProps = {
  readonly wanted: (Backup & { readonly file: string }) | undefined;
  readonly onClose: () => void;
  readonly onRestore: (file: string) => Promise<unknown>;
};

function RestoreQuestion({ wanted, onClose, onRestore }: RestoreQuestionProps) {
  const { t, language } = useText();
  const at = formatDateTime(wanted?.madeAt ?? 0, language);
  return (
    <ConfirmDialog
      open={wanted !== undefined}
      onOpenChange={onClose}
      title={t('backup.restore_title', { at })}
      text={t('backup.restore_text', { sessions: wanted?.sessions ?? 0, messages: wanted?.messages ?? 0 })}
      action={t('backup.restore')}
      onConfirm={() => void onRestore(wanted?.file ?? '')}
    />
  );
}

type RemoveQuestionProps = {
  readonly removed: Backup | undefined;
  readonly onClose: () => void;
  readonly onRemove: (name: string) => Promise<unknown>;
};

function RemoveQuestion({ removed, onClose, onRemove }: RemoveQuestionProps) {
  const { t, language } = useText();
  return (
    <ConfirmDialog
      open={removed !== undefined}
      onOpenChange={onClose}
      title={t('backup.remove_title')}
      text={t('backup.remove_text', { at: formatDateTime(removed?.madeAt ?? 0, language) })}
      action={t('backup.remove')}
      onConfirm={() => void onRemove(removed?.name ?? '')}
    />
  );
}
