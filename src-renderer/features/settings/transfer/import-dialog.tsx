// What a file of settings would change here, and what of it is left out and why; nothing is applied before the yes.
import { ArrowRight } from 'lucide-react';
import type { ReadSettingsFile, SettingChange } from '#main/contract/settings-file.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { valueText } from '../fields/setting-words.ts';

type Read = Extract<ReadSettingsFile, { type: 'read' }>;
export type ImportDialogProps = {
  readonly read: Read | undefined;
  readonly onClose: () => void;
  readonly onApply: (changes: readonly SettingChange[]) => void;
};

const maxNames = 12;

export function ImportDialog({ read, onClose, onApply }: ImportDialogProps) {
  const { t } = useText();
  const changes = read?.changes ?? [];
  return (
    <Dialog
      open={read !== undefined}
      onOpenChange={onClose}
      size="md"
      title={t('settings.import_title')}
      description={t(changes.length === 0 ? 'settings.import_nothing' : 'settings.import_changes', {
        count: changes.length,
      })}
      footer={
        <>
          <Button variant="plain" onClick={onClose}>
            {t('settings.cancel')}
          </Button>
          {changes.length > 0 && (
            <Button variant="primary" onClick={() => onApply(changes)}>
              {t('settings.import_apply', { count: changes.length })}
            </Button>
          )}
        </>
      }
    >
      {changes.length > 0 && <Changes changes={changes} />}
      {read !== undefined && <Skipped read={read} />}
    </Dialog>
  );
}

function Changes({ changes }: { readonly changes: readonly SettingChange[] }) {
  const text = useText();
  const { t } = text;
  return (
    <ul className="divide-y divide-edge rounded-control border border-edge">
      {changes.map(({ one, from, to }) => (
        <li key={one.path} className="flex flex-col px-3 py-2">
          <span className="font-medium">{t(one.labelKey)}</span>
          <span className="flex flex-wrap items-center gap-x-2 text-ink-soft">
            <span className="sr-only">{t('settings.import_from')}</span>
            <span className="wrap-anywhere">{valueText(one, from, text)}</span>
            <ArrowRight aria-hidden="true" />
            <span className="sr-only">{t('settings.import_to')}</span>
            <span className="font-medium wrap-anywhere text-ink">{valueText(one, to, text)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Skipped({ read }: { readonly read: Read }) {
  const { t } = useText();
  const names = (all: readonly string[]) =>
    [...all.slice(0, maxNames).map(visibleLine), ...(all.length > maxNames ? ['…'] : [])].join(', ');
  const lines = [
    ...read.locked.map(({ one, name }) => t('settings.import_locked', { setting: t(one.labelKey), name })),
    ...(read.invalid.length > 0 ? [t('settings.import_invalid', { names: names(read.invalid) })] : []),
    ...(read.local.length > 0 ? [t('settings.import_local', { names: names(read.local) })] : []),
    ...(read.unknown.length > 0 ? [t('settings.import_unknown', { names: names(read.unknown) })] : []),
  ];
  if (lines.length === 0) return null;
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-sm font-medium">{t('settings.import_skipped')}</h3>
      <ul className="flex list-disc flex-col gap-1 ps-5 text-sm text-ink-soft">
        {lines.map((line) => (
          <li key={line} className="wrap-anywhere">
            {line}
          </li>
        ))}
      </ul>
    </div>
  );
}
