// Readings counted together. The sum keeps what a single number has no digits for, so that a mean of millions is the one of
// the readings themselves, however they were put together.

export type Tally = {
  readonly count: number;
  readonly sum: number;
  readonly rest: number;
  readonly min: number;
  readonly max: number;
  readonly firstAt: number;
  readonly firstValue: number;
  readonly lastAt: number;
  readonly lastValue: number;
};

export const tallyOf = (at: number, value: number): Tally => ({
  ...{ count: 1, sum: value, rest: 0, min: value, max: value },
  ...{ firstAt: at, firstValue: value, lastAt: at, lastValue: value },
});

/** The sum and what it lost (Knuth's two-sum). */
function add(a: number, b: number): readonly [number, number] {
  const sum = a + b;
  const ofB = sum - a;
  return [sum, a - (sum - ofB) + (b - ofB)];
}

/** `b` came after `a` where both are of one time. */
export function joined(a: Tally, b: Tally): Tally {
  const [high, low] = add(a.sum, b.sum);
  const [rests, lost] = add(a.rest, b.rest);
  const [carried, left] = add(high, low + rests);
  const [sum, rest] = add(carried, left + lost);
  const isFirst = b.firstAt < a.firstAt;
  const isLast = b.lastAt >= a.lastAt;
  return {
    ...{ count: a.count + b.count, sum, rest, min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) },
    ...{ firstAt: isFirst ? b.firstAt : a.firstAt, firstValue: isFirst ? b.firstValue : a.firstValue },
    ...{ lastAt: isLast ? b.lastAt : a.lastAt, lastValue: isLast ? b.lastValue : a.lastValue },
  };
}

/** A number as two whose product with another such half has no rounding (Veltkamp). */
function halves(a: number): readonly [number, number] {
  const scaled = a * (2 ** 27 + 1);
  const high = scaled - (scaled - a);
  return [high, a - high];
}

/** What `a * b` lost (Dekker). */
function lostIn(a: number, b: number): number {
  const [ah, al] = halves(a);
  const [bh, bl] = halves(b);
  return al * bl - (a * b - ah * bh - al * bh - ah * bl);
}

/** To the last digit, and never beyond the readings themselves. */
export function meanOf({ sum, rest, count, min, max }: Tally): number {
  const near = sum / count;
  const left = sum - near * count - lostIn(near, count) + rest;
  return Math.min(max, Math.max(min, near + left / count));
}
