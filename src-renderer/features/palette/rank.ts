// How well an entry of the palette fits what was typed.

/** Hits of the full-text search fit by definition, but less well than a name that was typed. */
export const hitPrefix = 'hit:';
const hitRank = 0.05;

function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{Diacritic}/gu, '');
}

function wordRank(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at === -1) return 0;
  if (at === 0) return 1;
  return /[\s\-_/]/.test(text[at - 1] ?? '') ? 0.8 : 0.4;
}

/**
 * 0 hides, 1 is best. Every typed word must occur in the entry's texts; the start of a name counts more than the start of
 * a word, that more than the middle. `texts[0]` is the name, the rest are other words for it.
 */
export function paletteRank(value: string, search: string, texts: readonly string[] = []): number {
  if (value.startsWith(hitPrefix)) return hitRank;
  const words = plain(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return 1;
  const [name = '', ...others] = texts.map(plain);
  let rank = 1;
  for (const word of words) {
    const best = Math.max(wordRank(name, word), 0.6 * Math.max(0, ...others.map((other) => wordRank(other, word))));
    if (best === 0) return 0;
    rank = Math.min(rank, best);
  }
  return Math.max(rank, 0.1);
}
