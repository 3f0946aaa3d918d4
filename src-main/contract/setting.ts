// What one setting is: its schema and the facts about it, from which names, controls, texts and checks are derived.
import { z } from 'zod';

/** Pages of the settings, in the order shown; each has an address of its own, `#settings/<id>`. */
export const SettingSection = z.enum([
  'models',
  'workspace',
  'permissions',
  'web',
  'usage',
  'appearance',
  'desktop',
  'secrets',
  'api',
  'gateway',
  'data',
  'updates',
  'diagnostics',
  'about',
]);
export type SettingSection = z.infer<typeof SettingSection>;
export type SettingUnit = 'steps' | 'tokens' | 'dollars' | 'minutes' | 'days' | 'megabytes' | 'percent';
/** `person`: kept in the database. `start`: read once, from file, variables and flags. Both may be set from outside. */
export type SettingScope = 'start' | 'person';
export type SettingValue = string | number | boolean | readonly string[];

export type SettingFacts = {
  readonly section: SettingSection;
  /** Said after the number; `percent` shows 0.85 as 85. */
  readonly unit?: SettingUnit;
  readonly format?: 'folder' | 'file';
  /** True for scope `start`, false for `person`, unless said otherwise. */
  readonly needsRestart?: boolean;
  /** May leave this machine in an export. False for scope `start`, true for `person`, unless said otherwise. */
  readonly isExported?: boolean;
  /** False: what the app remembers for itself; no form draws it, no reset touches it. */
  readonly isShown?: boolean;
  /** False: only a file, a variable or a flag may change it; the app shows it. */
  readonly isEditable?: boolean;
  /** False: means nothing inside the file, which lies in the folder that it would name. */
  readonly isInFile?: boolean;
  /** Names from before the rule, which go on working. */
  readonly otherNames?: { readonly environment?: string; readonly flag?: string };
};

const facts = z.registry<SettingFacts>();

/** One value: `setting(z.number().min(1).max(9).default(3), { section: 'models' })`. */
export function setting<S extends z.ZodType>(schema: S, about: SettingFacts): S {
  facts.add(schema, about);
  return schema;
}

/** How a form draws a value, and what it may be; read off its schema. */
export type SettingControl =
  | { readonly type: 'switch' }
  | { readonly type: 'choice'; readonly options: readonly string[] }
  | { readonly type: 'number'; readonly min: number; readonly max: number; readonly whole: boolean }
  | { readonly type: 'text'; readonly format: 'plain' | 'folder' | 'file' }
  | { readonly type: 'list' };

export type Setting = {
  /** `limits.stepsPerTurn` */
  readonly path: string;
  readonly scope: SettingScope;
  readonly section: SettingSection;
  readonly control: SettingControl;
  readonly unit: SettingUnit | undefined;
  /** The default; undefined where "not set" is a value of its own. */
  readonly initial: SettingValue | undefined;
  readonly needsRestart: boolean;
  readonly isExported: boolean;
  readonly isShown: boolean;
  readonly isEditable: boolean;
  readonly isInFile: boolean;
  /** `LIMPET_LIMITS_STEPS_PER_TURN` first; of several that are set, the first counts. */
  readonly environment: readonly string[];
  /** `limits-steps-per-turn` first, without the dashes in front. */
  readonly flags: readonly string[];
  /** Keys of the catalogue, derived from the path: `setting.limits_steps_per_turn`, and `…_help` beside it. */
  readonly labelKey: string;
  readonly helpKey: string;
  /** The schema of a value that is set: without its default. */
  readonly schema: z.ZodType;
};

/** `limits.stepsPerTurn` as `limits`, `steps`, `per`, `turn`: what every name is made of. */
function wordsOf(path: string): readonly string[] {
  return path
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1.$2')
    .toLowerCase()
    .split('.');
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault) {
    const inner = schema.unwrap();
    if (inner instanceof z.ZodType) return unwrapped(inner);
  }
  return schema;
}

function controlOf(schema: z.ZodType, format: SettingFacts['format']): SettingControl {
  if (schema instanceof z.ZodBoolean) return { type: 'switch' };
  if (schema instanceof z.ZodEnum) return { type: 'choice', options: schema.options.map(String) };
  if (schema instanceof z.ZodNumber)
    return {
      type: 'number',
      min: schema.minValue ?? Number.NEGATIVE_INFINITY,
      max: schema.maxValue ?? Number.POSITIVE_INFINITY,
      whole: schema.format === 'safeint',
    };
  if (schema instanceof z.ZodArray) return { type: 'list' };
  if (schema instanceof z.ZodString) return { type: 'text', format: format ?? 'plain' };
  throw new Error(`No control is known for a setting of type ${schema.def.type}.`);
}

function describe(path: string, schema: z.ZodType, o: { scope: SettingScope; about: SettingFacts }): Setting {
  const { scope, about } = o;
  const inner = unwrapped(schema);
  const words = wordsOf(path);
  const { environment, flag } = about.otherNames ?? {};
  const initial = schema.safeParse(undefined);
  return {
    path,
    scope,
    section: about.section,
    control: controlOf(inner, about.format),
    unit: about.unit,
    initial: initial.success ? toSettingValue(initial.data) : undefined,
    needsRestart: about.needsRestart ?? scope === 'start',
    isExported: about.isExported ?? scope === 'person',
    isShown: about.isShown ?? true,
    isEditable: about.isEditable ?? true,
    isInFile: about.isInFile ?? true,
    environment: [`LIMPET_${words.join('_').toUpperCase()}`, ...(environment === undefined ? [] : [environment])],
    flags: [words.join('-'), ...(flag === undefined ? [] : [flag])],
    labelKey: `setting.${words.join('_')}`,
    helpKey: `setting.${words.join('_')}_help`,
    schema: inner,
  };
}

/** Every value of a schema that was made with `setting`, in the order written; one without facts is a mistake. */
export function listSettings(scope: SettingScope, schema: z.ZodType, path = ''): Setting[] {
  const about = facts.get(schema);
  if (about !== undefined) return [describe(path, schema, { scope, about })];
  const inner = unwrapped(schema);
  if (!(inner instanceof z.ZodObject)) throw new Error(`The setting ${path} has no facts.`);
  return Object.entries(inner.shape).flatMap(([name, field]) => {
    if (!(field instanceof z.ZodType)) throw new Error(`The setting ${name} has no schema.`);
    return listSettings(scope, field, path === '' ? name : `${path}.${name}`);
  });
}

/** Undefined for anything that no setting can hold. */
export function toSettingValue(value: unknown): SettingValue | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const isList = Array.isArray(value) && value.every((one): one is string => typeof one === 'string');
  return isList ? value : undefined;
}

/** Lists by what they hold, everything else by itself. */
export function isSameValue(a: SettingValue | undefined, b: SettingValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export type CheckedValue = { readonly type: 'ok'; readonly value: SettingValue } | { readonly type: 'wrong' };

export function checkSetting(of: Pick<Setting, 'schema'>, value: unknown): CheckedValue {
  const parsed = of.schema.safeParse(value);
  const known = parsed.success ? toSettingValue(parsed.data) : undefined;
  return known === undefined ? { type: 'wrong' } : { type: 'ok', value: known };
}

const yes: ReadonlySet<string> = new Set(['true', '1', 'yes', 'on', 'y', 'enabled']);
const no: ReadonlySet<string> = new Set(['false', '0', 'no', 'off', 'n', 'disabled']);

/** A value written as text: in a variable, a flag, or between quotes where a number was wanted. */
export function readSettingText(of: Pick<Setting, 'schema' | 'control'>, text: string): CheckedValue {
  switch (of.control.type) {
    case 'switch': {
      const word = text.trim().toLowerCase();
      if (yes.has(word)) return { type: 'ok', value: true };
      return no.has(word) ? { type: 'ok', value: false } : { type: 'wrong' };
    }
    case 'number':
      return text.trim() === '' ? { type: 'wrong' } : checkSetting(of, Number(text));
    case 'list':
      return checkSetting(
        of,
        text
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== ''),
      );
    case 'choice':
    case 'text':
      return checkSetting(of, text);
  }
}

type PatchField<S> =
  S extends z.ZodPrefault<z.ZodObject<infer N extends z.ZodRawShape>>
    ? z.ZodOptional<z.ZodObject<PatchShape<N>>>
    : S extends z.ZodDefault<infer I extends z.ZodType>
      ? z.ZodOptional<I>
      : S extends z.ZodOptional<infer I extends z.ZodType>
        ? z.ZodOptional<I>
        : z.ZodOptional<S extends z.ZodType ? S : never>;
type PatchShape<S extends z.ZodRawShape> = { [K in keyof S]: PatchField<S[K]> };

/** The same values, none of them required and none filled in: what a change is made of. */
export function toPatchSchema<S extends z.ZodRawShape>(whole: z.ZodObject<S>): z.ZodObject<PatchShape<S>> {
  const fields = Object.entries(whole.shape).map(([name, field]) => {
    if (!(field instanceof z.ZodType)) throw new Error(`The setting ${name} has no schema.`);
    const inner = unwrapped(field);
    return [name, inner instanceof z.ZodObject ? toPatchSchema(inner).optional() : inner.optional()] as const;
  });
  // The shape is built field by field as PatchShape says; TypeScript cannot follow that through Object.entries.
  return z.object(Object.fromEntries(fields)) as unknown as z.ZodObject<PatchShape<S>>;
}
