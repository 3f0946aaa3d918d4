// Chance that can be repeated: the same seed gives the same calls.
export type Random = {
  /** 0 to below 1. */
  next(): number;
  int(from: number, to: number): number;
  pick<T>(list: readonly T[]): T;
  /** True so many times in a hundred. */
  often(percent: number): boolean;
};

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  // mulberry32, of the public domain.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    int,
    pick: (list) => {
      const found = list[int(0, list.length - 1)];
      if (found === undefined) throw new Error('nothing to pick from');
      return found;
    },
    often: (percent) => next() * 100 < percent,
  };
}
