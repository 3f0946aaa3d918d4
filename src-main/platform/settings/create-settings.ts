// The settings in force, ahead of nobody: changed only after database or file have kept them.
import { AppError, invalidInput } from '#main/contract/errors.ts';
import { isSameValue, type SettingValue } from '#main/contract/setting.ts';
import {
  findSetting,
  lockOf,
  mergeNested,
  namedValues,
  nestAt,
  type Settings,
  SettingsPatch,
  type SettingsSources,
  StartPatch,
  type StartSettings,
  valueAt,
} from '#main/contract/settings.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { SettingsStore } from '#main/platform/store/port.ts';
import { type Layers, originsOf, personValues, startValues } from './layers.ts';
import type { ConfigFile, FileNotice, FileState, OutsideLayer, SettingsSource } from './port.ts';

export type SettingsDeps = {
  readonly store: Pick<SettingsStore, 'get' | 'set' | 'stored' | 'unset'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly file: ConfigFile;
  readonly outside: readonly OutsideLayer[];
  /** What the app started with. */
  readonly start: StartSettings;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Log;
  /** Told after every reading of the file: what the person should know about it, in place of what was told before. */
  readonly onFileNotices: (notices: readonly FileNotice[]) => void;
};

export interface FollowedSettings extends SettingsSource {
  /** Follows the file until the signal aborts. */
  follow(signal: AbortSignal): void;
}

const setOutside = (path: string, name: string) =>
  new AppError('conflict', `This is set by ${name}. Change it there.`, {
    details: { reason: 'set_outside', path: ['patch', ...path.split('.')], facts: { name } },
  });
const setOutsideOnly = (path: string) =>
  new AppError('forbidden', 'Only a file, a variable or a flag may change this.', {
    details: { reason: 'set_outside_only', path: ['patch', ...path.split('.')] },
  });

function lockedBy(path: string, origins: ReturnType<typeof originsOf>): string | undefined {
  const one = findSetting(path);
  return one && lockOf(one, origins[path]);
}

/** Refuses what something outside decides; a wish for the value that holds anyway is no change. */
function refuseLocked(wished: ReadonlyMap<string, SettingValue | undefined>, values: unknown, layers: Layers): void {
  const origins = originsOf(layers);
  for (const [path, value] of wished) {
    const lock = lockedBy(path, origins);
    if (lock !== undefined && !isSameValue(value, valueAt(values, path))) throw setOutside(path, lock);
  }
}

/** Two changes at once are kept one after the other. */
export async function createSettings(deps: SettingsDeps): Promise<FollowedSettings> {
  const { store, bus, file, outside, start, clock, log } = deps;
  let kept = await store.get();
  let stored: unknown = await store.stored();
  const layers = (): Layers => ({ stored, file: file.state().values, outside });
  let current = personValues(kept, layers());
  let told: string | undefined;
  const listeners = new Set<(settings: Settings) => void>();
  let last: Promise<unknown> = Promise.resolve();

  const inOrder = <T>(step: () => Promise<T>): Promise<T> => {
    const next = last.then(step, step);
    last = next.catch(() => undefined); // its caller gets the failure; the next change starts anew
    return next;
  };
  const sources = (): SettingsSources => ({
    file: file.path,
    origins: originsOf(layers()),
    start,
    next: startValues(start.dataFolder, layers()),
  });
  const tell = () => {
    current = personValues(kept, layers());
    told = JSON.stringify([current, sources()]);
    for (const listener of listeners) listener(current);
    bus.publish('settings', '', { type: 'changed' });
  };
  const takeStored = async () => {
    kept = await store.get();
    stored = await store.stored();
  };
  const set = async (patch: SettingsPatch): Promise<Settings> => {
    const parsed = SettingsPatch.safeParse(patch);
    if (!parsed.success) throw invalidInput(parsed.error, 'The setting');
    const wished = namedValues(parsed.data);
    refuseLocked(wished, current, layers());
    // What something outside holds anyway would only come back as the person's own when that is gone.
    const own = [...wished].filter(([path]) => lockedBy(path, originsOf(layers())) === undefined);
    await store.set(own.reduce<unknown>((all, [path, value]) => mergeNested(all, nestAt(path, value)), {}));
    await takeStored();
    tell();
    return current;
  };
  const changeFile = async (changes: ReadonlyMap<string, SettingValue | undefined>) => {
    deps.onFileNotices((await file.change(changes)).notices);
  };
  const reset = async (paths: readonly string[]): Promise<Settings> => {
    const found = paths.map((path) => {
      const one = findSetting(path);
      if (one === undefined) throw new AppError('invalid_input', `There is no setting ${path}.`);
      return one;
    });
    const next = startValues(start.dataFolder, layers());
    for (const one of found) {
      if (!one.isEditable) throw setOutsideOnly(one.path);
      const at = one.scope === 'start' ? next : current;
      refuseLocked(new Map([[one.path, one.initial]]), at, layers());
    }
    const inFile = found.filter((one) => one.scope === 'start' && file.state().values.has(one.path));
    if (inFile.length > 0) await changeFile(new Map(inFile.map((one) => [one.path, undefined])));
    const own = found.filter((one) => one.scope === 'person').map((one) => one.path);
    if (own.length > 0) await store.unset(own);
    await takeStored();
    tell();
    return current;
  };
  const setStart = async (patch: StartPatch): Promise<SettingsSources> => {
    const parsed = StartPatch.safeParse(patch);
    if (!parsed.success) throw invalidInput(parsed.error, 'The setting');
    const wished = namedValues(parsed.data);
    for (const path of wished.keys()) if (findSetting(path)?.isEditable !== true) throw setOutsideOnly(path);
    refuseLocked(wished, startValues(start.dataFolder, layers()), layers());
    await changeFile(wished);
    tell();
    return sources();
  };
  return {
    current: () => current,
    set: (patch) => inOrder(() => set(patch)),
    reset: (paths) => inOrder(() => reset(paths)),
    setStart: (patch) => inOrder(() => setStart(patch)),
    sources,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    follow(signal) {
      const changed = (state: FileState) => {
        deps.onFileNotices(state.notices);
        // Our own writes come back as well, and many an editor touches a file without changing it.
        if (JSON.stringify([personValues(kept, layers()), sources()]) !== told) tell();
      };
      file.watch(changed, { signal, clock, log });
    },
  };
}
