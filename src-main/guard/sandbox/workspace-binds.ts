// The workspace inside the sandbox: writable, but not what makes Git run programs, and not what is protected.
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const scannedFolders = 256;
const scannedModules = 64;

async function kind(path: string): Promise<'file' | 'folder' | 'other' | 'missing'> {
  const stat = await lstat(path).catch(() => undefined); // not there: nothing to protect
  if (stat === undefined) return 'missing';
  if (stat.isDirectory()) return 'folder';
  return stat.isFile() ? 'file' : 'other';
}

async function folderNames(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []); // unreadable for us, so for the command
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** Read-only hooks and settings of one Git folder. Where they are missing, empty ones are put over their place. */
async function gitFolderBinds(folder: string): Promise<string[]> {
  const binds: string[] = [];
  const hooks = join(folder, 'hooks');
  if ((await kind(hooks)) === 'folder') binds.push('--ro-bind', hooks, hooks);
  else if ((await kind(hooks)) === 'missing') binds.push('--tmpfs', hooks, '--remount-ro', hooks);
  for (const name of ['config', 'config.worktree']) {
    const path = join(folder, name);
    if ((await kind(path)) === 'file') binds.push('--ro-bind', path, path);
    else if (name === 'config' && (await kind(path)) === 'missing') binds.push('--ro-bind', '/dev/null', path);
  }
  return binds;
}

/** Git folders of submodules: `.git/modules/<name>`, where a name may have several levels and modules of its own. */
async function submoduleFolders(modules: string): Promise<string[]> {
  const found: string[] = [];
  const waiting = [modules];
  for (let seen = 0; seen < scannedModules; seen += 1) {
    const folder = waiting.shift();
    if (folder === undefined) break;
    for (const name of await folderNames(folder)) {
      const path = join(folder, name);
      const isModule = (await kind(join(path, 'config'))) === 'file';
      if (isModule) found.push(path);
      waiting.push(isModule ? join(path, 'modules') : path);
    }
  }
  return found;
}

async function repositoryBinds(root: string): Promise<string[]> {
  const git = join(root, '.git');
  const what = await kind(git);
  if (what === 'file') return ['--ro-bind', git, git];
  if (what !== 'folder') return [];
  // A mount point cannot be renamed, so nobody can put another `.git` in its place.
  const binds = ['--bind', git, git, ...(await gitFolderBinds(git))];
  for (const module of await submoduleFolders(join(git, 'modules'))) binds.push(...(await gitFolderBinds(module)));
  return binds;
}

/** Repositories at the workspace's root and two levels below it. */
async function repositories(workspace: string): Promise<string[]> {
  const found = [workspace];
  let left = scannedFolders;
  const visit = async (folder: string, depth: number) => {
    for (const name of await folderNames(folder)) {
      left -= 1;
      if (left < 0) return;
      if (name === '.git' || name === 'node_modules') continue;
      const path = join(folder, name);
      if ((await kind(join(path, '.git'))) !== 'missing') found.push(path);
      else if (depth < 2) await visit(path, depth + 1);
    }
  };
  await visit(workspace, 1);
  return found;
}

/** `closing` comes after what is bound into a hidden folder, e.g. a server's own folder below our data. */
export type FolderBinds = { readonly binds: readonly string[]; readonly closing: readonly string[] };

export async function writableBinds(folder: string, protectedPaths: readonly string[]): Promise<FolderBinds> {
  const binds = ['--bind', folder, folder];
  const closing: string[] = [];
  for (const place of protectedPaths) {
    if (!place.startsWith(`${folder}/`)) continue;
    const what = await kind(place);
    if (what === 'folder') {
      binds.push('--tmpfs', place);
      closing.push('--remount-ro', place);
    } else if (what !== 'missing') binds.push('--ro-bind', '/dev/null', place);
  }
  // What the person ruled for this folder; a mount point cannot be renamed either.
  const rules = join(folder, '.limpet');
  if ((await kind(rules)) === 'folder') binds.push('--ro-bind', rules, rules);
  for (const root of await repositories(folder)) binds.push(...(await repositoryBinds(root)));
  return { binds, closing };
}
