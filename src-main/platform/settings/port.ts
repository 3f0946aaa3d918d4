// The settings: read at any time, changed through the contract, followed by whoever applies them live; and their file.
import type { SettingValue } from '#main/contract/setting.ts';
import type { SettingSource, Settings, SettingsPatch, SettingsSources, StartPatch } from '#main/contract/settings.ts';
import type { SystemState } from '#main/contract/system.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';

export interface SettingsSource {
  /** The values in force, from all sources; never touches the disk. */
  current(): Settings;
  /** `invalid_input` with the path of the field; `conflict` with reason `set_outside` for what the app may not change. */
  set(patch: SettingsPatch): Promise<Settings>;
  /** Takes values out of database and file, so that the default holds. Unknown paths are `invalid_input`. */
  reset(paths: readonly string[]): Promise<Settings>;
  onChange(listener: (settings: Settings) => void): () => void;
  /** Where each value comes from, and what the next start will read. */
  sources(): SettingsSources;
  /** Into the file. `forbidden` with reason `set_outside_only` for what the app never changes. */
  setStart(patch: StartPatch): Promise<SettingsSources>;
}

/** A value of a variable or a flag, with the name that it was given under: `LIMPET_THEME`, `--port`. */
export type OutsideValue = { readonly value: SettingValue; readonly name: string };
/** What is set from outside the app for as long as this process lives; the later layer goes before the earlier. */
export type OutsideLayer = {
  readonly source: Extract<SettingSource, 'environment' | 'flag'>;
  readonly values: ReadonlyMap<string, OutsideValue>;
};

export type FileNotice = SystemState['notices'][number];
export type FileState = {
  /** By path. A value that is wrong is the one of the last good file, if that has one. */
  readonly values: ReadonlyMap<string, SettingValue>;
  /** `damaged`: cannot be read as a whole right now, so `values` are those of before. */
  readonly condition: 'absent' | 'sound' | 'damaged';
  /** Names of values that cannot be used. */
  readonly wrong: readonly string[];
  /** What the person should know: damage, wrong values, unknown names. */
  readonly notices: readonly FileNotice[];
};

export type WatchOptions = { readonly signal: AbortSignal; readonly clock: Pick<Clock, 'after'>; readonly log: Log };

/** config.json in the data folder, and beside it `config.json.last-good` and, after damage, `config.json.damaged`. */
export interface ConfigFile {
  readonly path: string;
  state(): FileState;
  /** Reads anew; what is damaged stays where it is, and what was read before holds on. Never rejects. */
  reload(): Promise<FileState>;
  /**
   * Sets values, or takes them out where undefined; everything else in the file stays. One change after another.
   * `conflict` with reason `config_damaged` while it cannot be read, `unavailable` where it cannot be written.
   */
  change(changes: ReadonlyMap<string, SettingValue | undefined>): Promise<FileState>;
  /**
   * For the owner of the data folder, at its start and when the person asks for it: keeps a damaged file beside and puts
   * the last good one in its place, or none when there is none; remembers a sound one as the last good.
   */
  settle(): Promise<FileState>;
  /** Puts what holds in place of values that cannot be used; the file as it was is kept beside. */
  dropWrong(): Promise<FileState>;
  /** Calls back after the file has changed on the disk and was read anew, until the signal aborts. Never throws. */
  watch(onChange: (state: FileState) => void, o: WatchOptions): void;
}
