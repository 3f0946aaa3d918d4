// What pins and analog inputs of every board promise, asked of each adapter.
import { expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Adc, Gpio } from '../port/buses.ts';

export type GpioScene = {
  readonly gpio: () => Gpio;
  /** May be listed by the board under this name, or be known to it without a list. */
  readonly output: string;
  /** A pin that there is not. */
  readonly absent: string;
  /** What the output does, seen from outside. Left out: nobody can see it. */
  readonly seenLevel?: () => Promise<boolean>;
  /** An input, and how others drive it. Left out: the board has outputs alone. */
  readonly input?: { readonly pin: string; drive(level: boolean): Promise<void> };
  /** An output with degrees, and its share of time as seen from outside, 0 to 1. */
  readonly degrees?: { readonly pin: string; seenShare(): Promise<number> };
};

const noSuchPin = { code: 'invalid_input', details: { reason: 'no_such_pin' } };
const soon = { timeout: 10_000 };

export function gpioSuite(scene: GpioScene): void {
  const { output, absent, seenLevel, input, degrees } = scene;
  const gpio = () => scene.gpio();

  it('GPIO-1 switches an output, and reads back what it was switched to', async () => {
    for (const level of [true, false, true, false]) {
      await gpio().write(output, level, neverAborts);
      await expect.poll(() => gpio().read(output, neverAborts), soon).toBe(level);
      if (seenLevel !== undefined) await expect.poll(seenLevel, soon).toBe(level);
    }
  });

  it('GPIO-2 reads an input that others drive, where it has any', async () => {
    if (input === undefined)
      return expect(
        gpio()
          .pins.flatMap(({ modes }) => modes)
          .filter((mode) => mode !== 'output'),
      ).toEqual([]);
    await gpio().setMode(input.pin, 'input', neverAborts);
    await gpio().read(input.pin, neverAborts); // an answer: it is an input now
    for (const level of [true, false, true]) {
      await input.drive(level);
      await expect.poll(() => gpio().read(input.pin, neverAborts), soon).toBe(level);
    }
  });

  it('GPIO-3 refuses pins that there are not, and what is no name of a pin', async () => {
    for (const pin of [absent, '', "1');x('", '1\n2']) {
      await expect(gpio().read(pin, neverAborts)).rejects.toMatchObject(noSuchPin);
      await expect(gpio().write(pin, true, neverAborts)).rejects.toMatchObject(noSuchPin);
    }
    await gpio().write(output, false, neverAborts);
  });

  it('GPIO-4 keeps the order of calls that are made at once', async () => {
    const levels = [true, false, true];
    await Promise.all(levels.map((level) => gpio().write(output, level, neverAborts)));
    await expect.poll(() => gpio().read(output, neverAborts), soon).toBe(true);
  });

  it('GPIO-5 does nothing once it was cancelled, and works on', async () => {
    await gpio().write(output, false, neverAborts);
    await expect(gpio().write(output, true, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(await gpio().read(output, neverAborts)).toBe(false);
  });

  it('GPIO-6 lists each pin once, with the modes that it has', () => {
    const { pins } = gpio();
    expect(pins.length).toBeGreaterThan(0);
    expect(new Set(pins.map(({ id }) => id)).size).toBe(pins.length);
    for (const { modes } of pins) expect(modes.length).toBeGreaterThan(0);
  });

  it('GPIO-7 sets degrees, and a level after them, where it has any', async () => {
    if (degrees === undefined) return expect(gpio().duty).toBeUndefined();
    const { duty } = gpio();
    if (duty === undefined) throw new Error('no degrees');
    for (const share of [0.4, 0.75]) {
      await duty(degrees.pin, share, neverAborts);
      await expect.poll(degrees.seenShare, soon).toBeCloseTo(share, 2);
    }
    for (const share of [-0.1, 1.1, Number.NaN])
      await expect(duty(degrees.pin, share, neverAborts)).rejects.toMatchObject({ details: { reason: 'pin_share' } });
    await expect(duty(absent, 0.5, neverAborts)).rejects.toMatchObject(noSuchPin);
    await gpio().write(degrees.pin, false, neverAborts);
    await expect.poll(() => gpio().read(degrees.pin, neverAborts), soon).toBe(false);
  });
}

export type AdcScene = {
  readonly adc: () => Adc;
  readonly channel: string;
  readonly absent: string;
  /** What lies at the input, in volts. */
  readonly levels: readonly number[];
  readonly lay: (volts: number) => Promise<void>;
  /** Of its steps, and of what lays the voltage. */
  readonly within: number;
};

export function adcSuite(scene: AdcScene): void {
  const read = (channel: string) => scene.adc().read(channel, neverAborts);

  it('ADC-1 measures what lies there, in counts and in volts', async () => {
    for (const volts of scene.levels) {
      await scene.lay(volts);
      await expect
        .poll(async () => Math.abs((await read(scene.channel)).volts - volts), soon)
        .toBeLessThan(scene.within);
      const { raw, fullScale } = await read(scene.channel);
      expect(Number.isInteger(raw) && raw >= 0 && raw <= fullScale).toBe(true);
    }
  });

  it('ADC-2 lists its inputs, and refuses what is none', async () => {
    expect(scene.adc().channels).toContain(scene.channel);
    for (const channel of [scene.absent, "0');x('"]) await expect(read(channel)).rejects.toMatchObject(noSuchPin);
    await read(scene.channel);
  });

  it('ADC-3 stops when it is told to, and works on', async () => {
    await expect(scene.adc().read(scene.channel, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    await read(scene.channel);
  });
}
