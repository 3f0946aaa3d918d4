// The weather station, over its link, with a clock of the test's own.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { createLineReader } from '../../../testing/line-reader.ts';
import { createVirtualOpener, virtualIdentity } from '../virtual-opener.ts';
import { startWeatherBoard } from './weather-board.ts';
import { weatherAt } from './weather-model.ts';

const start = 1_790_000_000_000;

async function bench(seed = 7) {
  const clock = createFakeClock(start);
  const board = startWeatherBoard({ clock, seed });
  const opener = createVirtualOpener((name) => (name === 'weather' ? board : undefined));
  const link = await opener.open(virtualIdentity('weather'), { baudRate: 9_600 }, neverAborts);
  const bytes: Uint8Array[] = [];
  const read = (async () => {
    for await (const piece of link.data) bytes.push(piece);
  })();
  const reader = createLineReader();
  return {
    clock,
    board,
    link,
    read,
    async lines() {
      await new Promise((resolve) => setImmediate(resolve));
      return reader.take(Buffer.concat(bytes.splice(0)));
    },
    say: (text: string) => link.write(Buffer.from(text), neverAborts),
  };
}
type Bench = Awaited<ReturnType<typeof bench>>;
const ask = async (at: Bench, line: string) => {
  await at.say(`${line}\n`);
  return at.lines();
};

describe('the virtual weather station', () => {
  it('tells its readings line by line, as JSON and as CSV', async () => {
    const at = await bench();
    await at.clock.advance(2_000);
    const [first = '', second = ''] = await at.lines();
    const { temperatureC, humidityPercent, pressureHpa } = weatherAt(7, start + 1_000);
    expect(JSON.parse(first)).toEqual({
      ms: 1_000,
      temperature_c: temperatureC,
      humidity_percent: humidityPercent,
      pressure_hpa: pressureHpa,
    });
    expect(JSON.parse(second).ms).toBe(2_000);
    expect(await ask(at, 'format csv')).toEqual(['ms,temperature_c,humidity_percent,pressure_hpa']);
    await ask(at, 'INTERVAL 200');
    await at.clock.advance(1_000);
    const rows = await at.lines();
    expect(rows).toHaveLength(5);
    expect(rows.map((row) => row.split(',')).map(([ms, ...values]) => [Number(ms), values.length])).toEqual([
      [2_200, 3],
      [2_400, 3],
      [2_600, 3],
      [2_800, 3],
      [3_000, 3],
    ]);
    await ask(at, 'INTERVAL 0');
    await at.clock.advance(10_000);
    expect(await at.lines()).toEqual([]);
  });

  it('answers in the manner of SCPI, and keeps its errors until they are asked for', async () => {
    const at = await bench();
    expect(await ask(at, '*IDN?')).toEqual(['LIMPET,WEATHER,0,1.0']);
    expect(await ask(at, 'meas:temp?\r')).toEqual([weatherAt(7, start).temperatureC.toFixed(2)]);
    expect(await ask(at, 'BANG')).toEqual([]);
    expect(await ask(at, 'INTERVAL 7')).toEqual([]);
    expect(await ask(at, 'FORMAT')).toEqual([]);
    expect(await ask(at, 'SYST:ERR?')).toEqual(['-113,"Undefined header"']);
    expect(await ask(at, 'SYST:ERR?')).toEqual(['-224,"Illegal parameter value"']);
    expect(await ask(at, 'SYST:ERR?')).toEqual(['-109,"Missing parameter"']);
    expect(await ask(at, 'SYST:ERR?')).toEqual(['0,"No error"']);
    for (let i = 0; i < 50; i++) await ask(at, 'BANG');
    const errors: string[] = [];
    for (let i = 0; i < 21; i++) errors.push(...(await ask(at, 'SYST:ERR?')));
    expect(errors.slice(-2)).toEqual(['-350,"Queue overflow"', '0,"No error"']);
  });

  it('has the same weather for the same seed and time, and weather that could be', async () => {
    const times = fc.integer({ min: 0, max: 4_000_000_000_000 });
    fc.assert(
      fc.property(fc.integer(), times, (seed, atMs) => {
        const weather = weatherAt(seed, atMs);
        expect(weatherAt(seed, atMs)).toEqual(weather);
        expect(weather.temperatureC).toBeGreaterThan(5);
        expect(weather.temperatureC).toBeLessThan(31);
        expect(weather.humidityPercent).toBeGreaterThanOrEqual(5);
        expect(weather.humidityPercent).toBeLessThanOrEqual(100);
        expect(Math.abs(weather.pressureHpa - 1_013)).toBeLessThan(20);
        // Nothing jumps from one second to the next.
        expect(Math.abs(weatherAt(seed, atMs + 1_000).temperatureC - weather.temperatureC)).toBeLessThan(0.1);
      }),
    );
    expect(weatherAt(1, start)).not.toEqual(weatherAt(2, start));
  });

  it('goes wrong when it is told to: garbage, a line cut short, silence, and gone', async () => {
    const at = await bench();
    at.board.cause('garbage');
    await at.clock.advance(1_000);
    expect((await at.lines()).filter((line) => line.startsWith('{'))).toEqual([]); // the rest of the garbage is before it
    at.board.cause('cut');
    await at.clock.advance(2_000);
    const [mixed = ''] = await at.lines();
    expect(() => JSON.parse(mixed)).toThrow();
    await at.clock.advance(1_000);
    expect(JSON.parse((await at.lines())[0] ?? '').ms).toBe(4_000);
    at.board.cause('silence');
    await at.clock.advance(5_000);
    expect(await ask(at, '*IDN?')).toEqual([]);
    at.board.cause('unplug');
    expect(await at.link.closed).toEqual({ reason: 'gone' });
    await at.read;
    await expect(at.say('x')).rejects.toMatchObject({ code: 'unavailable', details: { reason: 'device_gone' } });
  });
});
