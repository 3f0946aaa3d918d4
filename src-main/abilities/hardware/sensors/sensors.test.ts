// Our drivers read the same bytes as Johnny-Five's, and the examples that data sheets give.
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { I2cSensor, Reading } from '../port/sensors.ts';
import { foreignAht20, foreignMcp3008 } from '../testing/foreign-drivers.ts';
import { foreignBoard, foreignOutputs, foreignValue } from '../testing/johnny-five.ts';
import { bytePart, commandPart, createPartsBus, type Part, wordPart } from '../testing/parts-bus.ts';
import { ads1115 } from './ads1115/driver.ts';
import { aht20Readings } from './aht20/convert.ts';
import { aht20 } from './aht20/driver.ts';
import { bh1750 } from './bh1750/driver.ts';
import { calibrationOf, fineTemperature, pressureOf } from './bme280/convert.ts';
import { bme280 } from './bme280/driver.ts';
import { crc8 } from './bytes.ts';
import { clockSeconds, ds3231Temperature } from './ds3231/convert.ts';
import { ds3231 } from './ds3231/driver.ts';
import { ina219Readings } from './ina219/convert.ts';
import { ina219 } from './ina219/driver.ts';
import { lm75Reading } from './lm75/convert.ts';
import { lm75 } from './lm75/driver.ts';
import { mcp3008 } from './mcp3008/driver.ts';
import { mpu6050 } from './mpu6050/driver.ts';
import { pca9685Frequency } from './pca9685/convert.ts';
import { pca9685 } from './pca9685/driver.ts';
import { sht3x } from './sht3x/driver.ts';
import { tmp102Reading } from './tmp102/convert.ts';
import { tmp102 } from './tmp102/driver.ts';

const wait = async () => {};

type ForeignBus = {
  i2cWrite(address: number, length: number, bytes: Uint8Array): Promise<void>;
  i2cRead(address: number, length: number, bytes: Uint8Array): Promise<{ buffer: Uint8Array }>;
};
type ForeignAds1115 = { gain: number; measure(inputs: string): Promise<number> };
const foreignAds1115 = createRequire(import.meta.url)('ads1115') as (
  bus: ForeignBus,
  address: number,
  delayMs: number,
) => ForeignAds1115;

async function readAll(sensor: I2cSensor, address: number, part: Part): Promise<readonly Reading[]> {
  const bus = createPartsBus({ [address]: part });
  const open = await sensor.open({ bus, address, wait }, neverAborts);
  return open.read(neverAborts);
}

const pick = (readings: readonly Reading[], quantity: string, channel?: string) =>
  readings.find((reading) => reading.quantity === quantity && reading.channel === channel);

const decimals = (value: number | undefined, digits: number) => Number((value ?? Number.NaN).toFixed(digits));

describe('TMP102 and LM75', () => {
  it.each([
    [0x7ff, 127.9375],
    [0x640, 100],
    [0x500, 80],
    [0x4b0, 75],
    [0x320, 50],
    [0x190, 25],
    [0x004, 0.25],
    [0x000, 0],
    [0xffc, -0.25],
    [0xe70, -25],
    [0xc90, -55],
  ])("reads %i as %f °C, as the TMP102's table has it", (count, degrees) => {
    expect(tmp102Reading([count >> 4, (count & 15) << 4])).toMatchObject({ quality: 'good', value: degrees });
  });

  it('reads what Johnny-Five reads', async () => {
    for (const bytes of [[0x15, 0x80] as const, [0x19, 0x70] as const, [0xe7, 0x00] as const]) {
      const part = wordPart({ 0: bytes, 1: [0x60, 0xa0] });
      const board = foreignBoard({ 72: part });
      const theirs = await foreignValue('Thermometer', 'celsius', { controller: 'TMP102', address: 0x48, board });
      const [ours] = await readAll(tmp102, 0x48, part);
      expect(decimals(ours?.value, 1)).toBe(theirs);
    }
  });

  it('takes the thirteenth bit where the part is in its extended mode, and refuses what no thermometer measures', () => {
    expect(tmp102Reading([0x4b, 0x01])).toMatchObject({ value: 150 });
    expect(tmp102Reading([0x80, 0x00])).not.toHaveProperty('value');
    expect(lm75Reading([0x7d, 0x00])).toMatchObject({ value: 125 });
    expect(lm75Reading([0xc9, 0x00])).toMatchObject({ value: -55 });
    expect(lm75Reading([0xff, 0xe0])).toMatchObject({ value: -0.125 });
  });

  it('wakes a part that sleeps and leaves its other settings', async () => {
    const part = wordPart({ 0: [0x15, 0x80], 1: [0x61, 0xa0] });
    const bus = createPartsBus({ 72: part });
    await tmp102.open({ bus, address: 0x48, wait }, neverAborts);
    expect(bus.sent.map(({ write }) => write)).toContainEqual([1, 0x60, 0xa0]);
  });
});

describe('SHT3x', () => {
  // 0xBEEF with 0x92 is the data sheet's own example of the checksum.
  const whole = [0xbe, 0xef, 0x92, 0xbe, 0xef, 0x92];

  it("knows the data sheet's checksum", () => expect(crc8([0xbe, 0xef])).toBe(0x92));

  it('reads what Johnny-Five reads', async () => {
    const part = commandPart({ '2400': whole });
    const board = () => ({ controller: 'SHT31D', address: 0x44, board: foreignBoard({ 68: part }) });
    const readings = await readAll(sht3x, 0x44, part);
    const celsius = await foreignValue('Thermometer', 'celsius', board());
    const percent = await foreignValue('Hygrometer', 'relativeHumidity', board());
    expect(decimals(pick(readings, 'temperature')?.value, 3)).toBe(celsius);
    expect(decimals(pick(readings, 'relative_humidity')?.value, 2)).toBe(percent);
  });

  it('gives no value for a word whose checksum is wrong, and keeps the other', async () => {
    const readings = await readAll(sht3x, 0x44, commandPart({ '2400': [0xbe, 0xee, 0x92, 0xbe, 0xef, 0x92] }));
    expect(pick(readings, 'temperature')).toEqual({
      quantity: 'temperature',
      unit: '°C',
      quality: 'bad_checksum',
      raw: [0xbe, 0xee, 0x92],
    });
    expect(pick(readings, 'relative_humidity')?.quality).toBe('good');
  });
});

describe('AHT20', () => {
  // A recording's shape with round numbers: 0x80000 of 0x100000 is half of each scale.
  const half = [0x18, 0x80, 0x00, 0x08, 0x00, 0x00];
  const checked = (bytes: readonly number[]) => [...bytes, crc8(bytes)];

  it('reads half of both scales as 50 % and 50 °C', () => {
    const readings = aht20Readings(checked(half));
    expect(pick(readings, 'relative_humidity')).toMatchObject({ quality: 'good', value: 50 });
    expect(pick(readings, 'temperature')).toMatchObject({ quality: 'good', value: 50 });
  });

  it.each([
    [0x18, 0x80, 0x00, 0x08, 0x00, 0x00],
    [0x18, 0x5a, 0x3c, 0x75, 0xd1, 0x4e],
    [0x18, 0x00, 0x00, 0x0f, 0xff, 0xff],
    [0x18, 0xff, 0xff, 0xf0, 0x00, 0x01],
  ])('reads what the package aht20-sensor reads of %i %i %i %i %i %i', async (...bytes) => {
    const part = () => commandPart({ ac3300: checked(bytes) }, [0x18]);
    const theirs = await (await foreignAht20(part())).readData();
    const ours = await readAll(aht20, 0x38, part());
    expect(decimals(pick(ours, 'temperature')?.value, 2)).toBe(theirs.temperature);
    expect(decimals(pick(ours, 'relative_humidity')?.value, 2)).toBe(theirs.humidity);
  });

  it('is not ready while it is busy, at fault without its calibration, and false with a wrong checksum', () => {
    const qualities = (bytes: readonly number[]) => aht20Readings(bytes).map(({ quality, value }) => [quality, value]);
    expect(qualities(checked([0x98, ...half.slice(1)]))).toEqual(Array(2).fill(['not_ready', undefined]));
    expect(qualities(checked([0x10, ...half.slice(1)]))).toEqual(Array(2).fill(['fault', undefined]));
    expect(qualities([...half, 0x00])).toEqual(Array(2).fill(['bad_checksum', undefined]));
  });

  it('sends the calibration command only to a part that needs it', async () => {
    const fresh = commandPart({ ac3300: checked(half) }, [0x10]);
    await readAll(aht20, 0x38, fresh);
    const used = commandPart({ ac3300: checked(half) }, [0x18]);
    await readAll(aht20, 0x38, used);
    expect([fresh.commands, used.commands]).toEqual([['be0800', 'ac3300'], ['ac3300']]);
  });
});

describe('BME280', () => {
  const le = (...values: readonly number[]) => values.flatMap((value) => [value & 255, (value >> 8) & 255]);
  // The example of Bosch's data sheet for the BMP280, whose formulas for both are the same.
  const low = [
    ...le(27_504, 26_435, -1_000),
    ...le(36_477, -10_685, 3_024, 2_855, 140, -7, 15_500, -14_600, 6_000),
    ...[0x00, 75],
  ];
  const high = [...le(362), 0, 0x13, 0x2d, 0x03, 0x1e];
  const counts = (p: number, t: number, h: number) => [
    ...[p >> 12, (p >> 4) & 255, (p & 15) << 4],
    ...[t >> 12, (t >> 4) & 255, (t & 15) << 4],
    ...[h >> 8, h & 255],
  ];
  const part = (p: number, t: number, h: number) =>
    bytePart({ 208: [0x60], 136: low, 225: high, 247: counts(p, t, h) });

  it("works out the data sheet's example: 25.08 °C and 100653.27 Pa", () => {
    const calibration = calibrationOf(low, high);
    const fine = fineTemperature(519_888, calibration);
    expect(decimals(fine / 5_120, 2)).toBe(25.08);
    expect(decimals(pressureOf(415_148, fine, calibration), 2)).toBe(100_653.27);
  });

  it.concurrent.each([
    [415_148, 519_888, 29_000],
    [380_000, 560_000, 25_000],
    [430_000, 450_000, 34_000],
  ])('reads what Johnny-Five reads of %i %i %i', async (p, t, h) => {
    const memory = part(p, t, h);
    const readings = await readAll(bme280, 0x77, memory);
    const at = { controller: 'BME280', address: 0x77, board: foreignBoard({ 119: part(p, t, h) }) };
    const [celsius, kilopascal, percent] = await Promise.all([
      foreignValue('Thermometer', 'celsius', at),
      foreignValue('Barometer', 'pressure', at),
      foreignValue('Hygrometer', 'relativeHumidity', at),
    ]);
    const distance = (quantity: string, theirs: number) =>
      Math.abs((pick(readings, quantity)?.value ?? Number.NaN) - theirs);
    expect(distance('temperature', celsius)).toBeLessThan(0.02);
    expect(distance('pressure', kilopascal * 1_000)).toBeLessThan(5);
    expect(distance('relative_humidity', percent)).toBeLessThan(0.1);
  });

  it('gives no value for what was not measured, nor for what cannot be', async () => {
    const unmeasured = await readAll(bme280, 0x76, part(0x80000, 519_888, 0x8000));
    expect(unmeasured.map(({ quality }) => quality)).toEqual(['good', 'not_ready', 'not_ready']);
    const nothing = await readAll(bme280, 0x76, part(415_148, 0x80000, 29_000));
    expect(nothing.map(({ quality }) => quality)).toEqual(['not_ready', 'not_ready', 'not_ready']);
    const hot = await readAll(bme280, 0x76, part(415_148, 0xf0000, 29_000));
    expect(hot[0]).toMatchObject({ quality: 'out_of_range' });
    expect(hot[0]).not.toHaveProperty('value');
  });

  it('is not ready while the part says that it still measures', async () => {
    const memory = part(415_148, 519_888, 29_000);
    memory.memory[0xf3] = 0x08;
    const readings = await readAll(bme280, 0x76, memory);
    expect(readings.map(({ quality, value }) => [quality, value])).toEqual(Array(3).fill(['not_ready', undefined]));
  });

  it('refuses a part that says it is another one', async () => {
    const bmp280 = bytePart({ 208: [0x58] });
    await expect(readAll(bme280, 0x76, bmp280)).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'wrong_part' },
    });
  });
});

describe('BH1750', () => {
  it("reads the data sheet's example, 0x8390, as 28067 lx, as Johnny-Five does", async () => {
    const answers = commandPart({ '20': [0x83, 0x90], '10': [0x83, 0x90] });
    const [ours] = await readAll(bh1750, 0x23, answers);
    const at = { controller: 'BH1750', address: 0x23, board: foreignBoard({ 35: answers }) };
    const theirs = await foreignValue('Light', 'lux', at);
    expect([Math.round(ours?.value ?? 0), theirs]).toEqual([28_067, 28_067]);
  });

  it('gives no number for light beyond its range', async () => {
    const [reading] = await readAll(bh1750, 0x23, commandPart({ '20': [0xff, 0xff] }));
    expect(reading).toEqual({ quantity: 'illuminance', unit: 'lx', quality: 'out_of_range', raw: [0xff, 0xff] });
  });
});

describe('INA219', () => {
  it("works out the data sheet's example: 20 mV across 2 mΩ at 11.98 V are 10 A and 119.8 W", () => {
    const readings = ina219Readings({ shunt: [0x07, 0xd0], bus: [0x5d, 0x9a] }, 0.002);
    expect(decimals(pick(readings, 'voltage', 'bus')?.value, 2)).toBe(11.98);
    expect(decimals(pick(readings, 'current')?.value, 3)).toBe(10);
    expect(decimals(pick(readings, 'power')?.value, 1)).toBe(119.8);
  });

  it('reads a current that flows back as negative', () => {
    const readings = ina219Readings({ shunt: [0x8f, 0x80], bus: [0x5d, 0x9a] }, 0.1);
    expect(decimals(pick(readings, 'current')?.value, 2)).toBe(-2.88);
  });

  it('gives no current beyond its range, and nothing before it has measured', async () => {
    const over = await readAll(ina219, 0x40, wordPart({ 0: [0x39, 0x9f], 1: [0x7d, 0x00], 2: [0x5d, 0x9a] }));
    expect(over.map(({ quality }) => quality)).toEqual(['good', 'out_of_range', 'out_of_range']);
    const early = await readAll(ina219, 0x40, wordPart({ 0: [0x39, 0x9f], 1: [0x07, 0xd0], 2: [0x5d, 0x98] }));
    expect(early.map(({ quality, value }) => [quality, value])).toEqual(Array(3).fill(['not_ready', undefined]));
  });
});

describe('ADS1115', () => {
  it('asks for each channel as the package ads1115 does, and counts as it does', async () => {
    const words: Record<number, readonly [number, number]> = { 0: [0x40, 0x00], 1: [0x85, 0x83] };
    const foreign: string[] = [];
    let pointer = 0;
    const theirs = foreignAds1115(
      {
        async i2cWrite(_address: number, _length: number, bytes: Uint8Array) {
          pointer = bytes[0] ?? 0;
          if (bytes.length === 3) foreign.push(Buffer.from(bytes).toString('hex'));
        },
        i2cRead: async () => ({ buffer: Uint8Array.from(words[pointer] ?? [0, 0]) }),
      },
      0x48,
      0,
    );
    theirs.gain = 1;
    const counts = [await theirs.measure('0+GND'), await theirs.measure('3+GND')];
    expect(counts).toEqual([0x4000, 0x4000]);

    const bus = createPartsBus({ 72: wordPart(words) });
    const sensor = await ads1115.open({ bus, address: 0x48, wait }, neverAborts);
    const readings = await sensor.read(neverAborts);
    const asked = bus.sent.map(({ write }) => Buffer.from(write).toString('hex')).filter((hex) => hex.length === 6);
    // Ours measures slower; the input and the range are theirs.
    expect([asked[0], asked[3]].map((hex) => hex?.slice(0, 4))).toEqual(foreign.map((hex) => hex.slice(0, 4)));
    expect(readings.map(({ channel, value }) => [channel, value])).toEqual(['0', '1', '2', '3'].map((c) => [c, 2.048]));
  });

  it('gives no number at the ends of its scale, and none while it measures', async () => {
    for (const end of [[0x7f, 0xff] as const, [0x80, 0x00] as const]) {
      const [reading] = await readAll(ads1115, 0x48, wordPart({ 0: end }));
      expect(reading).toMatchObject({ quality: 'out_of_range' });
      expect(reading).not.toHaveProperty('value');
    }
    const busy: Part = { write: () => {}, read: (length) => Array(length).fill(0) };
    expect((await readAll(ads1115, 0x48, busy)).map(({ quality }) => quality)).toEqual(Array(4).fill('not_ready'));
  });
});

describe('DS3231', () => {
  it("reads the data sheet's example, 0x19 0x40, as 25.25 °C, and frost below zero", () => {
    expect(ds3231Temperature([0x19, 0x40])).toMatchObject({ value: 25.25 });
    expect(ds3231Temperature([0xff, 0xc0])).toMatchObject({ value: -0.25 });
  });

  it('reads clocks of 24 and of 12 hours, and no date that there is not', () => {
    const seconds = (text: string) => Date.parse(text) / 1_000;
    expect(clockSeconds([0x50, 0x59, 0x23, 6, 0x20, 0x11, 0x26])).toBe(seconds('2026-11-20T23:59:50Z'));
    expect(clockSeconds([0x00, 0x30, 0x72, 6, 0x29, 0x02, 0x28])).toBe(seconds('2028-02-29T12:30:00Z'));
    expect(clockSeconds([0x00, 0x30, 0x52, 6, 0x29, 0x02, 0x28])).toBe(seconds('2028-02-29T00:30:00Z'));
    expect(clockSeconds([0x00, 0x00, 0x00, 6, 0x30, 0x02, 0x26])).toBeUndefined();
  });

  it('does not trust a clock that has stood still', async () => {
    const registers = [0x50, 0x59, 0x23, 6, 0x20, 0x11, 0x26];
    const [time, degrees] = await readAll(ds3231, 0x68, bytePart({ 0: registers, 15: [0x88], 17: [0x19, 0x40] }));
    expect([time?.quality, time?.value, degrees?.value]).toEqual(['fault', undefined, 25.25]);
  });
});

describe('MPU6050', () => {
  const fourteen = [0x40, 0x00, 0xe0, 0x00, 0x00, 0x10, 0xf4, 0x60, 0x00, 0x83, 0xff, 0x7d, 0x05, 0x1e];
  const part = () => bytePart({ 117: [0x68], 107: [0x40], 59: fourteen });

  it('reads what Johnny-Five reads', async () => {
    const readings = await readAll(mpu6050, 0x68, part());
    const at = () => ({ controller: 'MPU6050', address: 0x68, board: foreignBoard({ 104: part() }) });
    for (const axis of ['x', 'y']) {
      const theirs = await foreignValue('Accelerometer', axis, at());
      expect(pick(readings, 'acceleration', axis)?.value).toBeCloseTo(theirs, 2);
    }
    const celsius = await foreignValue('Thermometer', 'celsius', at());
    expect(Math.round(pick(readings, 'temperature')?.value ?? 0)).toBe(celsius);
    expect(pick(readings, 'angular_rate', 'x')?.value).toBe(1); // 131 to the degree, as Johnny-Five's source says
    expect(pick(readings, 'angular_rate', 'y')?.value).toBe(-1);
  });

  it('gives no number at the ends of its scale, and none from a part that fell asleep again', async () => {
    const wild = part();
    wild.memory.set([0x7f, 0xff], 0x3b);
    expect(pick(await readAll(mpu6050, 0x68, wild), 'acceleration', 'x')).not.toHaveProperty('value');
    const memory = part();
    const bus = createPartsBus({ 104: memory });
    const sensor = await mpu6050.open({ bus, address: 0x68, wait }, neverAborts);
    memory.memory[0x6b] = 0x40;
    const asleep = await sensor.read(neverAborts);
    expect(new Set(asleep.map(({ quality }) => quality))).toEqual(new Set(['not_ready']));
    expect((await sensor.read(neverAborts)).every(({ quality }) => quality === 'good')).toBe(true);
  });
});

describe('PCA9685', () => {
  it("knows the data sheet's example: about 200 Hz with a divisor of 30", () => {
    expect(Math.round(pca9685Frequency(30).value ?? 0)).toBe(197); // the sheet rounds the divisor, not the frequency
  });

  it('reads back what Johnny-Five writes', async () => {
    const memory = bytePart({ 1: [0x04] });
    const outputs = foreignOutputs({ board: foreignBoard({ 64: memory }), frequency: 200 });
    outputs.pwmWrite(0, 0);
    outputs.pwmWrite(1, 255);
    outputs.pwmWrite(2, 51);
    const readings = await readAll(pca9685, 0x40, memory);
    expect(pick(readings, 'frequency')?.raw).toEqual([30]);
    const duty = (channel: string) => Math.round(pick(readings, 'duty_cycle', channel)?.value ?? -1);
    expect([duty('0'), duty('1'), duty('2'), duty('15')]).toEqual([0, 100, 20, 0]);
  });

  it('says nothing of outputs while the part sleeps', async () => {
    const readings = await readAll(pca9685, 0x40, bytePart({ 0: [0x11, 0x04], 254: [0x1e] }));
    expect(readings.slice(1).map(({ quality, value }) => [quality, value])).toEqual(
      Array(16).fill(['not_ready', undefined]),
    );
  });
});

describe('MCP3008', () => {
  it('asks what the package mcp-spi-adc asks, and counts what it counts', async () => {
    // The part's own levels, by the bits of the question that choose its input.
    const levels = [0, 1, 512, 1_023, 300, 700, 2, 1_000];
    const asked = { ours: [] as string[], theirs: [] as string[] };
    const part = (by: keyof typeof asked) => (bytes: readonly number[]) => {
      asked[by].push(Buffer.from(bytes).toString('hex'));
      const level = levels[((bytes[1] ?? 0) >> 4) & 7] ?? 0;
      return [0xff, 0xf8 | (level >> 8), level & 255];
    };
    const answer = part('ours');
    const bus = {
      info: { label: 'spi', maxBytes: 3 },
      transfer: async (bytes: readonly number[]) => Uint8Array.from(answer(bytes)),
      close: async () => {},
    };
    const readings = await mcp3008.open({ bus, referenceVolts: 1_024 }).read(neverAborts);
    for (const [channel, reading] of readings.entries())
      expect(reading.value).toBe((await foreignMcp3008(channel, part('theirs'))).rawValue);
    expect(asked.ours).toEqual(asked.theirs);
    expect(asked.ours).toHaveLength(8);
  });

  it('reads eight channels, and no number from a line that nobody drives', async () => {
    const answers = [[0xff, 0xfa, 0x00], [0x00, 0x03, 0xff], [0xff, 0xff, 0xff], ...Array(5).fill([0, 0, 0])];
    const asked: (readonly number[])[] = [];
    const bus = {
      info: { label: 'spi', maxBytes: 3 },
      transfer: async (bytes: readonly number[]) => Uint8Array.from(answers[asked.push(bytes) - 1] ?? []),
      close: async () => {},
    };
    const readings = await mcp3008.open({ bus, referenceVolts: 3.3 }).read(neverAborts);
    expect(asked.slice(0, 2)).toEqual([
      [1, 0x80, 0],
      [1, 0x90, 0],
    ]);
    expect(readings.slice(0, 3).map(({ quality, value }) => [quality, value && decimals(value, 4)])).toEqual([
      ['good', 1.65],
      ['good', 3.2968],
      ['fault', undefined],
    ]);
  });
});

describe('LM75', () => {
  it('wakes a part that sleeps', async () => {
    const bus = createPartsBus({ 79: wordPart({ 0: [0x19, 0x00], 1: [0x01, 0x01] }) });
    const sensor = await lm75.open({ bus, address: 0x4f, wait }, neverAborts);
    expect(bus.sent.map(({ write }) => write)).toContainEqual([1, 0]);
    expect(await sensor.read(neverAborts)).toMatchObject([{ value: 25 }]);
  });
});
