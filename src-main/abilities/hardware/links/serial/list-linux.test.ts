// The ports of a machine whose USB devices umockdev makes up; udevadm and serialport, which we did not write, are the judges.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { DeviceIdentity } from '../../port/link.ts';
import { toIdentities } from '../to-identities.ts';

// biome-ignore lint/style/noProcessEnv: where the program is, found by the run of the tests.
const umockdev = process.env.LIMPET_UMOCKDEV ?? '';
const testing = join(import.meta.dirname, '../../testing');
type Judged = {
  readonly path: string;
  readonly vendorId?: string;
  readonly productId?: string;
  readonly serialNumber?: string;
};

describe.skipIf(umockdev === '')('ports of Linux [umockdev]', { timeout: 60_000 }, () => {
  it('are those that the system knows, with their USB identities, and without ports that nothing stands behind', async () => {
    const { stdout } = await promisify(execFile)(umockdev, [
      ...['-d', join(testing, 'boards.umockdev'), '--', process.execPath, join(testing, 'print-ports.ts')],
    ]);
    const { ours, theirs }: { ours: DeviceIdentity[]; theirs: Judged[] } = JSON.parse(stdout);
    expect(ours).toEqual([
      {
        ...{ transport: 'serial', key: 'usb:2341:0043:75830303934351F07041', path: '/dev/ttyACM0' },
        ...{ vendorId: '2341', productId: '0043', serialNumber: '75830303934351F07041' },
        manufacturer: 'Arduino (www.arduino.cc)',
      },
      { transport: 'serial', key: 'path:/dev/ttyS0', path: '/dev/ttyS0' },
      {
        ...{ transport: 'serial', key: 'usb:1a86:7523:@1-3', path: '/dev/ttyUSB0' },
        ...{ vendorId: '1a86', productId: '7523', product: 'USB Serial' },
      },
    ]);
    const facts = (all: readonly Judged[]) =>
      all
        .filter(({ path }) => path !== '/dev/ttyS1')
        .map(({ path, vendorId, productId, serialNumber }) => ({ path, vendorId, productId, serialNumber }))
        .toSorted((a, b) => (a.path < b.path ? -1 : 1));
    expect(facts(ours)).toEqual(facts(theirs));
  });
});

describe.skipIf(umockdev === '')('chips without a driver [umockdev]', { timeout: 60_000 }, () => {
  it('are found where they hang, unless a port or a driver is there or the plug is a moment old', async () => {
    const { stdout } = await promisify(execFile)(umockdev, [
      ...['-d', join(testing, 'driverless.umockdev'), '--', process.execPath, join(testing, 'print-ports.ts')],
    ]);
    const { ours }: { ours: DeviceIdentity[] } = JSON.parse(stdout);
    expect(ours.map(({ key, path, obstacle }) => ({ key, path, obstacle }))).toEqual([
      { key: 'usb:0403:6001:A50285BI', path: '/dev/ttyUSB0', obstacle: undefined },
      { key: 'usb:1a86:7523:@1-1', path: 'usb:1-1', obstacle: 'no_driver' },
      { key: 'usb:10c4:ea60:0001', path: 'usb:1-2', obstacle: 'usb_taken' },
    ]);
  });
});

describe('identities', () => {
  it('tell two ports of one board apart, and two boards without numbers by their sockets', () => {
    const pico = { vendorId: '0x2E8A', productId: '5', serialNumber: 'e6 61/4' };
    const bridge = { vendorId: '1a86', productId: '7523' };
    const keys = toIdentities([
      { path: '/dev/ttyACM10', ...pico },
      { path: '/dev/ttyACM2', ...pico },
      { path: '/dev/ttyUSB0', ...bridge, place: '1-3' },
      { path: '/dev/ttyUSB1', ...bridge, place: '1-4' },
    ]).map(({ key }) => key);
    expect(keys).toEqual([
      'usb:2e8a:0005:e6_61_4',
      'usb:2e8a:0005:e6_61_4#2',
      'usb:1a86:7523:@1-3',
      'usb:1a86:7523:@1-4',
    ]);
  });

  it('take nothing from a device that a terminal would obey', () => {
    const [identity] = toIdentities([
      { path: 'COM3', vendorId: '1', productId: '2', product: `\u001b[31mBoard\n${'x'.repeat(300)}` },
    ]);
    expect(identity?.product).toHaveLength(100);
    expect(identity?.product).toMatch(/^\[31mBoard x+$/);
  });
});
