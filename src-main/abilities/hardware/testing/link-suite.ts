// What every link promises, held against a device that a test can speak for.
import { describe, expect, it, onTestFinished } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { DeviceIdentity, Link, LinkOpener } from '../port/link.ts';

export type LinkBench = {
  readonly opener: LinkOpener;
  readonly identity: DeviceIdentity;
  say(bytes: Uint8Array): Promise<void>;
  /** Resolves once the device has heard so many bytes. */
  heard(count: number): Promise<Buffer>;
  unplug(): Promise<void>;
  plug(): Promise<void>;
};

const rate = { baudRate: 115_200 };

/** Reads until `count` bytes have come or the data ended. */
export async function take(link: Link, count: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of link.data) {
    pieces.push(piece);
    size += piece.length;
    if (size >= count) break;
  }
  return Buffer.concat(pieces);
}

export function linkSuite(makeBench: () => Promise<LinkBench>): void {
  const openOn = async (bench: LinkBench) => {
    const link = await bench.opener.open(bench.identity, rate, neverAborts);
    onTestFinished(() => link.close());
    return link;
  };

  describe('a link', () => {
    it('carries every byte both ways, garbage too', async () => {
      const bench = await makeBench();
      const link = await openOn(bench);
      const bytes = Uint8Array.from({ length: 4_096 }, (_, index) => (index * 7 + (index >> 8)) & 255);
      await bench.say(bytes);
      expect(await take(link, bytes.length)).toEqual(Buffer.from(bytes));
      await link.write(bytes.subarray(0, 2_000), neverAborts);
      await link.write(bytes.subarray(2_000), neverAborts);
      expect(await bench.heard(bytes.length)).toEqual(Buffer.from(bytes));
    });

    it('lets one open it at a time, and the next once it is closed', async () => {
      const bench = await makeBench();
      const link = await openOn(bench);
      await expect(bench.opener.open(bench.identity, rate, neverAborts)).rejects.toMatchObject({
        code: 'conflict',
        details: { reason: 'device_busy' },
      });
      await link.close();
      await link.close();
      expect(await link.closed).toEqual({ reason: 'closed' });
      await (await bench.opener.open(bench.identity, rate, neverAborts)).close();
    });

    it('ends its data when it is closed, and refuses to write then', async () => {
      const bench = await makeBench();
      const link = await openOn(bench);
      await link.close();
      expect(await take(link, 1)).toHaveLength(0);
      await expect(link.write(Buffer.from('x'), neverAborts)).rejects.toMatchObject({ code: 'unavailable' });
    });

    it('notices an unplugging while nobody reads or writes, and opens again after a replug [R18]', async () => {
      const bench = await makeBench();
      const link = await openOn(bench);
      await bench.unplug();
      expect((await link.closed).reason).toBe('gone');
      await expect(link.write(Buffer.from('x'), neverAborts)).rejects.toMatchObject({
        details: { reason: 'device_gone' },
      });
      await expect(bench.opener.open(bench.identity, rate, neverAborts)).rejects.toMatchObject({ code: 'not_found' });
      await bench.plug();
      const again = await openOn(bench);
      await bench.say(Buffer.from('back'));
      expect((await take(again, 4)).toString()).toBe('back');
    });

    it('opens nothing once it was cancelled', async () => {
      const bench = await makeBench();
      await expect(bench.opener.open(bench.identity, rate, AbortSignal.abort())).rejects.toMatchObject({
        code: 'cancelled',
      });
      await openOn(bench);
    });
  });
}
