// The adapters of a machine whose USB devices umockdev makes up, with node-hid as the judge; and links to an adapter of memory.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { DeviceIdentity } from '../../port/link.ts';
import type { PortFacts } from '../to-identities.ts';
import type { HidDevice, HidLibrary } from './hid-link.ts';
import { createHidOpener } from './hid-opener.ts';

// biome-ignore lint/style/noProcessEnv: where the program is, found by the run of the tests.
const umockdev = process.env.LIMPET_UMOCKDEV ?? '';
const testing = join(import.meta.dirname, '../../testing');

type Theirs = { path: string; vendorId: number; productId: number; serialNumber?: string; product?: string };

describe.skipIf(umockdev === '')('HID adapters of Linux [umockdev]', { timeout: 60_000 }, () => {
  it('are those that are known, and never a keyboard; one that Linux drives itself says where its bus is', async () => {
    const { stdout } = await promisify(execFile)(umockdev, [
      ...['-d', join(testing, 'adapters.umockdev'), '--', process.execPath, join(testing, 'print-adapters.ts')],
    ]);
    const { ours, theirs }: { ours: DeviceIdentity[]; theirs: Theirs[] } = JSON.parse(stdout);
    const ids = { vendorId: '04d8', productId: '00dd' };
    expect(ours).toEqual([
      {
        ...{ transport: 'hid', key: 'hid:04d8:00dd:0002137', path: '/dev/hidraw0', ...ids, serialNumber: '0002137' },
        ...{ manufacturer: 'Microchip Technology Inc.', product: 'MCP2221 USB-I2C/UART Combo' },
      },
      { transport: 'hid', key: 'hid:04d8:00dd:@1-5', path: '/dev/i2c-3', ...ids, obstacle: 'kernel_driver' },
    ]);
    expect(theirs.filter(({ vendorId }) => vendorId === 0x04d8)).toMatchObject([
      { path: '/dev/hidraw0', productId: 0x00dd, serialNumber: '0002137' },
    ]);
  });
});

function createAdapter() {
  const listeners: { data?: (bytes: Uint8Array) => void; error?: (error: unknown) => void } = {};
  const written: Buffer[] = [];
  const counts = { opened: 0, closed: 0 };
  let there: PortFacts[] = [{ path: 'adapter', vendorId: '04d8', productId: '00dd', serialNumber: '1' }];
  const device: HidDevice = {
    on: (event, listener) => Object.assign(listeners, { [event]: listener }),
    write: async (bytes) => {
      if (there.length === 0) throw new Error('Cannot write to hid device');
      return written.push(bytes);
    },
    close: async () => {
      counts.closed += 1;
    },
  };
  const library: HidLibrary = {
    open: async () => {
      counts.opened += 1;
      return device;
    },
  };
  return {
    ...{ written, counts, library, list: async () => there },
    say: (bytes: Uint8Array) => listeners.data?.(bytes),
    unplug() {
      there = [];
      listeners.error?.(new Error('could not read from HID device'));
    },
    fail: () => listeners.error?.(new Error('could not read from HID device')),
  };
}

async function openOne() {
  const adapter = createAdapter();
  const opener = createHidOpener({ platform: 'darwin', ...adapter });
  const [identity] = await opener.list(neverAborts);
  if (identity === undefined) throw new Error('no adapter');
  const open = () => opener.open(identity, { baudRate: 9_600 }, neverAborts);
  return { adapter, open, link: await open() };
}

const report = (first: number) => Uint8Array.from({ length: 64 }, (_, index) => first + index);

describe('a link to a HID adapter', () => {
  it('carries whole reports both ways, each with its number before it', async () => {
    const { adapter, link } = await openOne();
    await link.write(Buffer.concat([report(1), report(2)]), neverAborts);
    expect(adapter.written.map((bytes) => [...bytes])).toEqual([
      [0, ...report(1)],
      [0, ...report(2)],
    ]);
    adapter.say(report(9));
    for await (const bytes of link.data) {
      expect([...bytes]).toEqual([...report(9)]);
      break;
    }
    await link.close();
  });

  it('takes no text: nothing is sent of what is no report', async () => {
    const { adapter, link } = await openOne();
    for (const bytes of [Buffer.from('*IDN?\n'), Buffer.alloc(0), Buffer.alloc(65)])
      await expect(link.write(bytes, neverAborts)).rejects.toMatchObject({ details: { reason: 'device_reports' } });
    expect(adapter.written).toEqual([]);
    await link.close();
  });

  it('is given to one at a time, and to the next once it is closed', async () => {
    const { adapter, open, link } = await openOne();
    await expect(open()).rejects.toMatchObject({ code: 'conflict', details: { reason: 'device_busy' } });
    await link.close();
    await link.close();
    expect(await link.closed).toEqual({ reason: 'closed' });
    await (await open()).close();
    expect(adapter.counts).toEqual({ opened: 2, closed: 2 });
  });

  it('tells an unplugging from a failure, ends its data and refuses what comes after', async () => {
    const gone = await openOne();
    gone.adapter.unplug();
    expect(await gone.link.closed).toEqual({ reason: 'gone' });
    for await (const _ of gone.link.data) throw new Error('nothing came');
    await expect(gone.link.write(report(0), neverAborts)).rejects.toMatchObject({ details: { reason: 'device_gone' } });
    const failed = await openOne();
    failed.adapter.fail();
    expect(await failed.link.closed).toMatchObject({ reason: 'failed' });
  });

  it('is not opened for whoever has gone meanwhile', async () => {
    const adapter = createAdapter();
    const opener = createHidOpener({ platform: 'darwin', ...adapter });
    const [identity] = await opener.list(neverAborts);
    if (identity === undefined) throw new Error('no adapter');
    const aborted = opener.open(identity, { baudRate: 9_600 }, AbortSignal.abort());
    await expect(aborted).rejects.toMatchObject({ code: 'cancelled' });
    expect(adapter.counts.opened).toBe(0);
  });
});
