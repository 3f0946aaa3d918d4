// Another name for a recording, and the question before it is deleted.
import { type FormEvent, useId, useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Recording } from '#main/contract/recordings.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';

type OneProps = {
  readonly client: Pick<LimpetClient, 'recordings'>;
  readonly recording: Recording;
  readonly onClose: () => void;
};
export type RecordingDialogsProps = OneProps & { readonly dialog: 'rename' | 'remove' | undefined };

export function RecordingDialogs({ dialog, ...one }: RecordingDialogsProps) {
  if (dialog === 'rename') return <Rename {...one} />;
  return dialog === 'remove' ? <Remove {...one} /> : null;
}

function Rename({ client, recording, onClose }: OneProps) {
  const { t } = useText();
  const formId = useId();
  const [name, setName] = useState(recording.name);
  const save = useAct(async () => {
    await client.recordings.rename({ id: recording.id, name });
    onClose();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.run(undefined);
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('recordings.rename')}
      footer={
        <Button variant="primary" type="submit" form={formId} busy={save.isRunning} disabled={name.trim() === ''}>
          {t('devices.save')}
        </Button>
      }
    >
      <form id={formId} onSubmit={submit}>
        <TextField
          label={t('recordings.name')}
          value={name}
          onChange={setName}
          maxLength={100}
          error={save.error && describeError(save.error, t)}
        />
      </form>
    </Dialog>
  );
}

function Remove({ client, recording, onClose }: OneProps) {
  const { t } = useText();
  const remove = useAct(async () => {
    await client.recordings.remove({ id: recording.id });
    onClose();
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('recordings.remove_title', { name: visibleLine(recording.name) })}
      description={t('recordings.remove_text')}
      footer={
        <Button variant="danger" busy={remove.isRunning} onClick={() => void remove.run(undefined)}>
          {t('recordings.remove')}
        </Button>
      }
    >
      {remove.error !== undefined && (
        <p role="alert" className="text-stop-ink">
          {describeError(remove.error, t)}
        </p>
      )}
    </Dialog>
  );
}
