// How long: a number and its unit.
import { Select } from '#renderer/ui/controls/select.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { type SpanField as Span, spanUnits } from './rule-form.ts';

export type SpanFieldProps = {
  readonly label: string;
  readonly value: Span;
  readonly onChange: (value: Span) => void;
};

export function SpanField({ label, value, onChange }: SpanFieldProps) {
  const { t } = useText();
  return (
    <div className="flex flex-wrap items-end gap-2">
      <div className="min-w-24 flex-1">
        <TextField
          label={label}
          value={value.count}
          inputMode="decimal"
          maxLength={10}
          onChange={(count) => onChange({ ...value, count })}
        />
      </div>
      <div className="min-w-32 flex-1">
        <Select
          label={t('reflexes.unit_of', { what: label })}
          hideLabel
          value={value.unit}
          options={spanUnits.map((unit) => ({ value: unit, label: t(`reflexes.unit_${unit}`) }))}
          onChange={(unit) => onChange({ ...value, unit: spanUnits.find((one) => one === unit) ?? 'minutes' })}
        />
      </div>
    </div>
  );
}
