// What backups there are, newest first, and what can be done with each.
import { Archive, FileWarning, RotateCcw, SearchCheck, Trash2 } from 'lucide-react';
import type { Backup } from '#main/contract/backup.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { IconButton } from '#renderer/ui/controls/icon-button.tsx';
import { formatBytes, formatCount, formatDateTime } from '#renderer/ui/text/format.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type BackupListProps = {
  readonly backups: readonly Backup[];
  readonly unreadable: readonly string[];
  readonly isBusy: boolean;
  readonly onRestore: (backup: Backup) => void;
  readonly onCheck: (backup: Backup) => void;
  readonly onRemove: (backup: Backup) => void;
};

export function BackupList({ backups, unreadable, ...rest }: BackupListProps) {
  const { t } = useText();
  if (backups.length === 0 && unreadable.length === 0) return <p className="text-ink-soft">{t('backup.none')}</p>;
  return (
    <ul className="divide-y divide-edge">
      {backups.map((backup) => (
        <BackupRow key={backup.name} backup={backup} {...rest} />
      ))}
      {unreadable.map((name) => (
        <li key={name} className="flex items-start gap-3 py-2 text-ask-ink">
          <FileWarning className="mt-0.5" aria-hidden="true" />
          <span className="min-w-0 wrap-anywhere">{t('backup.unreadable', { name })}</span>
        </li>
      ))}
    </ul>
  );
}

type BackupRowProps = Omit<BackupListProps, 'backups' | 'unreadable'> & { readonly backup: Backup };

function BackupRow({ backup, isBusy, onRestore, onCheck, onRemove }: BackupRowProps) {
  const { t, language } = useText();
  const at = formatDateTime(backup.madeAt, language);
  const facts = t('backup.facts', {
    size: formatBytes(backup.sizeBytes, language),
    sessions: formatCount(backup.sessions, language),
    messages: formatCount(backup.messages, language),
    attachments: formatCount(backup.attachments, language),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
      <Archive className="text-ink-soft" aria-hidden="true" />
      <div className="flex min-w-52 flex-1 flex-col">
        <span>
          <span className="font-medium tabular-nums">{at}</span>{' '}
          <span className="text-ink-soft">{t(`backup.kind_${backup.kind.replaceAll('-', '_')}`)}</span>
        </span>
        <span className="text-sm text-ink-soft tabular-nums">{facts}</span>
        {backup.missing > 0 && (
          <span className="text-sm text-ask-ink">{t('backup.missing', { count: backup.missing })}</span>
        )}
      </div>
      <div className="flex items-center gap-1">
        <Button
          size="sm"
          icon={<RotateCcw aria-hidden="true" />}
          aria-label={t('backup.restore_of', { at })}
          disabled={isBusy}
          onClick={() => onRestore(backup)}
        >
          {t('backup.restore')}
        </Button>
        <IconButton
          size="sm"
          label={t('backup.check_of', { at })}
          icon={<SearchCheck aria-hidden="true" />}
          disabled={isBusy}
          onClick={() => onCheck(backup)}
        />
        <IconButton
          size="sm"
          label={t('backup.remove_of', { at })}
          icon={<Trash2 aria-hidden="true" />}
          disabled={isBusy}
          onClick={() => onRemove(backup)}
        />
      </div>
    </li>
  );
}
