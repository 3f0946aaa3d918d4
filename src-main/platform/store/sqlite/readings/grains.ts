// The widths at which readings are kept together, and at which they are shown.
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export const singleMs = 1;
export const tenMs = 10 * second;
export const minuteMs = minute;
export const hourMs = hour;

/** Fine to coarse; each is a multiple of the one before. */
export const grains = [tenMs, minuteMs, hourMs] as const;
export type Grain = (typeof grains)[number];

/** Widths below ten seconds are made of single readings, all others are multiples of one of the grains. */
const widths = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, second, 2 * second, 5 * second, tenMs, 20 * second, 30 * second],
  ...[minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour],
  ...[12 * hour, day, 2 * day, 7 * day, 30 * day, 365 * day, 3_650 * day],
];

export const floorTo = (at: number, ms: number) => Math.floor(at / ms) * ms;
export const ceilTo = (at: number, ms: number) => Math.ceil(at / ms) * ms;

export type Cutting = {
  readonly from: number;
  readonly to: number;
  readonly maxBins: number;
  /** Not narrower than this. */
  readonly least: number;
};

/** The narrowest width that covers the span with no more bins than that; undefined: one bin for the whole span. */
export function widthFor({ from, to, maxBins, least }: Cutting): number | undefined {
  if (maxBins === 1) return undefined;
  return widths.find((ms) => ms >= least && (floorTo(to - 1, ms) - floorTo(from, ms)) / ms + 1 <= maxBins);
}

/** The coarsest grain that bins of this width can be made of; undefined: single readings. */
export const grainFor = (width: number): Grain | undefined => grains.findLast((ms) => width % ms === 0);
