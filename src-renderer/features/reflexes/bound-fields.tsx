// What bounds a reflex, as fields: the cool-down, values that stay away, quiet hours.
import { Select } from '#renderer/ui/controls/select.tsx';
import { Switch } from '#renderer/ui/controls/switch.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import type { FieldsProps } from './condition-fields.tsx';
import { SpanField } from './span-field.tsx';

export function BoundFields({ form, onChange }: FieldsProps) {
  const { t } = useText();
  return (
    <>
      <div className="grid gap-4 bar:grid-cols-2">
        <SpanField
          label={t('reflexes.cool_down')}
          value={form.coolDown}
          onChange={(coolDown) => onChange({ coolDown })}
        />
        <SpanField label={t('reflexes.stale')} value={form.stale} onChange={(stale) => onChange({ stale })} />
      </div>
      <Select
        label={t('reflexes.when_stale')}
        value={form.whenStale}
        options={[
          { value: 'keep', label: t('reflexes.when_stale_keep') },
          { value: 'end', label: t('reflexes.when_stale_end') },
        ]}
        onChange={(when) => onChange({ whenStale: when === 'end' ? 'end' : 'keep' })}
      />
      <Switch
        label={t('reflexes.quiet')}
        hint={t('reflexes.quiet_hint')}
        checked={form.isQuiet}
        onChange={(isQuiet) => onChange({ isQuiet })}
      />
      {form.isQuiet && (
        <>
          <div className="grid gap-4 bar:grid-cols-2">
            <TextField
              type="time"
              label={t('reflexes.quiet_from')}
              value={form.from}
              onChange={(from) => onChange({ from })}
            />
            <TextField type="time" label={t('reflexes.quiet_to')} value={form.to} onChange={(to) => onChange({ to })} />
          </div>
          <Switch label={t('reflexes.quiet_act')} checked={form.acts} onChange={(acts) => onChange({ acts })} />
        </>
      )}
    </>
  );
}
