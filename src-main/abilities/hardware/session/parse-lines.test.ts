// Lines of boards as records.
import { describe, expect, it } from 'vitest';
import { parseLines } from './parse-lines.ts';
import { readBytes, showBytes } from './show-bytes.ts';

describe('lines', () => {
  it('are JSON objects, and what is none is counted', () => {
    expect(parseLines(['{"t":21.5,"ok":true,"at":{"x":1}}', '"ms":0}', '[1]', ''], 'json')).toEqual({
      format: 'json',
      records: [{ t: 21.5, ok: true, at: '{"x":1}' }],
      left: 2,
    });
  });

  it('are rows of CSV, with a head or without, and cut rows are left out', () => {
    expect(parseLines(['time,temp', '1,21.5', '2', '3,22'], 'csv')).toMatchObject({
      records: [
        { time: 1, temp: 21.5 },
        { time: 3, temp: 22 },
      ],
      left: 1,
    });
    expect(parseLines(['1;2,5', '3;4'], 'csv').records).toEqual([
      { 1: 1, 2: '2,5' },
      { 1: 3, 2: 4 },
    ]);
  });

  it('are pairs', () => {
    expect(parseLines(['T=21.5, H: 40% ok', 'nothing'], 'pairs')).toMatchObject({
      records: [{ T: 21.5, H: '40%' }],
      left: 1,
    });
  });
});

describe('bytes', () => {
  it('are shown whole and read back the same', () => {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(showBytes(all)).not.toMatch(/[^\x20-\x7e]/);
    expect(Buffer.from(readBytes(showBytes(all)))).toEqual(Buffer.from(all));
    expect(Buffer.from(readBytes('é\\n'))).toEqual(Buffer.from([0xc3, 0xa9, 0x0a]));
  });
});
