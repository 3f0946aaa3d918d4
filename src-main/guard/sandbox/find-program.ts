// Looks a program up on PATH, as a shell would, but only in absolute folders.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Environment } from './child-environment.ts';

export function pathFolders(environment: Environment): string[] {
  const path = environment.PATH ?? environment.Path ?? '';
  return [...new Set(path.split(delimiter).filter((folder) => isAbsolute(folder)))];
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false; // not there or not ours to run: the next folder may have it
  }
}

export async function findProgram(name: string, environment: Environment): Promise<string | undefined> {
  if (isAbsolute(name)) return (await isProgram(name)) ? name : undefined;
  for (const folder of pathFolders(environment)) {
    const path = join(folder, name);
    if (await isProgram(path)) return path;
  }
  return undefined;
}
