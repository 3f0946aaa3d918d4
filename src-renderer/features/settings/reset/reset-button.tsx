// Puts several settings back to their defaults, after a question that names them.
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { Setting } from '#main/contract/setting.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import type { SettingsWriter } from '../settings-writer.ts';
import { resettable, useReset } from './use-reset.ts';

export type ResetButtonProps = {
  readonly settings: readonly Setting[];
  readonly writer: SettingsWriter;
  readonly label: string;
  /** Names what is put back: a section, everything. */
  readonly title: string;
  readonly size?: 'md' | 'sm';
};

export function ResetButton({ settings, writer, label, title, size = 'md' }: ResetButtonProps) {
  const { t } = useText();
  const reset = useReset(writer);
  const [isAsking, setIsAsking] = useState(false);
  const changed = resettable(settings, writer);
  const names = changed.map((one) => t(one.labelKey)).join(', ');
  return (
    <>
      <Button
        size={size}
        variant={size === 'sm' ? 'plain' : 'outline'}
        icon={<RotateCcw aria-hidden="true" />}
        disabled={changed.length === 0 || writer.isOffline}
        onClick={() => setIsAsking(true)}
      >
        {label}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={title}
        text={t('settings.reset_names', { names })}
        action={t('settings.reset')}
        onConfirm={() => void reset(changed)}
      />
    </>
  );
}
