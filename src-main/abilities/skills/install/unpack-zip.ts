// Unpacks a stranger's archive of skills: every entry was looked at by the reader before the first byte is written.
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '#main/contract/errors.ts';
import { openZip, type ZipLimits } from '#main/platform/base/zip/read-zip.ts';

export const zipLimits: ZipLimits = { entries: 2_000, totalBytes: 50 * 1024 * 1024, ratio: 100 };

/** Names that some system takes for something else than they look: devices, streams, trailing dots. */
const oddPart = /[<>:"|?*\\\p{Cc}]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/iu;

function checkName(name: string): void {
  const parts = name.split('/');
  if (parts.length <= 16 && parts.every((part) => part !== '' && part !== '..' && !oddPart.test(part))) return;
  throw new AppError(
    'invalid_input',
    `The archive holds something that is not unpacked: ${name}. Nothing was taken from it.`,
    { details: { reason: 'archive_unsafe', facts: { name } } },
  );
}

export async function unpackZip(path: string, to: string, signal: AbortSignal): Promise<void> {
  const zip = await openZip(path, zipLimits);
  try {
    for (const item of zip.items) checkName(item.name);
    await mkdir(to, { recursive: true, mode: 0o700 });
    for (const item of zip.items) {
      const target = join(to, ...item.name.split('/'));
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      const file = await open(target, 'wx', 0o600);
      try {
        for await (const bytes of zip.read(item, signal)) await file.write(bytes);
      } finally {
        await file.close();
      }
    }
  } finally {
    zip.close();
  }
}
