// A backup that lies somewhere else on the machine that runs Limpet, by its path.
import { type FormEvent, useId, useState } from 'react';
import type { Backup } from '#main/contract/backup.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type OtherFileDialogProps = {
  readonly client: LimpetClient;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onFound: (backup: Backup, file: string) => void;
};

export function OtherFileDialog(props: OtherFileDialogProps) {
  // A closed dialog forgets what was typed.
  return props.open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ client, onOpenChange, onFound }: OtherFileDialogProps) {
  const { t } = useText();
  const form = useId();
  const [file, setFile] = useState('');
  const look = useAct(async () => onFound(await client.backup.inspect({ file: file.trim() }), file.trim()));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file.trim() !== '') void look.run(undefined);
  };
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      size="md"
      title={t('backup.other_title')}
      description={t('backup.other_text')}
      footer={
        <>
          <Button variant="plain" onClick={() => onOpenChange(false)}>
            {t('settings.cancel')}
          </Button>
          <Button variant="primary" type="submit" form={form} busy={look.isRunning} disabled={file.trim() === ''}>
            {t('backup.other_look')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <TextField
          label={t('backup.other_path')}
          value={file}
          onChange={setFile}
          error={look.error === undefined ? undefined : describeError(look.error, t)}
        />
      </form>
    </Dialog>
  );
}
