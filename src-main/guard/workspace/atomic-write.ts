// Replaces a file as one step: a reader, or a crash, sees the old content or the new, never a mixture.
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { type OpenFolder, openFolder, openForReading, within } from './confined-folder.ts';
import { errnoOf } from './file-errors.ts';
import { readContent } from './read-file.ts';

export const changed = () =>
  new AppError('conflict', 'The file changed in the meantime. Read it again, then make the change anew.', {
    details: { reason: 'changed_meanwhile' },
  });

type WriteOptions = { readonly expectedSha256: string | null; readonly signal: AbortSignal };

/** Opens a folder below `root`, making what is missing one level at a time, so that every level is checked. */
export async function openOrMakeFolder(
  root: string,
  segments: readonly string[],
  o: { descriptors: boolean },
): Promise<OpenFolder> {
  const whole = await openFolder(join(root, ...segments), o).catch((error: unknown) => {
    if (errnoOf(error) !== 'ENOENT') throw error;
    return undefined;
  });
  if (whole !== undefined || segments.length === 0) return whole ?? openFolder(root, o);
  const name = segments[segments.length - 1] ?? '';
  await within(openOrMakeFolder(root, segments.slice(0, -1), o), async (parent) => {
    await parent.recheck();
    await mkdir(parent.at(name)).catch((error: unknown) => {
      if (errnoOf(error) !== 'EEXIST') throw error; // somebody else made it just now
    });
  });
  return openFolder(join(root, ...segments), o);
}

async function currentState(
  folder: OpenFolder,
  name: string,
  signal: AbortSignal,
): Promise<{ sha256: string; mode: number; uid: number; gid: number } | undefined> {
  let handle: FileHandle;
  try {
    handle = await openForReading(folder, name);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const stat = await handle.stat();
    const { sha256 } = await readContent(handle, { maxBytes: 0, signal });
    return { sha256, mode: stat.mode & 0o7777, uid: stat.uid, gid: stat.gid };
  } finally {
    await handle.close();
  }
}

async function writeTemporary(
  path: string,
  bytes: Uint8Array,
  like: { mode?: number | undefined; uid?: number; gid?: number },
): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const handle = await open(path, flags, 0o666);
  try {
    await handle.writeFile(bytes);
    // Only a privileged process may give files away; for everybody else the owner stays who wrote it.
    if (like.uid !== undefined && like.gid !== undefined) await handle.chown(like.uid, like.gid).catch(() => {});
    if (like.mode !== undefined) await handle.chmod(like.mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts the temporary file in place; for a new file without replacing one that appeared in the meantime. */
async function putInPlace(folder: OpenFolder, temporary: string, o: { name: string; isNew: boolean }): Promise<void> {
  await folder.recheck();
  if (!o.isNew) return rename(folder.at(temporary), folder.at(o.name));
  try {
    await link(folder.at(temporary), folder.at(o.name));
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw changed();
    // Some file systems (FAT, network shares) have no hard links: look once more, then rename.
    if (await lstat(folder.at(o.name)).catch(() => undefined)) throw changed();
    return rename(folder.at(temporary), folder.at(o.name));
  }
  await unlink(folder.at(temporary));
}

/** Rights stay as they were, or become `mode`. Errors: `conflict` (`changed_meanwhile`), and the disk's own as they come. Leaves no temporary file behind. */
export async function writeAtomically(
  folder: OpenFolder,
  file: { name: string; bytes: Uint8Array; mode?: number },
  o: WriteOptions,
): Promise<void> {
  const before = await currentState(folder, file.name, o.signal);
  if ((before?.sha256 ?? null) !== o.expectedSha256) throw changed();
  const temporary = `.${randomBytes(6).toString('hex')}.limpet-tmp`;
  try {
    await writeTemporary(folder.at(temporary), file.bytes, { ...before, mode: file.mode ?? before?.mode });
    const now = await currentState(folder, file.name, o.signal);
    if (now?.sha256 !== before?.sha256) throw changed();
    throwIfAborted(o.signal);
    await putInPlace(folder, temporary, { name: file.name, isNew: before === undefined });
  } catch (error) {
    await unlink(folder.at(temporary)).catch(() => {}); // it may never have come to be
    throw error;
  }
  await folder.sync();
}
