// How this process was started: what variables, flags and config.json set, and the values that are read once.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import { type CheckedValue, checkSetting, readSettingText, type Setting } from '#main/contract/setting.ts';
import { StartSettings, settingList } from '#main/contract/settings.ts';
import { createConfigFile } from '#main/platform/settings/create-config-file.ts';
import type { ConfigFile, OutsideLayer, OutsideValue } from '#main/platform/settings/port.ts';

/** What the gateway listens on when nobody names a port; the next free one when it is taken. */
export const usualPort = 18_789;

export type Config = StartSettings;
export type Environment = Readonly<Record<string, string | undefined>>;
/** By the name of the flag, as `parseArgs` gives them with `flagOptions`. */
export type ConfigFlags = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
export type LoadedConfig = {
  readonly config: Config;
  /** A copy of the process environment: the only one that rooms are handed. */
  readonly environment: Environment;
  readonly home: string;
  readonly file: ConfigFile;
  /** What variables and flags set, of both scopes. */
  readonly outside: readonly OutsideLayer[];
};

type FlagOption = { readonly type: 'string' | 'boolean'; readonly multiple?: boolean };

/** Every setting as an option of `parseArgs`. Of a switch `--no-…` is the opposite, where `allowNegative` is set. */
export const flagOptions: Readonly<Record<string, FlagOption>> = Object.fromEntries(
  settingList.flatMap(({ flags, control }) =>
    flags.map((name): [string, FlagOption] => [
      name,
      control.type === 'switch' ? { type: 'boolean' } : { type: 'string', multiple: control.type === 'list' },
    ]),
  ),
);

/** The data folder by the convention of the operating system. */
export function defaultDataFolder(platform: NodeJS.Platform, environment: Environment, home: string): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Limpet');
  if (platform === 'win32') return join(environment.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Limpet');
  const base = environment.XDG_DATA_HOME;
  return join(base?.startsWith('/') ? base : join(home, '.local', 'share'), 'limpet');
}

function must(checked: CheckedValue, one: Setting, name: string): OutsideValue {
  if (checked.type === 'ok') return { value: checked.value, name };
  throw new AppError('invalid_input', `The value of ${name} (${one.path}) cannot be used. Correct it.`, {
    details: { reason: 'setting_not_usable', facts: { name, path: one.path } },
  });
}

function readEnvironment(environment: Environment): OutsideLayer {
  const values = settingList.flatMap((one): [string, OutsideValue][] => {
    const name = one.environment.find((each) => (environment[each] ?? '') !== '');
    return name === undefined ? [] : [[one.path, must(readSettingText(one, environment[name] ?? ''), one, name)]];
  });
  return { source: 'environment', values: new Map(values) };
}

function readFlags(flags: ConfigFlags): OutsideLayer {
  const values = settingList.flatMap((one): [string, OutsideValue][] => {
    const flag = one.flags.find((each) => flags[each] !== undefined);
    const given = flag === undefined ? undefined : flags[flag];
    if (flag === undefined || given === undefined) return [];
    const checked =
      typeof given === 'boolean' ? checkSetting(one, given) : readSettingText(one, [given].flat().join(','));
    return [[one.path, must(checked, one, given === false ? `--no-${flag}` : `--${flag}`)]];
  });
  return { source: 'flag', values: new Map(values) };
}

export type LoadOptions = {
  readonly flags?: ConfigFlags;
  readonly environment?: Environment;
  readonly home?: string;
  readonly platform?: NodeJS.Platform;
};

/** The value of the last layer that has one. */
function wished(layers: readonly OutsideLayer[], path: string): unknown {
  return layers.findLast((layer) => layer.values.has(path))?.values.get(path)?.value;
}

/** Throws `invalid_input` naming the flag or variable that is wrong; what is wrong in the file is a notice. */
export function loadConfig(options: LoadOptions = {}): LoadedConfig {
  const environment = options.environment ?? { ...process.env };
  const home = options.home ?? homedir();
  const outside = [readEnvironment(environment), readFlags(options.flags ?? {})];
  const folder =
    wished(outside, 'dataFolder') ?? defaultDataFolder(options.platform ?? process.platform, environment, home);
  if (typeof folder !== 'string' || folder.includes('\0'))
    throw new AppError('invalid_input', 'The data folder is not a path.');
  const dataFolder = resolve(folder);
  const file = createConfigFile({ folder: dataFolder });
  const values = Object.fromEntries(
    settingList
      .filter(({ scope }) => scope === 'start')
      .map(({ path }) => [path, wished(outside, path) ?? file.state().values.get(path)]),
  );
  return { config: StartSettings.parse({ ...values, dataFolder }), environment, home, file, outside };
}
