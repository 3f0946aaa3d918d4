// The palette puts what was meant first and hides what was not.
import { describe, expect, it } from 'vitest';
import { paletteRank } from './rank.ts';

describe('palette rank', () => {
  it('prefers the start of the name, then the start of a word, then the middle, then other words', () => {
    const ranks = [
      paletteRank('a', 'new', ['New chat']),
      paletteRank('b', 'new', ['Rename: new title']),
      paletteRank('c', 'new', ['Renewal']),
      paletteRank('d', 'new', ['Create', 'renewal']),
    ];
    expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
    expect(new Set(ranks).size).toBe(ranks.length);
  });

  it('wants every typed word, in any order, and does not mind accents', () => {
    expect(paletteRank('a', 'dark theme', ['Theme: dark'])).toBeGreaterThan(0);
    expect(paletteRank('a', 'dark model', ['Theme: dark'])).toBe(0);
    expect(paletteRank('a', 'buro', ['Büro'])).toBe(1);
  });

  it('shows a hit of the full-text search always, below names that fit', () => {
    expect(paletteRank('hit:1', 'tide', [])).toBeGreaterThan(0);
    expect(paletteRank('hit:1', 'tide', [])).toBeLessThan(paletteRank('s', 'tide', ['Low tide']));
  });
});
