// The buses of this computer, made up by umockdev: i2c-tools, which we did not write, say what is there, and ours says the same.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { I2cBus, OpenBoard, SpiBus } from '../../port/buses.ts';
import type { DeviceIdentity, Link } from '../../port/link.ts';
import { openLinuxBoard } from '../../protocols/linux/board.ts';
import { mcp3008 } from '../../sensors/mcp3008/driver.ts';
import { tmp102 } from '../../sensors/tmp102/driver.ts';
import { type BedServices, bedServices, canMakeBuses, judge, runInBed } from '../../testing/bus-bed.ts';
import { i2cSuite } from '../../testing/i2c-suite.ts';
import { patientClock as clock } from '../../testing/patient-clock.ts';
import { spiSuite } from '../../testing/spi-suite.ts';
import { createBusOpener } from './bus-opener.ts';

const i2cOne: DeviceIdentity = { transport: 'i2c', key: 'i2c:1', path: '/dev/i2c-1' };
const spiZero: DeviceIdentity = { transport: 'i2c', key: 'spi:0', path: '/dev/spidev0.0' };
const thermometer = { address: 0x48, register: 0, expected: [0x15, 0x80], present: [0x48, 0x50] };
const memoryByte = (place: number, length: number) => ({ address: 0x50, write: [place], readLength: length });

describe.skipIf(!canMakeBuses)('buses of this computer [umockdev, i2c-tools]', { timeout: 60_000 }, () => {
  const open = (identity: DeviceIdentity, services: BedServices) =>
    createBusOpener({ services, platform: 'linux' }).open(identity, { baudRate: 115_200 }, neverAborts);

  it('are listed without those that the computer is built of', async () => {
    const listed = JSON.parse(
      await runInBed([process.execPath, join(import.meta.dirname, '../../testing/print-buses.ts')]),
    );
    expect(listed).toEqual([
      { ...i2cOne, product: 'I2C 1 (bcm2835 (i2c@7e804000))' },
      { ...spiZero, product: 'SPI 0' },
    ]);
    expect(await judge('i2cdetect', ['-l'])).toContain('SMBus I801'); // it is there
  });

  describe.each([{ onlySmbus: false }, { onlySmbus: true }])('I2C, %o', (o) => {
    const services = bedServices(o);
    let link: Link;
    let bus: I2cBus;
    beforeAll(async () => {
      link = await open(i2cOne, services);
      bus = await (await openLinuxBoard(link, { clock }, neverAborts)).i2c(neverAborts);
    });
    afterAll(() => services.stop());

    it('finds what i2cdetect finds, and says of a part that the kernel uses that it does', async () => {
      const rows = (await judge('i2cdetect', ['-y', '1'])).split('\n').slice(1);
      const cells = rows.flatMap((row) => row.slice(4).match(/[0-9a-f]{2}|UU/g) ?? []);
      expect(cells).toEqual(['48', '50', 'UU']);
      expect(await bus.scan(neverAborts)).toEqual([0x48, 0x50]);
      await expect(bus.transfer({ address: 0x68, write: [0], readLength: 1 }, neverAborts)).rejects.toMatchObject({
        code: 'conflict',
        details: { reason: 'i2c_in_use', facts: { address: '0x68' } },
      });
    });

    it('reads what i2ctransfer and i2cget read', async () => {
      const theirs = (await judge('i2ctransfer', ['-y', '1', 'w1@0x50', '0x10', 'r4'])).trim();
      const ours = await bus.transfer(memoryByte(0x10, 4), neverAborts);
      expect([...ours].map((byte) => `0x${byte.toString(16)}`).join(' ')).toBe(theirs);
      expect((await judge('i2cget', ['-y', '1', '0x48', '0', 'w'])).trim()).toBe('0x8015'); // low byte first
      expect([...(await bus.transfer({ address: 0x50, write: [], readLength: 1 }, neverAborts))]).toEqual([0x14]);
    });

    it.each([[[0x20, 0xaa]], [[0x20, 0xaa, 0xbb]], [[0x20, 1, 2, 3, 4, 5]]])('writes %j', async (write) => {
      await bus.transfer({ address: 0x50, write, readLength: 0 }, neverAborts);
      const back = await bus.transfer(memoryByte(0x20, write.length - 1), neverAborts);
      expect([...back]).toEqual(write.slice(1));
    });

    it('carries a sensor driver: 21.5 °C', async () => {
      const sensor = await tmp102.open({ bus, address: 0x48, wait: clock.sleep }, neverAborts);
      expect(await sensor.read(neverAborts)).toMatchObject([{ value: 21.5, quality: 'good' }]);
    });

    describe('I2cBus', () => {
      i2cSuite({ bus: () => bus, ...thermometer });
    });

    it('ends with its link, and is opened by one at a time', async () => {
      const opener = createBusOpener({ services, platform: 'linux' });
      const one = await opener.open(i2cOne, { baudRate: 1 }, neverAborts);
      await expect(opener.open(i2cOne, { baudRate: 1 }, neverAborts)).rejects.toMatchObject({
        details: { reason: 'device_busy' },
      });
      await one.close();
      expect(await one.closed).toEqual({ reason: 'closed' });
      await expect(one.write(Buffer.from('#1 info\n'), neverAborts)).rejects.toMatchObject({
        details: { reason: 'device_gone' },
      });
      await (await opener.open(i2cOne, { baudRate: 1 }, neverAborts)).close();
    });
  });

  describe('SPI', () => {
    const services = bedServices();
    let board: OpenBoard;
    let bus: SpiBus | undefined;
    beforeAll(async () => {
      board = await openLinuxBoard(await open(spiZero, services), { clock }, neverAborts);
      bus = await board.spi?.({ select: '0' }, neverAborts);
    });
    afterAll(() => services.stop());
    const spi = (): SpiBus => {
      if (bus === undefined) throw new Error('no SPI');
      return bus;
    };

    it('carries a sensor driver: half of the scale, and all of it', async () => {
      const readings = await mcp3008.open({ bus: spi(), referenceVolts: 5 }).read(neverAborts);
      const volts = readings.map(({ value }) => value);
      expect(volts).toEqual([2.5, (1_023 / 1_024) * 5, 0, 0, 0, 0, 0, (3 / 1_024) * 5]);
    });

    it('lends nothing but what it is', async () => {
      const lacks = { code: 'unsupported', details: { reason: 'board_lacks' } };
      await expect(board.i2c(neverAborts)).rejects.toMatchObject(lacks);
      await expect(board.gpio(neverAborts)).rejects.toMatchObject(lacks);
    });

    describe('SpiBus', () => {
      const openAbsent = async () => {
        const absent = await board.spi?.({ select: '7' }, neverAborts);
        if (absent === undefined) throw new Error('no SPI');
        return absent;
      };
      spiSuite({ bus: spi, sent: [1, 0x90, 0], expected: [0, 3, 0xff], openAbsent });
    });
  });

  it('says of a bus that is not there, and of a board that is none, what they are', async () => {
    const services = bedServices();
    const absent = { ...i2cOne, key: 'i2c:9', path: '/dev/i2c-9' };
    await expect(open(absent, services)).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'device_gone' },
    });
    await services.stop();
    const serial = { identity: { ...i2cOne, transport: 'serial' } } as Link;
    await expect(openLinuxBoard(serial, { clock }, neverAborts)).rejects.toMatchObject({
      details: { reason: 'board_lacks' },
    });
  });
});
