// The real settings over a database and a file in memory, for component tests.
import { Settings, type SettingsPatch, StartSettings } from '#main/contract/settings.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createSettings } from '#main/platform/settings/create-settings.ts';
import { personValues } from '#main/platform/settings/layers.ts';
import type { ConfigFile, FileState, OutsideLayer, OutsideValue } from '#main/platform/settings/port.ts';
import { deepMerge, healSettings } from '#main/platform/store/sqlite/settings.ts';

export type SampleSettingsOptions = {
  readonly settings?: SettingsPatch;
  /** What variables set, by path. */
  readonly environment?: Readonly<Record<string, OutsideValue>>;
  /** What config.json sets, by path. */
  readonly file?: Readonly<Record<string, OutsideValue['value']>>;
};

const dataFolder = '/home/ada/.local/share/limpet';

function memoryFile(values: NonNullable<SampleSettingsOptions['file']>): ConfigFile {
  let state: FileState = { values: new Map(Object.entries(values)), condition: 'sound', wrong: [], notices: [] };
  const same = async () => state;
  return {
    path: `${dataFolder}/config.json`,
    state: () => state,
    reload: same,
    settle: same,
    dropWrong: same,
    watch: () => undefined,
    async change(changes) {
      const next = new Map(state.values);
      for (const [path, value] of changes) {
        if (value === undefined) next.delete(path);
        else next.set(path, value);
      }
      state = { ...state, values: next };
      return state;
    },
  };
}

function without(value: unknown, [name = '', ...rest]: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).flatMap(([each, inner]): [string, unknown][] =>
    each !== name ? [[each, inner]] : rest.length === 0 ? [] : [[each, without(inner, rest)]],
  );
  return Object.fromEntries(kept);
}

/** `first`: the values in force at once; `ready`: what changes them. */
export function createSampleSettings(o: SampleSettingsOptions) {
  let stored: Record<string, unknown> = { ...o.settings };
  const outside: readonly OutsideLayer[] = [
    { source: 'environment', values: new Map(Object.entries(o.environment ?? {})) },
  ];
  const file = memoryFile(o.file ?? {});
  const keep = (next: unknown) => {
    stored = { ...(next as Record<string, unknown>) };
    return healSettings(stored);
  };
  const ready = createSettings({
    store: {
      get: async () => healSettings(stored),
      stored: async () => stored,
      set: async (patch) => keep(deepMerge(stored, patch)),
      unset: async (paths) => keep(paths.reduce<unknown>((value, path) => without(value, path.split('.')), stored)),
    },
    bus: { publish: () => undefined },
    file,
    outside,
    start: StartSettings.parse({ dataFolder }),
    clock: systemClock,
    log: silentLog,
    onFileNotices: () => undefined,
  });
  const first: Settings = personValues(Settings.parse(stored), { file: file.state().values, outside });
  return { first, ready };
}
