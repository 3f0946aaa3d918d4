// Replaces a small file as one step: a reader, or a crash at any moment, sees the old content whole or the new whole.
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export type ReplaceOptions = {
  /** Rights of the new file; a replaced one keeps nothing of its own. */
  readonly mode: number;
  /** Asked when the new content is safely on the disk, just before it takes the place; throwing leaves the old one. */
  readonly beforePut?: () => Promise<void>;
};

const isWindows = process.platform === 'win32'; // a folder cannot be opened there, and a rename is durable
const nameBeside = (path: string) => `${path}.${randomBytes(6).toString('hex')}.new`;

/** Errors are the disk's own. Leaves no temporary file behind, unless the process dies in between. */
export async function replaceFile(path: string, bytes: string | Uint8Array, o: ReplaceOptions): Promise<void> {
  const next = nameBeside(path);
  try {
    const handle = await open(next, 'wx', o.mode);
    await handle
      .writeFile(bytes)
      .then(() => handle.sync())
      .finally(() => handle.close());
    await o.beforePut?.();
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
  if (isWindows) return;
  const folder = await open(dirname(path), constants.O_RDONLY);
  await folder.sync().finally(() => folder.close());
}

function withOpenFile(path: string, flags: string | number, o: { mode?: number; use: (handle: number) => void }) {
  const handle = openSync(path, flags, o.mode);
  try {
    o.use(handle);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The same, for the moments before anything else runs. */
export function replaceFileSync(path: string, bytes: string | Uint8Array, o: Pick<ReplaceOptions, 'mode'>): void {
  const next = nameBeside(path);
  try {
    withOpenFile(next, 'wx', { mode: o.mode, use: (handle) => writeFileSync(handle, bytes) });
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
  if (!isWindows) withOpenFile(dirname(path), constants.O_RDONLY, { use: () => undefined });
}
