// What a device is called, and the words for what stands in its way.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import type { DeviceIdentity } from '../port/link.ts';
import { createPtyBoard } from '../testing/pty-board.ts';
import { explainObstacle } from './explain-obstacle.ts';
import { explainProblem, findHolder, foreseeProblem, udevRule } from './explain-problem.ts';
import { knownBoards } from './known-boards.ts';
import { nameDevice } from './name-device.ts';

// biome-ignore lint/style/noProcessEnv: where the program is, found by the run of the tests.
const socat = process.env.LIMPET_SOCAT ?? '';
const at = (vendorId?: string, productId?: string, more: Partial<DeviceIdentity> = {}): DeviceIdentity => ({
  ...{ transport: 'serial', key: 'k', path: '/dev/ttyUSB0' },
  ...(vendorId === undefined ? {} : { vendorId }),
  ...(productId === undefined ? {} : { productId }),
  ...more,
});

describe('a name', () => {
  it.each([
    [at('2341', '0043'), 'Arduino Uno R3', 'sure'],
    [at('2341', 'ffff', { product: 'Nano ESP32' }), 'Arduino Nano ESP32', 'likely'],
    [at('1a86', '7523', { product: 'USB Serial' }), 'Arduino / ESP / CH340', 'guess'],
    [at('1234', '5678', { product: 'Bench meter' }), 'Bench meter', 'likely'],
    [at('1234', '5678'), 'ttyUSB0', 'unknown'],
    [at(), 'ttyUSB0', 'unknown'],
  ] as const)('of %o is %s, %s', (identity, name, confidence) => {
    expect(nameDevice(identity)).toEqual({ name, confidence, isBootloader: false });
  });

  it('says of a board in its bootloader that it is in it', () => {
    expect(nameDevice(at('2e8a', '0003'))).toMatchObject({ isBootloader: true });
  });

  it('is looked up by four digits, and no numbers stand in the table twice', () => {
    const keys = knownBoards.map(({ vendorId, productId }) => `${vendorId}:${productId ?? '*'}`);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{4}:([0-9a-f]{4}|\*)$/);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('what stands in the way', () => {
  it('has the group and a rule where the system refuses', async () => {
    const refused = new AppError('forbidden', 'No.', { details: { reason: 'device_permission' } });
    const explained = await explainProblem(refused, at('2341', '0043', { path: '/nowhere' }), 'linux');
    expect(explained.details?.facts).toEqual({
      path: '/nowhere',
      group: 'dialout',
      command: 'sudo usermod -aG dialout "$USER"',
      rule: 'SUBSYSTEM=="tty", ATTRS{idVendor}=="2341", ATTRS{idProduct}=="0043", TAG+="uaccess"',
    });
    expect(udevRule(at())).toBeUndefined();
    const bus: DeviceIdentity = { transport: 'i2c', key: 'spi:0', path: '/dev/spidev0.0' };
    expect((await explainProblem(refused, bus, 'linux')).details?.facts).toMatchObject({
      command: 'sudo usermod -aG spi "$USER"',
      rule: 'KERNEL=="spidev0.0", TAG+="uaccess"',
    });
  });

  it('is told with the command that loads the driver, where the system has one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'limpet-modules-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const chip = at('1a86', '7523', { path: 'usb:1-1', obstacle: 'no_driver' });
    writeFileSync(
      join(folder, 'modules.dep'),
      'kernel/drivers/usb/serial/ch341.ko: kernel/drivers/usb/serial/usbserial.ko\n',
    );
    expect((await explainObstacle(chip, { modules: folder }))?.details).toEqual({
      reason: 'device_no_driver',
      facts: { chip: 'Arduino / ESP / CH340', driver: 'ch341', fix: 'sudo modprobe ch341' },
    });
    writeFileSync(join(folder, 'modules.dep'), 'kernel/drivers/net/tun.ko:\n');
    writeFileSync(join(folder, 'os-release'), 'NAME="Ubuntu"\nID=ubuntu\n');
    const missing = await explainObstacle(chip, { modules: folder, osRelease: join(folder, 'os-release') });
    expect(missing?.details).toMatchObject({
      reason: 'device_driver_missing',
      facts: { driver: 'ch341', fix: `sudo apt-get install linux-modules-extra-${release()}` },
    });
    expect(
      (await explainObstacle(chip, { modules: folder, osRelease: '/nowhere' }))?.details?.facts,
    ).not.toHaveProperty('fix');
  });

  it('is told of a chip that a program took, and names brltty where it is', async () => {
    const chip = at('10c4', 'ea60', { path: 'usb:1-2', obstacle: 'usb_taken' });
    const there = await explainObstacle(chip, { programs: [process.execPath] });
    expect(there?.details?.facts).toEqual({ chip: 'ESP32 / CP210x', fix: 'sudo apt-get remove brltty' });
    expect((await explainObstacle(chip, { programs: ['/nowhere'] }))?.details?.facts).toEqual({
      chip: 'ESP32 / CP210x',
    });
  });

  it('is a rule for an adapter that is no port, for no group may use it', async () => {
    const refused = new AppError('forbidden', 'No.', { details: { reason: 'device_permission' } });
    const adapter = at('04d8', '00dd', { transport: 'hid', path: '/dev/hidraw0' });
    expect((await explainProblem(refused, adapter, 'linux')).details?.facts).toEqual({
      path: '/dev/hidraw0',
      rule: 'SUBSYSTEM=="hidraw", ATTRS{idVendor}=="04d8", ATTRS{idProduct}=="00dd", TAG+="uaccess"',
    });
    const driven = at('04d8', '00dd', { transport: 'hid', path: '/dev/i2c-3', obstacle: 'kernel_driver' });
    expect((await foreseeProblem(driven, 'linux'))?.details).toMatchObject({
      reason: 'device_kernel_driver',
      facts: { path: '/dev/i2c-3' },
    });
  });

  it.skipIf(socat === '' || process.platform !== 'linux')('has the program that holds it [socat]', async () => {
    const board = await createPtyBoard(socat);
    onTestFinished(() => board.close());
    // Another process than ours holds both ends, by its own name for the port.
    expect(await findHolder(board.path)).toBe('socat');
    await board.unplug();
    expect(await findHolder(board.path)).toBeUndefined();
  });
});
