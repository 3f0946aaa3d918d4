// Unpacks a stranger's archive of skills: every entry was looked at by the reader before the first byte is written.
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkPlainNames } from '#main/platform/base/zip/plain-names.ts';
import { openZip, type ZipLimits } from '#main/platform/base/zip/read-zip.ts';

export const zipLimits: ZipLimits = { entries: 2_000, totalBytes: 50 * 1024 * 1024, ratio: 100 };

const maxParts = 16;

export async function unpackZip(path: string, to: string, signal: AbortSignal): Promise<void> {
  const zip = await openZip(path, zipLimits);
  try {
    checkPlainNames(
      zip.items.map(({ name }) => name),
      maxParts,
    );
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
