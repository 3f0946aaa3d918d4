// Opens folders and files so that swapping a folder for a link between check and use cannot lead out of the workspace.
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';

/** A folder that is open: on Linux names below it are reached through its descriptor, so its path no longer matters. */
export interface OpenFolder {
  /** A path that reaches `name` in this very folder; without a name the folder itself. */
  at(name?: string): string;
  /** Throws `forbidden` when the folder is no longer where it was checked; needed where descriptors cannot be walked. */
  recheck(): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Opens, uses, closes; what `use` throws comes through. */
export async function within<T>(opening: Promise<OpenFolder>, use: (folder: OpenFolder) => Promise<T>): Promise<T> {
  const folder = await opening;
  try {
    return await use(folder);
  } finally {
    await folder.close();
  }
}

const swapped = () =>
  new AppError(
    'forbidden',
    'A folder on the way was replaced while it was opened, so nothing was touched. Try again.',
    {
      details: { reason: 'outside_workspace' },
    },
  );

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** `path` is canonical (no links in it); a link anywhere on the way by now is refused. */
export async function openFolder(path: string, o: { descriptors: boolean }): Promise<OpenFolder> {
  if (!o.descriptors) return openFolderByPath(path);
  const handle = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK);
  try {
    // The descriptor is pinned to one folder now; the kernel tells where it really is.
    if ((await readlink(`/proc/self/fd/${handle.fd}`)) !== path) throw swapped();
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    at: (name) => `/proc/self/fd/${handle.fd}/${name ?? '.'}`,
    recheck: async () => {},
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

async function openFolderByPath(path: string): Promise<OpenFolder> {
  const recheck = async () => {
    if ((await realpath(path)) !== path) throw swapped();
  };
  if (!(await lstat(path)).isDirectory()) throw swapped();
  await recheck();
  return {
    at: (name) => (name === undefined ? path : join(path, name)),
    recheck,
    sync: async () => {}, // these systems give no descriptor of a folder to flush
    close: async () => {},
  };
}

/** Opens an ordinary file for reading; a link, pipe, socket or device is refused and never waited for. */
export async function openForReading(folder: OpenFolder, name: string): Promise<FileHandle> {
  const handle = await open(folder.at(name), O_RDONLY | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
  try {
    await folder.recheck();
    const stat = await handle.stat();
    if (stat.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    if (!stat.isFile()) {
      throw new AppError('unsupported', `"${name}" is a pipe, socket or device, not a file.`, {
        details: { reason: 'not_a_file' },
      });
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
