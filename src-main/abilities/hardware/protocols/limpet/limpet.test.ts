// Our line protocol against the firmware as it is shipped: for the Uno in avr8js, for boards with MicroPython in MicroPython.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { sketchFolder } from '../../../../../build/firmware/build-board.ts';
import type { Adc, Gpio, OpenBoard } from '../../port/buses.ts';
import { benchLink } from '../../testing/bench-link.ts';
import type { Bench } from '../../testing/board-suite.ts';
import { openMicroPythonBench } from '../../testing/micropython-bench.ts';
import { patientClock as clock } from '../../testing/patient-clock.ts';
import { adcSuite, gpioSuite } from '../../testing/pin-suites.ts';
import { openUnoBench } from '../../testing/uno-bench.ts';
import { openLimpetBoard } from './board.ts';

const shipped = readFileSync(join(sketchFolder, 'limpet-board.hex'), 'latin1');
const kinds = [
  {
    ...{ name: 'an Uno', open: () => openUnoBench(shipped), answerMs: 60, fullMillivolt: 5_000, channels: 6 },
    ...{ lamp: '13', pwm: '9', plain: '4', none: '12' },
  },
  {
    ...{ name: 'a Pico', open: openMicroPythonBench, answerMs: 5, fullMillivolt: 3_300, channels: 3 },
    ...{ lamp: '25', pwm: '6', plain: '2', none: '16' },
  },
] as const;

describe.each(kinds)('our firmware on $name', (kind) => {
  let bench: Bench;
  let link: ReturnType<typeof benchLink>;
  let board: OpenBoard;
  beforeEach(async () => {
    bench = await kind.open();
    await bench.pass(50);
    link = benchLink(bench, kind.answerMs);
    board = await openLimpetBoard(link, { clock }, neverAborts);
  });
  afterEach(() => bench.close());

  it('switches outputs, wholly and by degrees, as the simulated pins show', async () => {
    const gpio = await board.gpio(neverAborts);
    expect(gpio.pins.map(({ id }) => id)).toEqual(expect.arrayContaining([kind.lamp, kind.pwm, kind.plain]));
    expect(gpio.pins.map(({ id }) => id)).not.toContain(kind.none);
    await gpio.write(kind.lamp, true, neverAborts);
    expect(bench.duty(Number(kind.lamp))).toBe(1);
    expect(await gpio.read(kind.lamp, neverAborts)).toBe(true);
    await gpio.duty?.(kind.pwm, 0.4, neverAborts);
    expect(bench.duty(Number(kind.pwm))).toBeCloseTo(0.4, 2);
    await gpio.duty?.(kind.plain, 1, neverAborts);
    expect(bench.duty(Number(kind.plain))).toBe(1);
    await gpio.write(kind.lamp, false, neverAborts);
    expect(await gpio.read(kind.lamp, neverAborts)).toBe(false);
    await gpio.write('LED', true, neverAborts);
    expect(bench.duty(Number(kind.lamp))).toBe(1);
  });

  describe('as any board', () => {
    let gpio: Gpio;
    let adc: Adc;
    beforeEach(async () => {
      gpio = await board.gpio(neverAborts);
      adc = await board.adc({ referenceVolts: kind.fullMillivolt / 1_000 }, neverAborts);
    });
    gpioSuite({
      ...{ gpio: () => gpio, output: kind.lamp, absent: '99' },
      seenLevel: async () => bench.duty(Number(kind.lamp)) === 1,
      degrees: { pin: kind.pwm, seenShare: async () => bench.duty(Number(kind.pwm)) ?? 0 },
    });
    adcSuite({
      ...{ adc: () => adc, channel: '1', absent: '7', levels: [1, 2.5, 0.5], within: 0.02 },
      lay: async (volts) => {
        bench.setAnalog(1, volts * 1_000);
        await bench.pass(20);
      },
    });
  });

  it('says what a pin cannot do, and sends nothing that is no number', async () => {
    const gpio = await board.gpio(neverAborts);
    const noPin = { code: 'invalid_input', details: { reason: 'no_such_pin' } };
    await expect(gpio.write(kind.none, true, neverAborts)).rejects.toMatchObject(noPin);
    await expect(gpio.setMode(kind.lamp, 'input', neverAborts)).rejects.toMatchObject(noPin);
    await expect(gpio.duty?.(kind.plain, 0.5, neverAborts)).rejects.toMatchObject({
      details: { reason: 'board_lacks' },
    });
    await expect(board.i2c(neverAborts)).rejects.toMatchObject({ details: { reason: 'board_lacks' } });
    const before = link.sent.length;
    for (const pin of [`${kind.lamp} high\nsafe`, 'LID', '', '1 2', '-1'])
      await expect(gpio.write(pin, true, neverAborts)).rejects.toMatchObject(noPin);
    expect(link.sent).toHaveLength(before);
  });

  it('measures its inputs', async () => {
    bench.setAnalog(1, kind.fullMillivolt / 2);
    await bench.pass(20);
    const adc = await board.adc({ referenceVolts: 4 }, neverAborts);
    expect(adc.channels).toHaveLength(kind.channels);
    const { raw, fullScale, volts } = await adc.read('A1', neverAborts);
    expect([raw / fullScale, volts].map((value) => value.toFixed(1))).toEqual(['0.5', '2.0']);
    await expect(adc.read('7', neverAborts)).rejects.toMatchObject({ details: { reason: 'no_such_pin' } });
  });

  it('tells what its own sensors measure', async () => {
    bench.setAnalog(0, 750); // a TMP36 at 25 °C
    bench.setAnalog(1, kind.fullMillivolt / 2);
    await bench.pass(20);
    const measured = (await board.measure?.(neverAborts)) ?? [];
    expect(measured.map(({ quantity, unit, value }) => `${quantity} ${Math.round(value)} ${unit}`)).toEqual([
      'temperature 25 °C',
      'light 50 %',
    ]);
  });

  it('D5 says that its button has locked it', async () => {
    bench.hold('approve', true);
    for (let left = 1_700; left > 0; left -= 100) {
      bench.send('ping\n');
      await bench.pass(100);
    }
    const gpio = await board.gpio(neverAborts);
    await expect(gpio.write(kind.lamp, true, neverAborts)).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'board_locked' },
    });
  });
});

describe('a board that is none of ours', () => {
  const open = async (...says: readonly string[]) => {
    const patient = createFakeClock(1_700_000_000_000);
    const answers = [...says];
    const bench = {
      send: () => {},
      pass: async () => answers.splice(0, 1),
    } as unknown as Bench; // asked for nothing else
    const link = benchLink(bench, 0);
    const opened = openLimpetBoard(link, { clock: patient }, neverAborts);
    opened.catch(() => {}); // looked at below
    for (let left = 7_000; left > 0; left -= 250) {
      await new Promise((resolve) => setImmediate(resolve));
      await patient.advance(250);
    }
    return { opened, link };
  };

  it('is asked its name for 5 s and nothing more', async () => {
    const { opened, link } = await open('{"event":"ready"}', 'ARDUINO,UNO,0,1.0', 'LIMPET,BOARD,0,2.0');
    await expect(opened).rejects.toMatchObject({ code: 'timeout', details: { reason: 'board_silent' } });
    expect(new Set(link.sent)).toEqual(new Set(['*IDN?\n']));
    expect(link.sent).toHaveLength(10);
  });

  it('is known by its name also where something else was said before', async () => {
    const { opened } = await open('x"event":"ready"}', 'LIMPET,BOARD,0,1.0');
    await expect(opened).resolves.toBeDefined();
  });
});
