// Parts at the same address are told apart, each as it wakes up; nothing is changed by looking.
import { describe, expect, it } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { bytePart, commandPart, createPartsBus, type Part, wordPart } from '../testing/parts-bus.ts';
import { identifyAll, identifyAt } from './identify.ts';
import { i2cSensors as sensors } from './registry.ts';

const wait = async () => {};

/** Each as its data sheet says that it wakes up. */
const awake = {
  tmp102: () => wordPart({ 0: [0x15, 0x80], 1: [0x60, 0xa0], 2: [0x4b, 0x00], 3: [0x50, 0x00] }),
  lm75: () => wordPart({ 0: [0x15, 0x80], 1: [0x00, 0x00], 2: [0x4b, 0x00], 3: [0x50, 0x00] }),
  ads1115: () => wordPart({ 0: [0, 0], 1: [0x85, 0x83], 2: [0x80, 0x00], 3: [0x7f, 0xff] }),
  ina219: () => wordPart({ 0: [0x39, 0x9f], 2: [0x00, 0x02] }),
  sht3x: () => commandPart({ f32d: [0x80, 0x10, 0xe1] }),
  aht20: () => commandPart({}, [0x18]),
  bme280: () => bytePart({ 208: [0x60] }),
  mpu6050: () => bytePart({ 117: [0x68], 107: [0x40] }),
  ds3231: () => bytePart({ 0: [0x50, 0x59, 0x23, 6, 0x20, 0x11, 0x26], 15: [0x08] }),
  pca9685: () => bytePart({ 0: [0x11, 0x04], 254: [0x1e] }),
};

async function at(address: number, part: Part) {
  const bus = createPartsBus({ [address]: part });
  const { candidates } = await identifyAt(address, { bus, wait, sensors }, neverAborts);
  return { names: candidates.map(({ sensor, recognition }) => `${sensor.id} ${recognition}`), bus };
}

describe('identify', () => {
  it.each([
    [0x48, 'tmp102', 'likely'],
    [0x48, 'lm75', 'likely'],
    [0x48, 'ads1115', 'likely'],
    [0x48, 'ina219', 'likely'],
    [0x40, 'ina219', 'likely'],
    [0x40, 'pca9685', 'likely'],
    [0x44, 'ina219', 'likely'],
    [0x44, 'sht3x', 'likely'],
    [0x38, 'aht20', 'likely'],
    [0x76, 'bme280', 'certain'],
    [0x68, 'mpu6050', 'certain'],
    [0x68, 'ds3231', 'likely'],
  ] as const)('finds at %i the %s, which is %s', async (address, name, recognition) => {
    expect((await at(address, awake[name]())).names).toEqual([`${name} ${recognition}`]);
  });

  it('does not take a memory, or a part that nobody knows, for a sensor', async () => {
    expect((await at(0x50, bytePart({ 0: [1, 2, 3] }))).names).toEqual([]);
    expect((await at(0x48, bytePart({}))).names).toEqual([]);
    expect((await at(0x76, bytePart({ 208: [0x58] }))).names).toEqual([]); // a BMP280
  });

  it('writes nothing but the numbers of registers to a part that it recognises by them', async () => {
    for (const [address, part] of [
      [0x44, awake.ina219()],
      [0x45, awake.pca9685()],
      [0x48, awake.tmp102()],
      [0x68, awake.ds3231()],
    ] as const) {
      const { bus } = await at(address, part);
      expect(bus.sent.every(({ write }) => write.length <= 1)).toBe(true);
    }
  });

  it('goes through a whole bus, past a part that refuses what it does not know', async () => {
    const moody: Part = {
      write: () => {},
      read: () => {
        throw new AppError('not_found', 'nobody', { details: { reason: 'i2c_no_answer' } });
      },
    };
    const bus = createPartsBus({ 119: awake.bme280(), 56: awake.aht20(), 64: moody });
    const found = await identifyAll({ bus, wait, sensors }, neverAborts);
    expect(found.map(({ address, candidates }) => [address, candidates[0]?.sensor.id])).toEqual([
      [0x38, 'aht20'],
      [0x40, undefined],
      [0x77, 'bme280'],
    ]);
  });
});
