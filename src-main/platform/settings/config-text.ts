// The text of config.json: what it sets, what in it is wrong or unknown, and the same text with one change.
import { checkSetting, readSettingText, type SettingValue } from '#main/contract/setting.ts';
import { settingList } from '#main/contract/settings.ts';
import { parseJson } from '#main/platform/base/json.ts';

export type ReadConfig = {
  /** By path, only what is known and valid. */
  readonly values: ReadonlyMap<string, SettingValue>;
  /** Paths of known settings whose value cannot be used. */
  readonly invalid: readonly string[];
  /** Names that no setting has; they stay in the file. */
  readonly unknown: readonly string[];
};

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const known = new Map(settingList.filter((one) => one.isInFile).map((one) => [one.path, one]));
/** `limits` of `limits.stepsPerTurn`: every name that holds others. */
const groups = new Set(
  [...known.keys()].flatMap((path) => {
    const steps = path.split('.');
    return steps.slice(1).map((_step, index) => steps.slice(0, index + 1).join('.'));
  }),
);

/** Undefined: not one JSON object, so nothing in it can be trusted. */
export function parseConfigText(text: string): Plain | undefined {
  const value = parseJson(text.replace(/^\uFEFF/, '')); // some editors begin a file with a mark of its encoding
  return isPlain(value) ? value : undefined;
}

/** A number, a switch or a list may stand between quotes, written as in a variable. */
function readValue(path: string, value: unknown): SettingValue | undefined {
  const one = known.get(path);
  if (one === undefined) return undefined;
  const isText = typeof value === 'string' && one.control.type !== 'text' && one.control.type !== 'choice';
  const checked = isText ? readSettingText(one, value) : checkSetting(one, value);
  return checked.type === 'ok' ? checked.value : undefined;
}

export function readConfig(config: Plain): ReadConfig {
  const values = new Map<string, SettingValue>();
  const invalid: string[] = [];
  const unknown: string[] = [];
  const visit = (at: Plain, prefix: string) => {
    for (const [name, value] of Object.entries(at)) {
      const path = `${prefix}${name}`;
      if (known.has(path)) {
        const read = readValue(path, value);
        if (read === undefined) invalid.push(path);
        else values.set(path, read);
      } else if (groups.has(path)) {
        if (isPlain(value)) visit(value, `${path}.`);
        else invalid.push(path);
      } else unknown.push(path);
    }
  };
  visit(config, '');
  return { values, invalid, unknown };
}

export type ConfigChanges = ReadonlyMap<string, SettingValue | undefined>;

/** The names are those of settings, so none of them reaches into a prototype. A group that is left empty goes as well. */
function put(at: Plain, steps: readonly string[], value: SettingValue | undefined): void {
  const [name = '', ...rest] = steps;
  if (rest.length === 0) {
    if (value === undefined) delete at[name];
    else at[name] = value;
    return;
  }
  const inner = at[name];
  const group: Plain = isPlain(inner) ? inner : {};
  put(group, rest, value);
  if (Object.keys(group).length === 0) delete at[name];
  else at[name] = group;
}

/** The text with these values set, or taken out where undefined; everything else stays, also what nobody knows. */
export function changeConfigText(text: string, changes: ConfigChanges): string {
  const config = parseConfigText(text) ?? {};
  for (const [path, value] of changes) {
    const isKnown = known.has(path) || (value === undefined && groups.has(path));
    if (isKnown) put(config, path.split('.'), value);
  }
  return `${JSON.stringify(config, null, 2)}\n`;
}
