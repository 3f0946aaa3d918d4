// Picking a workspace folder and naming its files, for the renderer.
import { mkdtemp, readdir, realpath, rmdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import type { Ctx, Handlers } from '#main/contract/kernel.ts';
import type { workspace as domain } from '#main/contract/workspace.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Store } from '#main/platform/store/port.ts';
import { toFileError } from './file-errors.ts';
import { createFileSearch } from './file-search.ts';
import { isWithin } from './path-rules.ts';
import { protectedPaths, type Workspaces } from './port.ts';

export type WorkspaceHandlersDeps = {
  readonly workspaces: Workspaces;
  readonly store: { readonly sessions: Pick<Store['sessions'], 'get'> };
  readonly home: string;
  readonly dataFolder: string;
  readonly clock: Clock;
};

const shownFolders = 500;

async function subFolders(path: string, hidden: readonly string[]): Promise<{ name: string; path: string }[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => ({ name: entry.name, path: join(path, entry.name) }))
    .filter((folder) => !hidden.some((place) => isWithin(folder.path, place)))
    .sort((a, b) => a.name.localeCompare(b.name))
    .slice(0, shownFolders);
}

/** `~` and what follows it, as people type it. */
function expandHome(path: string, home: string): string {
  const plain = path.trim();
  return /^~(?=[\\/]|$)/.test(plain) ? join(home, plain.slice(1)) : plain;
}

/** By making an empty folder and taking it away: what the system says about rights is not always what it does. */
async function checkWritable(root: string): Promise<void> {
  const trial = await mkdtemp(join(root, '.limpet-'));
  await rmdir(trial);
}

export function workspaceHandlers(deps: WorkspaceHandlersDeps): Handlers<typeof domain, Ctx> {
  const search = createFileSearch(deps.clock);
  return {
    async folders({ path = deps.home }) {
      if (!isAbsolute(path))
        throw new AppError('invalid_input', 'Name the folder by its whole path.', { details: { reason: 'bad_path' } });
      try {
        const real = await realpath(path);
        const parent = dirname(real);
        const hidden = protectedPaths(deps);
        if (hidden.some((place) => isWithin(real, place)))
          throw new AppError('forbidden', 'This folder holds keys, browser data or Limpet’s own data.', {
            details: { reason: 'protected_path' },
          });
        return { path: real, parent: parent === real ? null : parent, folders: await subFolders(real, hidden) };
      } catch (error) {
        throw toFileError(error, path);
      }
    },
    async prepare({ path }) {
      const wanted = expandHome(path, deps.home);
      if (!isAbsolute(wanted))
        throw new AppError('invalid_input', 'Enter the whole path of the folder, or begin it with ~.', {
          details: { reason: 'relative_path', path: ['path'] },
        });
      const isThere = await stat(wanted).then(
        () => true,
        () => false, // made below, or refused there with a reason
      );
      try {
        const { root } = await deps.workspaces.open(wanted, { create: true });
        await checkWritable(root);
        return { path: root, created: !isThere };
      } catch (error) {
        throw toFileError(error, wanted);
      }
    },
    async files({ sessionId, text, limit }, ctx) {
      const session = await deps.store.sessions.get(sessionId);
      const workspace = await deps.workspaces.open(session.workspace);
      return { files: await search.find(workspace, { text, limit, signal: ctx.signal }) };
    },
  };
}
