// What to type to reach this Limpet again, where the person is: in a checkout, installed for all folders, or elsewhere.
import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join, sep } from 'node:path';
import { defaultDataFolder, type LoadedConfig } from './config.ts';

export type OwnCommandOptions = {
  /** Folder of this Limpet's package.json. */
  readonly project: string;
  readonly cwd: string;
  readonly loaded: LoadedConfig;
  readonly platform: NodeJS.Platform;
};

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined; // not there
  }
}

/** A folder that npm adds to the path for its own scripts: the person's shell does not have it. */
const isOfNpm = (folder: string) => basename(folder) === '.bin' && basename(dirname(folder)) === 'node_modules';

/** A word `limpet` in the person's path that leads here: a link, or on Windows a script beside the packages. */
function isInPath({ project, loaded, platform }: OwnCommandOptions): boolean {
  const name = Object.keys(loaded.environment).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = (loaded.environment[name] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && !isOfNpm(folder));
  const isOurs = (path: string) => realPath(path)?.startsWith(`${project}${sep}`) === true;
  return folders.some((folder) =>
    platform === 'win32'
      ? existsSync(join(folder, 'limpet.cmd')) && realPath(join(folder, 'node_modules', 'limpet')) === project
      : isOurs(join(folder, 'limpet')),
  );
}

/** Quoted for the shell where it must be. */
function word(text: string, platform: NodeJS.Platform): string {
  if (/^[\w@%+=:,./\\-]+$/.test(text) && (platform === 'win32' || !text.includes('\\'))) return text;
  return platform === 'win32' ? `"${text}"` : `'${text.replaceAll("'", `'\\''`)}'`;
}

function program(o: OwnCommandOptions): string {
  if (isInPath(o)) return 'limpet';
  // `npx` finds the package of the folder, or one that it depends on.
  const parent = dirname(o.project);
  const home = basename(parent) === 'node_modules' ? dirname(parent) : o.project;
  const here = realPath(o.cwd) ?? o.cwd;
  if (here === home || here.startsWith(`${home}${sep}`)) return 'npx limpet';
  return `node ${word(join(o.project, 'build', 'launch', 'limpet.mjs'), o.platform)}`;
}

/** `words` after the name of the program; the data folder is named when it is not the usual one. */
export function ownCommand(words: string, o: OwnCommandOptions): string {
  const options = { ...o, project: realPath(o.project) ?? o.project };
  const { config, environment, home } = o.loaded;
  const usual = defaultDataFolder(o.platform, environment, home);
  const folder = config.dataFolder === usual ? '' : ` --data-dir ${word(config.dataFolder, o.platform)}`;
  return `${program(options)} ${words}${folder}`;
}
