// Which folders a program is made of, by the paths in its command: what it must be able to read to start at all.
import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';

const marks = ['package.json', 'pyproject.toml', 'deno.json', 'go.mod', 'Cargo.toml'];
const levels = 4;
/** Shown to every program anyway. */
const system = ['/usr', '/bin', '/sbin', '/lib', '/lib64', '/opt', '/nix', '/snap'];

const kindOf = (path: string) =>
  stat(path).then(
    (found) => (found.isDirectory() ? 'folder' : 'file'),
    () => 'missing',
  );

async function projectOf(file: string): Promise<string> {
  const modules = `${sep}node_modules${sep}`;
  const at = file.indexOf(modules);
  if (at > 0) return file.slice(0, at + modules.length - 1);
  let folder = dirname(file);
  for (let level = 0; level < levels && folder !== dirname(folder); level += 1) {
    for (const mark of marks) if ((await kindOf(join(folder, mark))) === 'file') return folder;
    folder = dirname(folder);
  }
  return dirname(file);
}

/** Folders that are named stay as they are: a person decides whether they may be written to. */
export async function programFolders(argv: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const part of argv.slice(0, 40)) {
    if (!isAbsolute(part) || system.some((folder) => part === folder || part.startsWith(`${folder}/`))) continue;
    const kind = await kindOf(part);
    if (kind === 'folder') found.add(part);
    else if (kind === 'file') found.add(await projectOf(part));
  }
  return [...found];
}
