// Settings as a file to take along: written without what belongs to one machine, read with everything odd named.
import { z } from 'zod';
import { checkSetting, isSameValue, type Setting, type SettingValue } from './setting.ts';
import { mergeNested, nestAt, type Settings, settingList, valueAt } from './settings.ts';

const SettingsFile = z.object({
  limpet: z.literal('settings'),
  version: z.number().int().min(1),
  settings: z.record(z.string(), z.json()),
});
/** Of the whole file; settings have some kilobytes. */
export const maxSettingsFileChars = 1_000_000;

export type SettingChange = {
  readonly one: Setting;
  readonly from: SettingValue | undefined;
  readonly to: SettingValue;
};
export type ReadSettingsFile =
  | { readonly type: 'foreign' }
  | {
      readonly type: 'read';
      /** What would become another value. */
      readonly changes: readonly SettingChange[];
      /** What is set from outside here, by which name; left as it is. */
      readonly locked: readonly { readonly one: Setting; readonly name: string }[];
      /** Paths that no setting has. */
      readonly unknown: readonly string[];
      /** Paths of settings whose value cannot be used. */
      readonly invalid: readonly string[];
      /** Paths of settings that belong to one machine. */
      readonly local: readonly string[];
    };

/** Only what may leave the machine. `exportedAt` in milliseconds. */
export function writeSettingsFile(settings: Settings, exportedAt: number): string {
  const values = settingList
    .filter((one) => one.isExported)
    .reduce<unknown>((all, { path }) => mergeNested(all, nestAt(path, valueAt(settings, path))), {});
  const file = { limpet: 'settings', version: 1, exportedAt: new Date(exportedAt).toISOString(), settings: values };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Every leaf with its path; a list is a leaf. */
function leaves(value: unknown, path: string): (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, path === '' ? name : `${path}.${name}`));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: the caller calls it foreign
  }
}

/** `lockOf` names what sets a value from outside. Nothing is applied: that is a change like any other. */
export function readSettingsFile(
  text: string,
  { settings, lockOf }: { settings: Settings; lockOf: (one: Setting) => string | undefined },
): ReadSettingsFile {
  const file = text.length > maxSettingsFileChars ? undefined : SettingsFile.safeParse(parse(text));
  if (file?.success !== true) return { type: 'foreign' };
  const changes: SettingChange[] = [];
  const locked: { one: Setting; name: string }[] = [];
  const [unknown, invalid, local]: [string[], string[], string[]] = [[], [], []];
  for (const [path, value] of leaves(file.data.settings, '')) {
    const one = settingList.find((each) => each.path === path);
    const checked = one && checkSetting(one, value);
    if (one === undefined || checked === undefined) unknown.push(path);
    else if (!one.isExported) local.push(path);
    else if (checked.type === 'wrong') invalid.push(path);
    else {
      const from = valueAt(settings, path);
      const lock = lockOf(one);
      if (isSameValue(from, checked.value)) continue;
      if (lock === undefined) changes.push({ one, from, to: checked.value });
      else locked.push({ one, name: lock });
    }
  }
  return { type: 'read', changes, locked, unknown, invalid, local };
}
