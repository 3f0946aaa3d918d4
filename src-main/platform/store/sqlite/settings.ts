// The person's settings and small values of rooms. What is broken falls back to its default; what is unknown is kept.
import { invalidInput } from '#main/contract/errors.ts';
import { Settings } from '#main/contract/settings.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { SettingsStore } from '../port.ts';
import type { Shared } from './shared.ts';

type Plain = { readonly [key: string]: unknown };

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Plain objects are merged key by key, anything else is replaced; `undefined` changes nothing. */
export function deepMerge(base: unknown, patch: unknown): unknown {
  if (patch === undefined) return base;
  if (!isPlain(patch)) return patch;
  const merged = new Map<string, unknown>(isPlain(base) ? Object.entries(base) : []);
  for (const [key, value] of Object.entries(patch)) {
    // JSON may carry a key of this name; as a plain assignment it would change the object's prototype.
    if (key !== '__proto__') merged.set(key, deepMerge(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

function without(value: unknown, path: readonly PropertyKey[]): unknown {
  const [key, ...rest] = path;
  if (!isPlain(value) || key === undefined) return undefined;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    if (name !== String(key)) return [[name, inner]];
    const kept = rest.length === 0 ? undefined : without(inner, rest);
    return kept === undefined ? [] : [[name, kept]];
  });
  return Object.fromEntries(entries);
}

/** Takes every broken value out, so that its default stands in; never throws. */
export function healSettings(stored: unknown): Settings {
  let candidate: unknown = isPlain(stored) ? stored : {};
  for (let round = 0; round < 100; round += 1) {
    const parsed = Settings.safeParse(candidate);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) candidate = without(candidate, issue.path);
  }
  return Settings.parse({});
}

export function createSettings({ writer, reader, run }: Shared): SettingsStore {
  const get = reader.query<[string], { value: string }>('SELECT value FROM settings WHERE key = ?');
  const getOwn = writer.query<[string], { value: string }>('SELECT value FROM settings WHERE key = ?');
  const put = writer.query<[string, string]>(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = writer.query<[string]>('DELETE FROM settings WHERE key = ?');
  const set = (patch: unknown): Settings => {
    const text = getOwn.get('settings')?.value;
    const stored = text === undefined ? {} : parseJson(text);
    const parsed = Settings.safeParse(deepMerge(healSettings(stored), patch));
    if (!parsed.success) throw invalidInput(parsed.error, 'This setting');
    // Unreadable settings are kept aside before they are written over.
    if (text !== undefined && !isPlain(stored)) put.run('settings.broken', text);
    put.run('settings', JSON.stringify(deepMerge(isPlain(stored) ? stored : {}, patch)));
    return parsed.data;
  };
  const unset = (paths: readonly string[]): Settings => {
    const stored = parseJson(getOwn.get('settings')?.value ?? '{}');
    // What is no object is left for `set`, which keeps it aside before it writes.
    if (!isPlain(stored)) return healSettings(stored);
    const left = paths.reduce<unknown>((value, path) => without(value, path.split('.')), stored) ?? {};
    put.run('settings', JSON.stringify(left));
    return healSettings(left);
  };
  return {
    get: () => run(() => healSettings(parseJson(get.get('settings')?.value ?? '{}'))),
    set: (patch) => run(() => writer.step('full', () => set(patch))),
    stored: () =>
      run(() => {
        const stored = parseJson(get.get('settings')?.value ?? '{}');
        return isPlain(stored) ? stored : {};
      }),
    unset: (paths) => run(() => writer.step('full', () => unset(paths))),
    getValue: (key) =>
      run(() => {
        const row = get.get(`value:${key}`);
        return row === undefined ? undefined : parseJson(row.value);
      }),
    setValue: (key, value) =>
      run(() =>
        writer.step('full', () => {
          if (value === undefined) remove.run(`value:${key}`);
          else put.run(`value:${key}`, JSON.stringify(value));
        }),
      ),
  };
}
