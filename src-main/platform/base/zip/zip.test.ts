// Archives are written in one stream and read with suspicion.
import { readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { neverAborts } from '../abort.ts';
import { systemClock } from '../clock.ts';
import { openZip, type ZipLimits } from './read-zip.ts';
import { type RawEntry, rawZip } from './testing/raw-zip.ts';
import { type ZipEntry, zipBytes } from './write-zip.ts';

const limits: ZipLimits = { entries: 2_000, totalBytes: 50 * 1024 * 1024, ratio: 100 };
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limpet-zip-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = (bytes: Uint8Array) => {
  const path = join(folder, 'a.zip');
  writeFileSync(path, bytes);
  return path;
};
async function readAll(path: string, with_ = limits): Promise<Record<string, string>> {
  const zip = await openZip(path, with_);
  try {
    const found: Record<string, string> = {};
    for (const item of zip.items) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of zip.read(item, neverAborts)) chunks.push(chunk);
      found[item.name] = Buffer.concat(chunks).toString();
    }
    return found;
  } finally {
    zip.close();
  }
}
const open = (...entries: RawEntry[]) => readAll(file(rawZip(entries)));
const reason = (expected: string) =>
  expect.objectContaining({ details: expect.objectContaining({ reason: expected }) });

async function* bytes(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

describe('an archive that is written', () => {
  it('holds what was put in, asked for entry by entry', async () => {
    let open = 0;
    async function* entries(): AsyncGenerator<ZipEntry> {
      for (const name of ['a.txt', 'deep/b.txt', 'c.png']) {
        expect(open).toBe(0);
        open += 1;
        yield { name, at: Date.UTC(2026, 0, 1), bytes: bytes(name, '!'), isPacked: name.endsWith('png') };
        open -= 1;
      }
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of zipBytes(entries(), neverAborts)) chunks.push(chunk);
    expect(await readAll(file(Buffer.concat(chunks)))).toEqual({
      'a.txt': 'a.txt!',
      'deep/b.txt': 'deep/b.txt!',
      'c.png': 'c.png!',
    });
  });

  it('fails as its entry does, and stops when it is told to', async () => {
    async function* failing(): AsyncGenerator<ZipEntry> {
      yield {
        name: 'a',
        at: 0,
        bytes: (async function* () {
          yield Buffer.from('x');
          throw new Error('the disk is gone');
        })(),
      };
    }
    const drain = async (entries: AsyncIterable<ZipEntry>, signal: AbortSignal) => {
      for await (const _ of zipBytes(entries, signal)) {
        // Only its end matters.
      }
    };
    await expect(drain(failing(), neverAborts)).rejects.toThrow('the disk is gone');
    const stop = new AbortController();
    async function* endless(): AsyncGenerator<ZipEntry> {
      for (let n = 0; ; n += 1) {
        if (n === 3) stop.abort();
        yield { name: `${n}`, at: 0, bytes: bytes('x') };
      }
    }
    await expect(drain(endless(), stop.signal)).rejects.toThrow();
  });

  it('that is told to stop in the middle of an entry throws nothing at the process, which would end', async () => {
    const unheard = vi.fn();
    process.prependListener('uncaughtException', unheard);
    const stop = new AbortController();
    async function* slow(): AsyncGenerator<Uint8Array> {
      for (let n = 0; ; n += 1) {
        await systemClock.sleep(1, neverAborts);
        if (n === 5) stop.abort();
        yield Buffer.alloc(1_000);
      }
    }
    async function* one(): AsyncGenerator<ZipEntry> {
      yield { name: 'a', at: 0, bytes: slow() };
    }
    const read = async () => {
      let size = 0;
      for await (const chunk of zipBytes(one(), stop.signal)) size += chunk.length;
      return size;
    };
    await expect(read()).rejects.toThrow();
    await systemClock.sleep(50, neverAborts);
    process.off('uncaughtException', unheard);
    expect(unheard).not.toHaveBeenCalled();
  });
});

describe('an archive of a stranger [T30]', () => {
  it('is read when it is a plain one', async () => {
    expect(await open({ name: 'a.txt', content: 'hello' }, { name: 'd/', content: '' })).toEqual({ 'a.txt': 'hello' });
  });

  it.each(['../a', 'd/../../a', '/etc/passwd', 'C:/a', 'a\\..\\b', '..\\a'])(
    'is refused with the name %s',
    async (name) => {
      await expect(open({ name, content: 'x' })).rejects.toThrow();
      expect(readdirSync(folder)).toEqual(['a.zip']);
    },
  );

  it.each([
    ['a link', 0o120777],
    ['a device', 0o020644],
    ['a pipe', 0o010644],
  ])('is refused with %s', async (_kind, unixMode) => {
    await expect(open({ name: 'a', content: '/etc/passwd', unixMode })).rejects.toThrow(reason('archive_unsafe'));
  });

  it('is refused when two names may be one on some disks', async () => {
    await expect(open({ name: 'A.txt' }, { name: 'a.TXT' })).rejects.toThrow(reason('archive_unsafe'));
  });

  it('is refused when it would become huge, before anything is unpacked', async () => {
    const bomb = rawZip([{ name: 'zeros', content: Buffer.alloc(45 * 1024 * 1024), isDeflated: true }]);
    expect(bomb.length).toBeLessThan(100_000);
    await expect(readAll(file(bomb))).rejects.toThrow(reason('archive_too_large'));
    const many = Array.from({ length: 2_001 }, (_, n) => ({ name: `${n}` }));
    await expect(open(...many)).rejects.toThrow(reason('archive_too_many'));
  });

  it('is refused when its entries lie over one another', async () => {
    const content = Buffer.from('0123456789'.repeat(100));
    const over = Array.from({ length: 50 }, (_, n) => ({ name: `copy-${n}`, over: 'first' }));
    await expect(open({ name: 'first', content }, ...over)).rejects.toThrow(reason('archive_unsafe'));
  });

  it('is refused when more comes out than it said, or something else', async () => {
    const content = 'x'.repeat(10_000);
    await expect(open({ name: 'a', content, isDeflated: true, saysBytes: 10 })).rejects.toThrow();
    await expect(open({ name: 'a', content, isDeflated: true, saysBytes: 20_000 })).rejects.toThrow();
  });

  it('is refused when it is locked, cut short or no archive at all', async () => {
    await expect(open({ name: 'a', content: 'x', isDeflated: true, flags: 0x801 })).rejects.toThrow(
      reason('archive_locked'),
    );
    const whole = rawZip([{ name: 'a', content: 'x'.repeat(1_000) }]);
    await expect(readAll(file(whole.subarray(0, 600)))).rejects.toThrow(reason('archive_damaged'));
    await expect(readAll(file(Buffer.from('hello')))).rejects.toThrow(reason('archive_damaged'));
    await expect(readAll(join(folder, 'none.zip'))).rejects.toThrow(reason('archive_damaged'));
  });
});
