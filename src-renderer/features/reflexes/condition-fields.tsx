// What sets a reflex off, as fields: a sensor, a limit, and for how long.
import type { Device } from '#main/contract/devices.ts';
import type { Series } from '#main/contract/readings.ts';
import type { ReflexSensor } from '#main/contract/reflexes.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { Select } from '#renderer/ui/controls/select.tsx';
import { TextField } from '#renderer/ui/controls/text-field.tsx';
import { useText } from '#renderer/ui/text/text-context.tsx';
import { type RuleForm, sensorOf } from './rule-form.ts';
import { sensorWords, type Words } from './rule-words.ts';
import { SpanField } from './span-field.tsx';

export type FieldsProps = { readonly form: RuleForm; readonly onChange: (change: Partial<RuleForm>) => void };
export type ConditionFieldsProps = FieldsProps & {
  /** Undefined while it is asked for. */
  readonly series: readonly Series[] | undefined;
  readonly devices: readonly Device[];
};

const keyOf = (sensor: ReflexSensor | undefined) =>
  sensor === undefined
    ? ''
    : JSON.stringify([sensor.deviceKey, sensor.source, sensor.quantity, sensor.channel ?? '', sensor.unit]);

/** What is recorded, and what the rule looks at even if nothing of it is recorded any more. */
function sensorsOf(series: readonly Series[] | undefined, now: ReflexSensor | undefined): readonly ReflexSensor[] {
  const known = (series ?? []).map(sensorOf);
  return now === undefined || known.some((one) => keyOf(one) === keyOf(now)) ? known : [now, ...known];
}

export function ConditionFields({ form, series, devices, onChange }: ConditionFieldsProps) {
  const { t, language } = useText();
  const words: Words = { t, language, devices };
  const sensors = sensorsOf(series, form.sensor);
  const unit = visibleLine(form.sensor?.unit ?? '');
  const withUnit = (key: string) => (unit === '' ? t(key) : `${t(key)} (${unit})`);
  const newest = series?.find((one) => keyOf(sensorOf(one)) === keyOf(form.sensor))?.newest?.value;
  return (
    <>
      <Select
        label={t('reflexes.sensor')}
        hint={series !== undefined && sensors.length === 0 ? t('reflexes.no_sensor') : undefined}
        value={keyOf(form.sensor)}
        options={[
          { value: '', label: t(series === undefined ? 'reflexes.sensors_loading' : 'reflexes.sensor_choose') },
          ...sensors.map((sensor) => ({
            value: keyOf(sensor),
            label: `${sensorWords(sensor, words)}${sensor.unit === '' ? '' : ` (${visibleLine(sensor.unit)})`}`,
          })),
        ]}
        onChange={(key) => onChange({ sensor: sensors.find((sensor) => keyOf(sensor) === key) })}
      />
      <div className="grid gap-4 bar:grid-cols-2">
        <Select
          label={t('reflexes.is')}
          value={form.is}
          options={[
            { value: 'above', label: t('reflexes.is_above') },
            { value: 'below', label: t('reflexes.is_below') },
          ]}
          onChange={(is) => onChange({ is: is === 'below' ? 'below' : 'above' })}
        />
        <TextField
          label={withUnit('reflexes.threshold')}
          hint={newest === undefined ? undefined : t('reflexes.newest_is', { value: String(newest) })}
          value={form.threshold}
          inputMode="decimal"
          maxLength={20}
          onChange={(threshold) => onChange({ threshold })}
        />
        <SpanField label={t('reflexes.for')} value={form.span} onChange={(span) => onChange({ span })} />
        <TextField
          label={withUnit('reflexes.hysteresis')}
          value={form.hysteresis}
          inputMode="decimal"
          maxLength={20}
          onChange={(hysteresis) => onChange({ hysteresis })}
        />
      </div>
    </>
  );
}
