// What stands in the fields of the form, and the rule that it makes.
import type { Series } from '#main/contract/readings.ts';
import { type ReflexAction, ReflexRule, type ReflexSensor } from '#main/contract/reflexes.ts';

export const spanUnits = ['seconds', 'minutes', 'hours', 'days'] as const;
export type SpanUnit = (typeof spanUnits)[number];
export type SpanField = { readonly count: string; readonly unit: SpanUnit };
const unitMs: Record<SpanUnit, number> = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

export type ActionField =
  | { readonly id: number; readonly type: 'tell'; readonly text: string }
  | {
      readonly id: number;
      readonly type: 'set';
      readonly deviceKey: string;
      readonly via: string;
      readonly pin: string;
      /** 0 to 100. */
      readonly percent: string;
    };

export type RuleForm = {
  readonly name: string;
  readonly sensor: ReflexSensor | undefined;
  readonly is: 'above' | 'below';
  readonly threshold: string;
  readonly hysteresis: string;
  readonly span: SpanField;
  readonly coolDown: SpanField;
  readonly stale: SpanField;
  readonly whenStale: 'keep' | 'end';
  readonly isQuiet: boolean;
  readonly from: string;
  readonly to: string;
  readonly acts: boolean;
  readonly onStart: readonly ActionField[];
  readonly onEnd: readonly ActionField[];
};

/** Which field keeps it from being a rule. */
export type FormTrouble = 'name' | 'sensor' | 'numbers' | 'spans' | 'actions' | 'quiet';

function spanOf(ms: number): SpanField {
  const unit = spanUnits.findLast((one) => ms % unitMs[one] === 0 && ms >= unitMs[one]) ?? 'seconds';
  return { count: String(ms / unitMs[unit]), unit };
}
/** A comma is a point for many. */
const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')));
const msOf = ({ count, unit }: SpanField) => Math.round(numberOf(count) * unitMs[unit]);

function fieldOf(action: ReflexAction, id: number): ActionField {
  if (action.type === 'tell') return { id, ...action };
  const { value, ...set } = action;
  return { id, ...set, percent: String(Math.round(value * 1_000) / 10) };
}

function actionOf(field: ActionField): unknown {
  if (field.type === 'tell') return { type: 'tell', text: field.text };
  const { type, deviceKey, via, pin } = field;
  return { type, deviceKey, via, pin, value: numberOf(field.percent) / 100 };
}

export const sensorOf = ({ deviceKey, source, quantity, channel, unit }: Series): ReflexSensor => ({
  ...{ deviceKey, source, quantity, unit },
  ...(channel === undefined ? {} : { channel }),
});

export const emptyForm: RuleForm = {
  ...{ name: '', sensor: undefined, is: 'above', threshold: '', hysteresis: '0' },
  ...{ span: { count: '5', unit: 'minutes' }, coolDown: { count: '10', unit: 'minutes' } },
  ...{ stale: { count: '15', unit: 'minutes' }, whenStale: 'keep' },
  ...{ isQuiet: false, from: '22:00', to: '07:00', acts: true },
  onStart: [{ id: 0, type: 'tell', text: '' }],
  onEnd: [],
};

export const formOf = (rule: ReflexRule): RuleForm => ({
  ...{ name: rule.name, sensor: rule.sensor, is: rule.is, whenStale: rule.whenStale },
  ...{ threshold: String(rule.threshold), hysteresis: String(rule.hysteresis) },
  ...{ span: spanOf(rule.forMs), coolDown: spanOf(rule.coolDownMs), stale: spanOf(rule.staleAfterMs) },
  isQuiet: rule.quiet !== undefined,
  ...{ from: rule.quiet?.from ?? '22:00', to: rule.quiet?.to ?? '07:00', acts: rule.quiet?.acts ?? true },
  onStart: rule.onStart.map(fieldOf),
  onEnd: rule.onEnd.map(fieldOf),
});

const troubles: Readonly<Record<string, FormTrouble>> = {
  ...{ name: 'name', sensor: 'sensor', threshold: 'numbers', hysteresis: 'numbers' },
  ...{ forMs: 'spans', coolDownMs: 'spans', staleAfterMs: 'spans' },
  ...{ onStart: 'actions', onEnd: 'actions', quiet: 'quiet' },
};

/** `zone`: of the clock that the person looks at. */
export function ruleOf(form: RuleForm, zone: string): { rule: ReflexRule } | { trouble: FormTrouble } {
  const parsed = ReflexRule.safeParse({
    ...{ name: form.name, sensor: form.sensor, is: form.is, whenStale: form.whenStale },
    ...{ threshold: numberOf(form.threshold), hysteresis: numberOf(form.hysteresis) },
    ...{ forMs: msOf(form.span), coolDownMs: msOf(form.coolDown), staleAfterMs: msOf(form.stale) },
    ...(form.isQuiet ? { quiet: { from: form.from, to: form.to, zone, acts: form.acts } } : {}),
    onStart: form.onStart.map(actionOf),
    onEnd: form.onEnd.map(actionOf),
  });
  if (parsed.success) return { rule: parsed.data };
  return { trouble: troubles[String(parsed.error.issues[0]?.path[0])] ?? 'numbers' };
}
