// What sensors measured: series, the newest values, history with statistics, and standing measurements.
import { z } from 'zod';
import { Timestamp } from './ids.ts';

/**
 * `not_ready`: nothing measured yet. `out_of_range`: beyond what the part can measure. `bad_checksum`: damaged on the way.
 * `fault`: the part says itself that it is not to be trusted.
 */
export const ReadingQuality = z.enum(['good', 'not_ready', 'out_of_range', 'bad_checksum', 'fault']);
export type ReadingQuality = z.infer<typeof ReadingQuality>;

export const SeriesId = z.string().min(1).max(100);

export const ReadingNow = z.object({
  seriesId: SeriesId,
  at: Timestamp,
  quality: ReadingQuality,
  /** Only of a good one. */
  value: z.number().optional(),
});
export type ReadingNow = z.infer<typeof ReadingNow>;

export const Series = z.object({
  id: SeriesId,
  deviceKey: z.string(),
  deviceName: z.string(),
  /** Which part measured: `bme280@0x76`, `line`, `nmea`, `adc`. */
  source: z.string(),
  /** A quantity, or the field's own name on a line. */
  quantity: z.string(),
  channel: z.string().optional(),
  /** Empty where nobody knows. */
  unit: z.string(),
  newest: ReadingNow.optional(),
  firstAt: Timestamp,
  count: z.number().int().nonnegative(),
});
export type Series = z.infer<typeof Series>;

/** Good readings from `at` on, for `ms`. A stretch without any has no bin. */
export const Bin = z.object({
  at: Timestamp,
  ms: z.number().int().positive(),
  count: z.number().int().positive(),
  min: z.number(),
  max: z.number(),
  mean: z.number(),
});
export type Bin = z.infer<typeof Bin>;

export const Summary = Bin.omit({ at: true, ms: true }).extend({
  first: z.object({ at: Timestamp, value: z.number() }),
  last: z.object({ at: Timestamp, value: z.number() }),
});
export type Summary = z.infer<typeof Summary>;
