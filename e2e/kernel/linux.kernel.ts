// Devices on the true kernel of Debian: plugging and pulling, drivers that are missing or in the way, rights.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Found, runScene } from './machine/boot.ts';
import { missing, packages } from './machine/needs.ts';

const isStrict = process.env.LIMPET_STRICT === '1';
const why = missing.length === 0 ? '' : ` [not here: ${missing.join(', ')}; sudo apt-get install -y ${packages}]`;

describe.skipIf(missing.length > 0 && !isStrict)(`the kernel of Linux${why}`, () => {
  let found: Found;
  beforeAll(async () => {
    found = await runScene('scene.ts');
  });
  const fact = (name: string) => {
    const value = found.facts.get(name);
    if (value === undefined) throw new Error(`The scene never came to "${name}".\n${found.console.slice(-6_000)}`);
    return value;
  };

  it('reads a bus of the kernel as its own tools do, and shows none of what the computer is built of', () => {
    const {
      found: read,
      shown,
      there,
    } = fact('bus of the kernel') as { found: object; shown: string[]; there: string };
    expect(read).toEqual({ scan: [0x48, 0x50], read: [0x15, 0x80], absent: 'i2c_no_answer' });
    expect(there).toMatch(/I801/);
    expect(shown).toEqual([expect.stringMatching(/stub/)]);
  });

  it('reads a thermometer as the driver of the kernel does, and leaves it to that one once it is there', () => {
    const { ours, theirs, taken } = fact('thermometer') as { ours: { value: number }; theirs: number; taken: string };
    expect(ours).toMatchObject({ quality: 'good', unit: '°C' });
    expect(ours.value).toBe(theirs);
    expect(theirs).toBe(23.125);
    expect(taken).toBe('i2c_in_use');
  });

  it('shows a chip without a driver with what loads it, and as the same device once it has a port', () => {
    expect(fact('driverless')).toMatchObject({
      before: {
        ...{ path: expect.stringMatching(/^usb:/), vendorId: '0403', productId: '6001', state: 'found' },
        problem: { details: { reason: 'device_no_driver', facts: { fix: 'sudo modprobe ftdi_sio' } } },
      },
      after: { path: '/dev/ttyUSB0', vendorId: '0403' },
    });
    const { before, after } = fact('driverless') as Record<'before' | 'after', { key: string; problem?: unknown }>;
    expect(after.key).toBe(before.key);
    expect(after.problem).toBeUndefined();
  });

  it('shows a card within two seconds of the plug', () => {
    expect(fact('plugged in')).toMatchObject({
      device: { name: 'Arduino Uno R3', confidence: 'sure', state: 'found', path: '/dev/ttyACM0' },
    });
    expect((fact('plugged in') as { ms: number }).ms).toBeLessThan(2_000);
  });

  it('speaks to a board, notices that it is pulled out, and goes on with it when it is back', () => {
    expect(fact('asked')).toEqual(['KERNEL,BOARD,1,1.0']);
    expect(fact('pulled out')).toMatchObject({ device: { state: 'gone' } });
    expect((fact('pulled out') as { ms: number }).ms).toBeLessThan(2_000);
    expect(fact('plugged in again')).toMatchObject({ device: { state: 'connected' }, said: ['heard again'] });
  });

  it('drives the bus and the pins of an MCP2221A by its reports', () => {
    expect(fact('adapter')).toMatchObject({
      device: { transport: 'hid', name: 'Microchip MCP2221A', confidence: 'sure', path: '/dev/hidraw0' },
    });
    expect(fact('adapter used')).toEqual({
      ...{ scan: [0x48, 0x50], read: [0x15, 0x80], absent: 'i2c_no_answer', level: true },
    });
    expect(fact('adapter pulled out')).toMatchObject({ device: { state: 'gone' } });
  });

  it('leaves an MCP2221A to the driver of Linux, which takes our chip for one, and says where its bus is', () => {
    expect(fact('adapter of the kernel')).toMatchObject({
      device: {
        problem: { details: { reason: 'device_kernel_driver', facts: { fix: 'sudo modprobe -r hid_mcp2221' } } },
      },
      read: '0x15 0x80',
      ours: { read: [0x15, 0x80], absent: 'i2c_no_answer' },
      level: { switched: true, read: true },
      opening: 'device_kernel_driver',
      freed: { state: 'allowed' },
    });
    const { scan, freed } = fact('adapter of the kernel') as { scan: string; freed: { problem?: unknown } };
    expect([...scan.matchAll(/ ([0-7][0-9a-f])(?= |$)/gm)].map(([, address]) => address)).toEqual(['48', '50']);
    expect(freed.problem).toBeUndefined();
  });

  it('says what helps where the system refuses', () => {
    expect(fact('not allowed by the system')).toMatchObject({
      port: {
        code: 'forbidden',
        details: {
          reason: 'device_permission',
          facts: { group: 'dialout', command: 'sudo usermod -aG dialout "$USER"' },
        },
      },
      adapter: {
        code: 'forbidden',
        details: { reason: 'device_permission', facts: { rule: expect.stringMatching(/hidraw/) } },
      },
    });
  });
});
