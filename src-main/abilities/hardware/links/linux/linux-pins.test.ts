// The pins of this computer, where a library stands in for the kernel that is built with the kernel's own header.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Gpio } from '../../port/buses.ts';
import type { DeviceIdentity, Link } from '../../port/link.ts';
import { openLinuxBoard } from '../../protocols/linux/board.ts';
import { canMakePins, madePins, pinServices } from '../../testing/bus-bed.ts';
import { patientClock as clock } from '../../testing/patient-clock.ts';
import { gpioSuite } from '../../testing/pin-suites.ts';
import { createBusOpener } from './bus-opener.ts';

const chip: DeviceIdentity = { transport: 'i2c', key: 'gpio:9', path: madePins };
const line = { GPIO17: 0, LED: 1 };

describe.skipIf(!canMakePins)('pins of this computer [gcc]', { timeout: 60_000 }, () => {
  let services: ReturnType<typeof pinServices>;
  let link: Link;
  let gpio: Gpio;
  const openChip = () => createBusOpener({ services, platform: 'linux' }).open(chip, { baudRate: 1 }, neverAborts);
  const around = () => readFileSync(services.world);
  const modeOf = (offset: number) => String.fromCharCode(around()[8 + offset] ?? 0);
  const change = (at: number, byte: number) => {
    const file = openSync(services.world, 'r+');
    writeSync(file, Buffer.of(byte), 0, 1, at);
    closeSync(file);
  };
  beforeAll(async () => {
    services = pinServices();
    link = await openChip();
    gpio = await (await openLinuxBoard(link, { clock }, neverAborts)).gpio(neverAborts);
  });
  afterAll(() => services.stop());

  it('are listed by their names, without one that a driver holds', () => {
    expect(gpio.pins.map(({ id }) => id)).toEqual(['GPIO17', 'LED', '2']);
  });

  it('are known by their numbers too', async () => {
    await gpio.write('1', true, neverAborts);
    expect(await gpio.read('LED', neverAborts)).toBe(true);
    await expect(gpio.write('3', true, neverAborts)).rejects.toMatchObject({ details: { reason: 'no_such_pin' } });
  });

  it('stay as they are when they are read, and are pulled up when they are told to', async () => {
    await gpio.read('2', neverAborts);
    expect(modeOf(2)).toBe('\0');
    await gpio.setMode('2', 'input_pullup', neverAborts);
    expect(modeOf(2)).toBe('u');
  });

  describe('Gpio', () => {
    gpioSuite({
      ...{ gpio: () => gpio, output: 'LED', absent: '99' },
      seenLevel: async () => around()[4 + line.LED] === 1,
      input: { pin: 'GPIO17', drive: async (level) => change(line.GPIO17, level ? 1 : 0) },
    });
  });

  it('end their link when the chip is unplugged', async () => {
    change(12, 1);
    expect(await link.closed).toEqual({ reason: 'gone' });
    await expect(openChip()).rejects.toMatchObject({ details: { reason: 'device_gone' } });
    change(12, 0);
    await (await openChip()).close();
  });
});
