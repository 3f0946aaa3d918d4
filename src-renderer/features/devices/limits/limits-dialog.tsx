// What a device may be made to do, as the person sets it.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { LimpetClient } from '#main/contract/contract.ts';
import type { Device } from '#main/contract/devices.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { useAct } from '#renderer/api/use-act.ts';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { TextArea } from '#renderer/ui/controls/text-area.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { Dialog } from '#renderer/ui/overlays/dialog.tsx';
import { describeError } from '#renderer/ui/text/describe-error.ts';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { type LimitsForm, type NotRead, newRow, readLimits, toForm } from './limit-rules.ts';
import { OutputFields } from './output-fields.tsx';

export type LimitsDialogProps = {
  readonly client: Pick<LimpetClient, 'bench'>;
  readonly device: Device;
  readonly onClose: () => void;
};

type Translate = ReturnType<typeof useText>['t'];
type FormProps = { readonly form: LimitsForm; readonly onForm: (form: LimitsForm) => void };

const ends = { '\n': 'lf', '\r': 'cr', '\r\n': 'crlf' } as const;
const endOf = (word: string): LimitsForm['lineEnd'] => (word === 'cr' ? '\r' : word === 'crlf' ? '\r\n' : '\n');

function problemText(problem: NotRead, t: Translate): string {
  if (problem.type === 'line') return t('bench.not_read', { line: problem.line, field: t(`bench.${problem.field}`) });
  return t(problem.type === 'twice' ? 'bench.twice' : 'bench.output_not_read', { pin: problem.pin });
}

export function LimitsDialog({ client, device, onClose }: LimitsDialogProps) {
  const { t } = useText();
  const [form, setForm] = useState(() => toForm(device.limits));
  const [problem, setProblem] = useState<NotRead>();
  const set = useAct(async (limits: Parameters<typeof client.bench.setLimits>[0]['limits']) => {
    await client.bench.setLimits({ key: device.key, limits });
    onClose();
  });
  const save = () => {
    const read = readLimits(form);
    setProblem(read.type === 'not_read' ? read.problem : undefined);
    if (read.type === 'limits') void set.run(read.limits);
  };
  const said = problem === undefined ? set.error && describeError(set.error, t) : problemText(problem, t);
  return (
    <Dialog
      open
      size="md"
      onOpenChange={onClose}
      title={t('bench.limits_title', { device: visibleLine(device.name) })}
      description={t('bench.limits_text')}
      footer={
        <>
          {device.limits !== undefined && (
            <Button disabled={set.isRunning} onClick={() => void set.run(null)}>
              {t('bench.take_away')}
            </Button>
          )}
          <Button variant="primary" busy={set.isRunning} onClick={save}>
            {t('bench.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Outputs form={form} onForm={setForm} />
        <Lines form={form} onForm={setForm} />
        <details className="flex flex-col gap-4">
          <summary className="focus-inside w-fit rounded-control font-medium">{t('bench.buses')}</summary>
          <Buses form={form} onForm={setForm} />
        </details>
        {said !== undefined && (
          <p role="alert" className="text-stop-ink">
            {said}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function Outputs({ form, onForm }: FormProps) {
  const { t } = useText();
  const { outputs } = form;
  const add = () => onForm({ ...form, outputs: [...outputs, newRow(Math.max(0, ...outputs.map(({ id }) => id)) + 1)] });
  return (
    <section className="flex flex-col gap-3" aria-label={t('bench.outputs')}>
      <h3 className="font-semibold">{t('bench.outputs')}</h3>
      {outputs.map((row) => (
        <OutputFields
          key={row.id}
          row={row}
          onChange={(next) => onForm({ ...form, outputs: outputs.map((one) => (one.id === next.id ? next : one)) })}
          onRemove={() => onForm({ ...form, outputs: outputs.filter(({ id }) => id !== row.id) })}
        />
      ))}
      <Button className="self-start" size="sm" icon={<Plus aria-hidden="true" />} onClick={add}>
        {t('bench.add_output')}
      </Button>
    </section>
  );
}

function Lines({ form, onForm }: FormProps) {
  const { t } = useText();
  return (
    <>
      <TextArea
        mono
        label={t('bench.lines')}
        hint={t('bench.lines_hint', { number: '{0..40}', words: '{on|off}' })}
        value={form.lines}
        onChange={(lines) => onForm({ ...form, lines })}
      />
      <TextArea
        mono
        rows={2}
        label={t('bench.safe_lines')}
        value={form.safeLines}
        onChange={(safeLines) => onForm({ ...form, safeLines })}
      />
      <Select
        label={t('devices.ends_with')}
        value={ends[form.lineEnd]}
        options={(['lf', 'cr', 'crlf'] as const).map((end) => ({ value: end, label: t(`devices.end_${end}`) }))}
        onChange={(end) => onForm({ ...form, lineEnd: endOf(end) })}
      />
    </>
  );
}

function Buses({ form, onForm }: FormProps) {
  const { t } = useText();
  const example = (words: string) => t('bench.example', { example: words });
  const names = t('bench.names_hint');
  return (
    <div className="flex flex-col gap-4 pt-3">
      <TextField
        mono
        label={t('bench.inputs')}
        hint={names}
        value={form.inputs}
        onChange={(inputs) => onForm({ ...form, inputs })}
      />
      <TextField
        mono
        label={t('bench.spi')}
        hint={names}
        value={form.spi}
        onChange={(spi) => onForm({ ...form, spi })}
      />
      <TextArea
        mono
        rows={2}
        label={t('bench.i2c')}
        hint={example('0x48 0-3 read')}
        value={form.i2c}
        onChange={(i2c) => onForm({ ...form, i2c })}
      />
      <TextArea
        mono
        rows={2}
        label={t('bench.modbus')}
        hint={example('1 holding_registers 0-9 write 0-1000 safe 0')}
        value={form.modbus}
        onChange={(modbus) => onForm({ ...form, modbus })}
      />
      <Switch
        label={t('bench.programs')}
        hint={t('bench.programs_hint')}
        checked={form.programs}
        onChange={(programs) => onForm({ ...form, programs })}
      />
    </div>
  );
}
