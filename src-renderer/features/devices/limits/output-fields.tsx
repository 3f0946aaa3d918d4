// One output that is allowed: which, between which bounds, how often, and what is safe.
import { Trash2 } from 'lucide-react';
import { Button } from '#renderer/ui/controls/button.tsx';
import { Select } from '#renderer/ui/controls/select.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { OutputRow } from './limit-rules.ts';

export type OutputFieldsProps = {
  readonly row: OutputRow;
  readonly onChange: (row: OutputRow) => void;
  readonly onRemove: () => void;
};

export function OutputFields({ row, onChange, onRemove }: OutputFieldsProps) {
  const { t } = useText();
  const pin = row.pin === '' ? '…' : row.pin;
  const set = (more: Partial<OutputRow>) => onChange({ ...row, ...more });
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-card border border-edge p-3">
      <legend className="px-1 font-medium">{t('bench.output_of', { pin })}</legend>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] gap-3">
        <TextField label={t('bench.pin')} value={row.pin} maxLength={20} onChange={(value) => set({ pin: value })} />
        <TextField label={t('bench.output_name')} value={row.name} maxLength={40} onChange={(name) => set({ name })} />
        <Select
          label={t('bench.kind')}
          value={row.kind}
          options={[
            { value: 'digital', label: t('bench.kind_digital') },
            { value: 'pwm', label: t('bench.kind_pwm') },
          ]}
          onChange={(kind) => set({ kind: kind === 'pwm' ? 'pwm' : 'digital' })}
        />
        <TextField label={t('bench.min')} inputMode="decimal" value={row.min} onChange={(min) => set({ min })} />
        <TextField label={t('bench.max')} inputMode="decimal" value={row.max} onChange={(max) => set({ max })} />
        <TextField label={t('bench.safe')} inputMode="decimal" value={row.safe} onChange={(safe) => set({ safe })} />
        <TextField
          label={t('bench.per_minute')}
          inputMode="numeric"
          value={row.perMinute}
          onChange={(perMinute) => set({ perMinute })}
        />
      </div>
      <Button className="self-start" size="sm" variant="plain" icon={<Trash2 aria-hidden="true" />} onClick={onRemove}>
        {t('bench.remove_output', { pin })}
      </Button>
    </fieldset>
  );
}
