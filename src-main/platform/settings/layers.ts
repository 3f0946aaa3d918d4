// The sources of the settings, one over the other: defaults, database, file, environment, flags.
import type { Setting, SettingValue } from '#main/contract/setting.ts';
import {
  mergeNested,
  nestAt,
  type SettingOrigin,
  Settings,
  StartSettings,
  settingList,
  valueAt,
} from '#main/contract/settings.ts';
import type { OutsideLayer } from './port.ts';

/** What the app itself keeps, and what is set from outside. */
export type Layers = {
  /** As the database holds it: nested, perhaps with what nobody knows. */
  readonly stored: unknown;
  readonly file: ReadonlyMap<string, SettingValue>;
  readonly outside: readonly OutsideLayer[];
};
type Found = { readonly value: SettingValue; readonly origin: SettingOrigin };

function fromOutside({ file, outside }: Omit<Layers, 'stored'>, path: string): Found | undefined {
  for (const layer of outside.toReversed()) {
    const found = layer.values.get(path);
    if (found !== undefined) return { value: found.value, origin: { source: layer.source, name: found.name } };
  }
  const value = file.get(path);
  return value === undefined ? undefined : { value, origin: { source: 'file', name: 'config.json' } };
}

function originOf(one: Setting, layers: Layers): SettingOrigin {
  const outside = fromOutside(layers, one.path);
  if (outside !== undefined) return outside.origin;
  const stored = one.scope === 'person' ? valueAt(layers.stored, one.path) : undefined;
  return stored !== undefined && one.schema.safeParse(stored).success ? { source: 'database' } : { source: 'default' };
}

export function originsOf(layers: Layers): Record<string, SettingOrigin> {
  return Object.fromEntries(settingList.map((one) => [one.path, originOf(one, layers)]));
}

function withOutside(base: unknown, layers: Omit<Layers, 'stored'>, scope: Setting['scope']): unknown {
  return settingList
    .filter((one) => one.scope === scope)
    .reduce<unknown>((values, { path }) => {
      const found = fromOutside(layers, path);
      return found === undefined ? values : mergeNested(values, nestAt(path, found.value));
    }, base);
}

/** The person's values in force; `kept` is what the database holds, sound and with defaults. */
export function personValues(kept: Settings, layers: Omit<Layers, 'stored'>): Settings {
  return Settings.parse(withOutside(kept, layers, 'person'));
}

/** What a start reads; the folder is the one that is in use. */
export function startValues(dataFolder: string, layers: Omit<Layers, 'stored'>): StartSettings {
  return { ...StartSettings.parse(withOutside({ dataFolder }, layers, 'start')), dataFolder };
}
