// A small file of the person's own, replaced as one step: after a crash it is the old one whole or the new one whole.
import { constants } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // a folder cannot be opened there, and rename is durable
  const handle = await open(folder, constants.O_RDONLY);
  await handle.sync().finally(() => handle.close());
}

/** For its owner alone, like the folder it lies in. What an interrupted try left behind is taken away by the next one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const next = `${path}.new`;
  await rm(next, { force: true });
  const handle = await open(next, 'wx', 0o600);
  await handle
    .writeFile(text)
    .then(() => handle.sync())
    .finally(() => handle.close());
  await rename(next, path);
  await syncFolder(dirname(path));
}

/** Gone for good, also after a power cut; nothing happens when it is not there. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(`${path}.new`, { force: true });
  await syncFolder(dirname(path));
}
