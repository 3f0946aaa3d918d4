// Files that were handed over: taken as bytes, or named among the refused.
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chatLimits } from '#main/contract/chat.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import { takeFiles } from './take-files.ts';

async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-files-'));
  const clock = createFakeClock();
  const { store } = await openStore({ folder: join(folder, 'data'), now: clock.now });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const take = (paths: readonly string[]) => takeFiles(paths, { blobs: store.blobs, clock }, neverAborts);
  return { folder, store, write, take };
}

describe('files that are handed over', () => {
  it('become attachments with their bytes, name and type', async () => {
    const { store, write, take } = await setUp();
    const { attachments, refused } = await take([write('tides.csv', 'a,b'), write('odd.xyz', 'x')]);
    expect(refused).toEqual([]);
    expect(attachments).toMatchObject([
      { name: 'tides.csv', mediaType: 'text/csv', sizeBytes: 3 },
      { name: 'odd.xyz', mediaType: 'application/octet-stream', sizeBytes: 1 },
    ]);
    const [first] = attachments;
    if (first === undefined) throw new Error('no attachment');
    expect(new TextDecoder().decode(await store.blobs.read(first.blobId))).toBe('a,b');
  });

  it('are refused by name when they are folders, missing, too large or too many', async () => {
    const { folder, write, take } = await setUp();
    mkdirSync(join(folder, 'folder'));
    const large = write('large.bin', '');
    truncateSync(large, chatLimits.fileBytes + 1);
    const { attachments, refused } = await take([join(folder, 'folder'), join(folder, 'gone'), large]);
    expect([attachments, refused]).toEqual([[], ['folder', 'gone', 'large.bin']]);
    const many = await take(Array.from({ length: 12 }, (_, n) => write(`${n}.txt`, 'x')));
    expect([many.attachments.length, many.refused]).toEqual([10, ['10.txt', '11.txt']]);
  });
});
