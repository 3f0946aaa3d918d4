// Which numbers on lines are readings, and which lines are none.
import { describe, expect, it } from 'vitest';
import { answerLine, freshStation, readingLine } from '../links/virtual/weather/weather-commands.ts';
import { createLineListener } from './hear-lines.ts';
import { readLine } from './read-line.ts';

const valuesOf = (text: string, head?: readonly string[]) => {
  const said = readLine(text, head);
  return said.type === 'readings'
    ? said.readings.map(({ quantity, channel, value, unit }) => [
        ...(channel === undefined ? [] : [channel]),
        quantity,
        value,
        unit,
      ])
    : said.type;
};

describe('a line', () => {
  it('is a JSON object: our board, the weather station, parts of parts', () => {
    expect(valuesOf('{"event":"reading","ms":812,"temperature_c":21.47,"light_percent":63}')).toEqual([
      ['temperature', 21.47, '°C'],
      ['light', 63, '%'],
    ]);
    const weather = { temperatureC: 11.2, humidityPercent: 71.5, pressureHpa: 1003.21 };
    expect(valuesOf(readingLine('json', 5_000, weather))).toEqual([
      ['temperature', 11.2, '°C'],
      ['relative_humidity', 71.5, '%'],
      ['pressure', 1003.21, 'hPa'],
    ]);
    expect(valuesOf('{"bme280":{"temp":20,"id":4},"sensor_a":5}')).toEqual([
      ['bme280', 'temperature', 20, ''],
      ['sensor_a', 5, ''],
    ]);
    for (const none of ['{"ok":true,"pin":5,"value":255}', '{"event":"deadman","ms":5,"x":1}', '{"a":"1"}', '{"a":1'])
      expect(valuesOf(none)).toBe('other');
  });

  it('is a row below a head, with units in the head', () => {
    const head = ['ms', 'Temperature [C]', 'humidity_percent', 'note (mg)'];
    expect(readLine(head.join(','), undefined)).toEqual({ type: 'head', names: head });
    expect(valuesOf('812;21.5;40;', head)).toEqual([
      ['temperature', 21.5, '°C'],
      ['relative_humidity', 40, '%'],
    ]);
    expect(valuesOf('1,2,3', head)).toBe('other');
    expect(valuesOf('1,2')).toBe('other');
  });

  it('is pairs of names and values with or without a unit', () => {
    expect(valuesOf('Temperature: 21.5 °C, Humidity=40 %')).toEqual([
      ['temperature', 21.5, '°C'],
      ['relative_humidity', 40, '%'],
    ]);
    expect(valuesOf('T=21.5 H=-4e1')).toEqual([
      ['T', 21.5, ''],
      ['H', -40, ''],
    ]);
    expect(valuesOf('temp:21.5,hum:40')).toEqual([
      ['temperature', 21.5, ''],
      ['relative_humidity', 40, ''],
    ]);
    expect(valuesOf('Supply voltage: 3.31V Load: 12kg left')).toEqual([
      ['Supply voltage', 3.31, 'V'],
      ['Load', 12, 'kg'],
    ]);
    expect(valuesOf('Speed: 5 and rising')).toEqual([['speed', 5, '']]);
    for (const none of ['Version: 1.2.3', 'started at 12:34:56', 'MAC: 1a:2b:3c', 'hello', '21.5', 'time: 5', ''])
      expect(valuesOf(none)).toBe('other');
  });

  it('is NMEA with its checksum, of which what is not sure has no value', () => {
    expect(valuesOf('$GPGLL,4916.45,N,12311.12,W,225444,A*31')).toEqual([
      ['latitude', expect.closeTo(49.274, 3), '°'],
      ['longitude', expect.closeTo(-123.185, 3), '°'],
    ]);
    expect(valuesOf('$GPGLL,4916.45,N,12311.12,W,225444,A*32')).toBe('other');
  });

  it('is read quickly whatever it is', () => {
    const started = performance.now();
    for (const text of [
      'a '.repeat(1_000),
      'a=1'.repeat(600),
      '='.repeat(2_000),
      'a.b '.repeat(500),
      `${'a'.repeat(1_999)}:`,
    ])
      readLine(text, undefined);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('lines', () => {
  const at = (n: number, text: string) => ({ n, at: n * 1_000, text });
  it('begin a series with their second time, and then the first is told too', () => {
    const listener = createLineListener();
    const free = { mayAnswer: false };
    expect(listener.hear(at(1, 'boot: 5'), free)).toEqual([]);
    expect(listener.hear(at(2, 't: 1'), free)).toEqual([]);
    expect(listener.hear(at(3, 't: 2'), free).map((one) => [one.at, one.readings[0]?.value])).toEqual([
      [2_000, 1],
      [3_000, 2],
    ]);
    expect(listener.hear({ ...at(4, 't: 3'), isCut: true }, free)).toEqual([]);
    expect(listener.hear(at(5, 't: 4'), { mayAnswer: true })).toHaveLength(1);
  });

  it('that may be answers begin none, but a head is remembered', () => {
    const listener = createLineListener();
    const answered = answerLine('FORMAT CSV', freshStation, {
      ...{ uptimeMs: 0, weather: { temperatureC: 1, humidityPercent: 2, pressureHpa: 3 } },
    });
    for (let n = 1; n < 4; n += 1) expect(listener.hear(at(n, 'level: 1'), { mayAnswer: true })).toEqual([]);
    for (const text of answered.lines) listener.hear(at(4, text), { mayAnswer: true });
    listener.hear(at(5, '100,1.5,2.5,3.5'), { mayAnswer: false });
    const [first, second] = listener.hear(at(6, '200,1.6,2.6,3.6'), { mayAnswer: false });
    expect([first, second].map((one) => one?.readings.map(({ value }) => value))).toEqual([
      [1.5, 2.5, 3.5],
      [1.6, 2.6, 3.6],
    ]);
  });

  it('of ever new kinds take no more room than a few', () => {
    const listener = createLineListener();
    for (let n = 0; n < 10_000; n += 1) expect(listener.hear(at(n, `f${n}: 1`), { mayAnswer: false })).toEqual([]);
    listener.hear(at(10_000, 'f0: 1'), { mayAnswer: false });
    expect(listener.hear(at(10_001, 'f0: 1'), { mayAnswer: false })).toHaveLength(2);
  });
});
