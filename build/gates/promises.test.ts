// Every promised id is named by a test; a missing one is red.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findGaps, promises, readTestNames } from './promises.ts';

const project = join(import.meta.dirname, '../..');

describe('promises', () => {
  it('finds the id that no test names', () => {
    const sources = new Map([['a.test.ts', "it('is safe [T01]')\nit('holds [R02 R03]')"]]);
    expect(findGaps(sources, ['T01', 'R02', 'R03', 'T99'])).toEqual({ missing: ['T99'], unknown: [] });
  });

  it('finds the id that nobody promised', () => {
    expect(findGaps(new Map([['a.test.ts', "it('x [T77]')"]]), ['T01'])).toEqual({
      missing: ['T01'],
      unknown: ['T77'],
    });
  });

  it('has a test for every promise of the project', () => {
    expect(findGaps(readTestNames(project), Object.keys(promises)).missing).toEqual([]);
  });
});
