// Opens session folders as confined workspaces.
import { mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve as resolveText } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { openOrMakeFolder, writeAtomically } from './atomic-write.ts';
import { type OpenFolder, openFolder, openForReading, within } from './confined-folder.ts';
import { errnoOf, toFileError } from './file-errors.ts';
import { createFileSteps } from './file-steps.ts';
import { isWithin, type PathPlatform } from './path-rules.ts';
import {
  type FileEntry,
  type FileSteps,
  isWriteProtected,
  protectedPaths,
  type Workspace,
  type Workspaces,
} from './port.ts';
import { readContent } from './read-file.ts';
import { type ResolveRules, resolvePath } from './resolve-path.ts';
import { joinRelative, statEntry, walkFolder } from './walk-folder.ts';

export type WorkspacesDeps = {
  readonly dataFolder: string;
  readonly home: string;
  /** `process.platform` of the machine. */
  readonly platform: string;
};

const systemFolders = '/ /bin /boot /dev /etc /home /lib /lib64 /opt /proc /root /run /sbin /srv /sys /tmp /usr /var'
  .concat(' /Users /System /Library /Applications /Volumes /private /private/tmp C:/ C:/Windows C:/Users')
  .split(' ');
const systemTrees = ['/dev', '/proc', '/sys', '/boot', 'C:/Windows'];

const refused = (sentence: string, reason: string) => new AppError('forbidden', sentence, { details: { reason } });

function checkRoot(root: string, o: { home: string; protected: readonly string[] }): void {
  const same = (a: string, b: string) => isWithin(a, b) && isWithin(b, a);
  if (isWithin(o.home, root))
    throw refused('The home folder cannot be the workspace. Choose a folder inside it.', 'workspace_too_wide');
  if (systemFolders.some((folder) => same(root, folder)) || systemTrees.some((tree) => isWithin(root, tree)))
    throw refused(`"${root}" belongs to the system. Choose a folder of your own.`, 'workspace_too_wide');
  if (o.protected.some((folder) => isWithin(root, folder)))
    throw refused('This folder holds keys, browser data or Limpet’s own data. Choose another one.', 'protected_path');
}

const parentOf = (relative: string): { folder: string; name: string } => {
  const cut = relative.lastIndexOf('/');
  return cut === -1
    ? { folder: '.', name: relative }
    : { folder: relative.slice(0, cut), name: relative.slice(cut + 1) };
};

class ConfinedWorkspace implements Workspace {
  readonly root: string;
  readonly steps: FileSteps;
  readonly #rules: ResolveRules;
  readonly #descriptors: boolean;

  constructor(rules: ResolveRules, descriptors: boolean) {
    this.root = rules.root;
    this.#rules = rules;
    this.#descriptors = descriptors;
    this.steps = createFileSteps({ rules, descriptors, isProtected: (absolute) => this.#isProtected(absolute) });
  }

  async resolve(path: string): Promise<string> {
    return (await this.#resolve(path)).relative;
  }

  async stat(path: string): Promise<FileEntry | undefined> {
    const { relative } = await this.#resolve(path);
    try {
      if (relative === '.') {
        const found = await stat(this.root);
        return { path: '.', kind: 'folder', sizeBytes: found.size, modifiedMs: Math.trunc(found.mtimeMs) };
      }
      const { folder, name } = parentOf(relative);
      return await within(this.#open(folder), (opened) => statEntry(opened, name, relative));
    } catch (error) {
      if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
      throw toFileError(error, relative);
    }
  }

  async read(path: string, o: { maxBytes: number; signal: AbortSignal }) {
    const { relative } = await this.#resolve(path);
    try {
      if (relative === '.') throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
      const { folder, name } = parentOf(relative);
      return await within(this.#open(folder), async (opened) => {
        const handle = await openForReading(opened, name);
        try {
          return await readContent(handle, o);
        } finally {
          await handle.close();
        }
      });
    } catch (error) {
      throw toFileError(error, relative);
    }
  }

  async list(
    path: string,
    o: { limit: number; signal: AbortSignal },
  ): Promise<{ entries: FileEntry[]; more: boolean }> {
    const { relative } = await this.#resolve(path);
    try {
      return await within(this.#open(relative), async (folder) => {
        const names = (await readdir(folder.at(), { withFileTypes: true }))
          .sort((a, b) => Number(b.isDirectory()) - Number(a.isDirectory()) || (a.name < b.name ? -1 : 1))
          .filter((entry) => !this.#isProtected(`${this.root}/${joinRelative(relative, entry.name)}`));
        const entries: FileEntry[] = [];
        for (const { name } of names.slice(0, o.limit)) {
          throwIfAborted(o.signal);
          const entry = await statEntry(folder, name, joinRelative(relative, name));
          if (entry !== undefined) entries.push(entry);
        }
        return { entries, more: names.length > o.limit };
      });
    } catch (error) {
      throw toFileError(error, relative);
    }
  }

  async *walk(path: string, signal: AbortSignal): AsyncGenerator<FileEntry> {
    const { relative } = await this.#resolve(path);
    const rules = {
      root: this.root,
      descriptors: this.#descriptors,
      isProtected: (absolute: string) => this.#isProtected(absolute),
    };
    yield* walkFolder(relative, rules, signal);
  }

  async write(path: string, bytes: Uint8Array, o: { expectedSha256: string | null; signal: AbortSignal }) {
    const { relative } = await this.#resolve(path);
    if (isWriteProtected(relative))
      throw refused('Git’s hooks and settings are never written by a tool.', 'protected_path');
    if (relative === '.') throw new AppError('invalid_input', 'Name a file, not the workspace itself.');
    throwIfAborted(o.signal);
    const { folder, name } = parentOf(relative);
    try {
      const segments = folder === '.' ? [] : folder.split('/');
      const opening = openOrMakeFolder(this.root, segments, { descriptors: this.#descriptors });
      await within(opening, (opened) => writeAtomically(opened, { name, bytes }, o));
    } catch (error) {
      throw toFileError(error, relative);
    }
  }

  async #resolve(path: string) {
    try {
      return await resolvePath(path, this.#rules);
    } catch (error) {
      throw toFileError(error, path.slice(0, 300));
    }
  }

  #open(relative: string): Promise<OpenFolder> {
    return openFolder(join(this.root, relative), { descriptors: this.#descriptors });
  }

  #isProtected(absolute: string): boolean {
    return this.#rules.protected.some((folder) => isWithin(absolute, folder));
  }
}

type GuardList = { readonly home: string; readonly protected: readonly string[] };

function realpathIfThere(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined); // the caller decides what a missing one means
}

/** Refuses with `forbidden`: reason `workspace_too_wide` (home, `/`, system folders) or `protected_path`. */
export function createWorkspaces(deps: WorkspacesDeps): Workspaces {
  const platform: PathPlatform = deps.platform === 'win32' ? 'win32' : 'posix';
  let known: GuardList | undefined;
  const guardList = async (): Promise<GuardList> => {
    if (known !== undefined) return known;
    const [home, dataFolder] = await Promise.all([deps.home, deps.dataFolder].map(realpathIfThere));
    const real = { home: home ?? deps.home, dataFolder: dataFolder ?? deps.dataFolder };
    const list = { home: real.home, protected: [...protectedPaths(real), ...protectedPaths(deps)] };
    // A folder that is not there yet may come as a link: look again until both are.
    if (home !== undefined && dataFolder !== undefined) known = list;
    return list;
  };
  return {
    async open(written, o = {}) {
      if (!isAbsolute(written))
        throw new AppError('invalid_input', 'Name the workspace by its whole path.', {
          details: { reason: 'bad_path' },
        });
      if (/\p{Cc}/u.test(written))
        throw new AppError('invalid_input', 'This folder’s name holds control characters.', {
          details: { reason: 'bad_path' },
        });
      const writtenRoot = resolveText(written);
      const list = await guardList();
      checkRoot(writtenRoot, list);
      try {
        if (o.create === true && (await realpathIfThere(writtenRoot)) === undefined) {
          // A link on the way must not make folders elsewhere: check where they would come to lie.
          checkRoot(await nearestReal(writtenRoot), list);
          await mkdir(writtenRoot, { recursive: true });
        }
        const root = await realpath(writtenRoot);
        checkRoot(root, list);
        if (!(await stat(root)).isDirectory())
          throw new AppError('invalid_input', `"${written}" is not a folder.`, { details: { reason: 'not_a_folder' } });
        const rules = { root, writtenRoot, home: list.home, platform, protected: list.protected };
        return new ConfinedWorkspace(rules, deps.platform === 'linux');
      } catch (error) {
        if (errnoOf(error) === 'ENOENT')
          throw new AppError('not_found', `The folder "${written}" does not exist. Choose another one.`, {
            details: { reason: 'no_workspace', facts: { path: written } },
          });
        throw toFileError(error, written);
      }
    },
  };
}

async function nearestReal(path: string): Promise<string> {
  const real = await realpathIfThere(path);
  if (real !== undefined) return real;
  const parent = dirname(path);
  return parent === path ? path : `${await nearestReal(parent)}/${path.slice(parent.length).replace(/^[\\/]/, '')}`;
}
