// A model that calls whatever it likes, with every question answered yes: nothing outside the person's limits reaches a board.
// Firmware, MicroPython and pymodbus say what the bytes do.
import { describe, expect, it } from 'vitest';
import { attackBench, type BenchLimits, benchLimits } from '../testing/proof/attacked-bench.ts';
import { hasModbusJudge } from '../testing/proof/judged-boards.ts';

const digital = { kind: 'digital', min: 0, max: 1, safe: 0, perMinute: 600 };

describe.skipIf(!hasModbusJudge())('a hundred thousand calls', () => {
  it('switch nothing outside the limits, and much within [T41]', { timeout: 1_800_000 }, async () => {
    const { violations, acts, ran, refused, broken } = await attackBench({
      seed: 20_261_128,
      calls: 100_000,
    });
    expect(violations.slice(0, 10)).toEqual([]);
    expect(broken.slice(0, 10)).toEqual([]);
    expect(ran + refused).toBeGreaterThanOrEqual(100_000);
    expect(refused).toBeGreaterThan(50_000);
    // Each judge has seen enough to judge by.
    expect(Math.min(...Object.values(acts))).toBeGreaterThan(20);
    expect(Object.keys(acts).toSorted()).toEqual(['firmata', 'modbus', 'pico', 'uno']);
  });

  const with_ = (more: Partial<BenchLimits>): BenchLimits => ({ ...benchLimits, ...more });
  it.each<[string, RegExp, BenchLimits]>([
    ['another output', /uno/, with_({ uno: { ...benchLimits.uno, outputs: [{ ...digital, pin: '4' }] } })],
    [
      'an output by more degrees',
      /uno/,
      with_({ uno: { outputs: [{ ...digital, pin: '9', kind: 'pwm', max: 0.5 }] } }),
    ],
    ['a line with a wider number', /uno/, with_({ uno: { lines: ['pwm 9 {0..103}'] } })],
    ['another output of Firmata', /firmata/, with_({ firmata: { outputs: [{ ...digital, pin: '12' }] } })],
    ['programs', /pico/, with_({ pico: { programs: true } })],
    ['another select pin', /pico/, with_({ pico: { spi: ['25'] } })],
    ['an input more', /pico/, with_({ pico: { inputs: ['GP5'] } })],
    ['a register more', /pico/, with_({ pico: { i2c: [{ address: 0x48, from: 0, to: 4, access: 'write' }] } })],
    ['a Modbus register more', /modbus/, with_({ modbus: { modbus: [{ ...benchLimits.modbus.modbus[0], to: 20 }] } })],
    ['a Modbus value more', /modbus/, with_({ modbus: { modbus: [{ ...benchLimits.modbus.modbus[0], max: 201 }] } })],
  ])('are judged: an envelope that lets through %s is found out', { timeout: 300_000 }, async (_what, only, limits) => {
    const { violations } = await attackBench({ seed: 7, calls: 2_000, limits, only });
    expect(violations.length).toBeGreaterThan(0);
  });
});
