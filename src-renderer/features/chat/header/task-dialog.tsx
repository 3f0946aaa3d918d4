// A task that may go on by itself: what it is, where it may work, and where it ends.
import { useState } from 'react';
import { TrustedTask } from '#main/contract/permissions.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { TextArea } from '#renderer/ui/controls/text-area.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';

export type TaskDialogProps = {
  readonly workspace: string | undefined;
  readonly onClose: () => void;
  readonly onTrust: (task: TrustedTask) => Promise<void>;
};

const hour = 3_600_000;
const linesOf = (text: string) => text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));

/** As the browser's own field for a time of day takes it: the clock of this place, without a zone. */
function localTime(timestamp: number): string {
  const there = new Date(timestamp);
  there.setMinutes(there.getMinutes() - there.getTimezoneOffset());
  return there.toISOString().slice(0, 16);
}

export function TaskDialog({ workspace, onClose, onTrust }: TaskDialogProps) {
  const { t } = useText();
  const [form, setForm] = useState(() => ({
    what: '',
    folders: workspace ?? '',
    hosts: '',
    until: localTime(Date.now() + hour),
    calls: '50',
    cost: '1',
  }));
  const [isSent, setIsSent] = useState(false);
  const put = (name: keyof typeof form) => (value: string) => setForm({ ...form, [name]: value });
  const task = TrustedTask.safeParse({
    what: form.what.trim(),
    folders: linesOf(form.folders),
    hosts: linesOf(form.hosts),
    until: new Date(form.until).getTime(),
    budget: { calls: Number(form.calls), costUsd: Number(form.cost) },
  });
  const isPast = !(new Date(form.until).getTime() > Date.now());
  const send = () => {
    if (!task.success || isPast) return;
    setIsSent(true);
    onTrust(task.data).catch(() => setIsSent(false));
  };
  return (
    <Dialog
      open
      size="md"
      onOpenChange={(open) => !open && onClose()}
      title={t('permissions.task_title')}
      description={t('permissions.task_text')}
      footer={
        <>
          <Button variant="plain" onClick={onClose}>
            {t('app.cancel')}
          </Button>
          <Button variant="primary" busy={isSent} disabled={!task.success || isPast} onClick={send}>
            {t('permissions.task_start')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextArea
          label={t('permissions.task_what')}
          rows={2}
          maxLength={500}
          value={form.what}
          onChange={put('what')}
        />
        <TextArea
          label={t('permissions.task_folders')}
          hint={t('permissions.task_folders_hint')}
          rows={2}
          mono
          value={form.folders}
          onChange={put('folders')}
        />
        <TextArea
          label={t('permissions.task_hosts')}
          hint={t('permissions.task_hosts_hint')}
          rows={2}
          mono
          value={form.hosts}
          onChange={put('hosts')}
        />
        <div className="grid gap-4 grid-cols-[repeat(auto-fit,minmax(min(100%,9rem),1fr))]">
          <TextField
            label={t('permissions.task_until')}
            type="datetime-local"
            error={isPast ? t('permissions.task_past') : undefined}
            value={form.until}
            onChange={put('until')}
          />
          <TextField
            label={t('permissions.task_calls')}
            type="number"
            min={1}
            max={100_000}
            value={form.calls}
            onChange={put('calls')}
          />
          <TextField
            label={t('permissions.task_cost')}
            type="number"
            min={0.01}
            max={10_000}
            step={0.01}
            value={form.cost}
            onChange={put('cost')}
          />
        </div>
      </div>
    </Dialog>
  );
}
