// Which folders a program may be shown besides its workspace: never keys, the home, or our own data as a whole.
import { realpath } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { SpawnSpec } from './port.ts';

export type FolderRules = {
  readonly home: string;
  readonly dataFolder: string;
  readonly protected: readonly string[];
};

/** Folders below our data that belong to programs: each may see those that its caller names, and nothing beside them. */
export const programFolders = ['skills', 'servers', 'plugins', 'programs'] as const;

/** Without case, since many disks ignore it. */
function isWithin(path: string, folder: string): boolean {
  const fold = (text: string) => text.replaceAll('\\', '/').normalize('NFC').toLowerCase().replace(/\/+$/, '');
  return fold(path) === fold(folder) || fold(path).startsWith(`${fold(folder)}/`);
}

const refuse = (path: string) =>
  new AppError('forbidden', `${path} is protected, so no program is shown it.`, {
    details: { reason: 'protected_path', facts: { path } },
  });

function isRefused(path: string, rules: FolderRules): boolean {
  if (isWithin(rules.home, path) || isWithin(rules.dataFolder, path)) return true;
  const ours = programFolders.map((name) => join(rules.dataFolder, name));
  if (ours.some((folder) => isWithin(path, folder) && !isWithin(folder, path))) return false;
  return rules.protected.some((place) => isWithin(place, path) || isWithin(path, place));
}

/** Errors: `invalid_input` for a path that is not absolute, `forbidden` (`protected_path`), `not_found` when it is not there. */
export async function checkFolders(
  spec: Pick<SpawnSpec, 'workspace' | 'read' | 'write' | 'home' | 'path'>,
  rules: FolderRules,
): Promise<void> {
  const extra = [...(spec.read ?? []), ...(spec.write ?? [])];
  const places = [...extra, ...(spec.path ?? []), ...(spec.home === undefined ? [] : [spec.home])];
  for (const path of places)
    if (!isAbsolute(path) || /[\0\n]/.test(path)) throw new AppError('invalid_input', `"${path}" is no absolute path.`);
  for (const path of extra) {
    const real = await realpath(path).catch((error: unknown) => {
      throw new AppError('not_found', `There is no folder ${path}.`, { cause: error });
    });
    // Both: the name leads nowhere protected, and what stands at the name does not either.
    if (isRefused(path, rules) || isRefused(real, rules)) throw refuse(path);
  }
  const writable = [spec.workspace, ...(spec.write ?? [])];
  if (spec.home !== undefined && !writable.some((folder) => isWithin(spec.home ?? '', folder)))
    throw new AppError('invalid_input', 'The home of a program lies in a folder that it may write to.');
}
