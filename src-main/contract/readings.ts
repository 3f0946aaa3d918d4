// What sensors measured: series, the newest values, history with statistics, and standing measurements.
import { z } from 'zod';
import { DeviceKey } from './devices.ts';
import { ErrorData } from './errors.ts';
import { BlobId, Timestamp } from './ids.ts';
import { command, query, stream } from './kernel.ts';

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
  deviceKey: DeviceKey,
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

export const readingLimits = {
  maxBins: 1_000,
  series: 500,
  seriesPerDevice: 64,
  watches: 50,
} as const;

/** The same part again and again: a sensor on a bus of a board, or an analog input. */
export const WatchedPart = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('sensor'),
    via: z.string().min(1).max(40),
    sensor: z.string().min(1).max(40),
    /** Of I2C. */
    address: z.number().int().min(0x08).max(0x77).optional(),
    /** Of SPI. */
    select: z.string().min(1).max(20).optional(),
    /** Of SPI: what its converter compares with, in volts. */
    reference: z.number().positive().max(10).optional(),
  }),
  z.strictObject({
    type: z.literal('analog'),
    via: z.string().min(1).max(40),
    channel: z.string().min(1).max(20),
    /** What its converter compares with, in volts. */
    reference: z.number().positive().max(10),
  }),
]);
export type WatchedPart = z.infer<typeof WatchedPart>;

/** `waiting`: its device is not connected. `failing`: the newest attempt gave an error; it goes on trying. */
export const WatchState = z.enum(['running', 'waiting', 'failing']);

/** A standing measurement: it lasts over restarts, and measures while its device is connected. */
export const Watch = z.object({
  id: z.string().min(1).max(100),
  deviceKey: DeviceKey,
  deviceName: z.string(),
  part: WatchedPart,
  everySeconds: z.number(),
  /** Until it is ended, where there is none. */
  until: Timestamp.optional(),
  createdAt: Timestamp,
  state: WatchState,
  measuredAt: Timestamp.optional(),
  error: ErrorData.optional(),
});
export type Watch = z.infer<typeof Watch>;

const ofSpan = z.object({ from: Timestamp, to: Timestamp });

export const readings = {
  list: query(z.object({ deviceKey: DeviceKey.optional() }), z.object({ series: z.array(Series) })),
  /** The newest value of each series at once, then of those that have a new one, at most four times a second. */
  follow: stream(z.object({ deviceKey: DeviceKey.optional() }), z.object({ readings: z.array(ReadingNow) })),
  /**
   * `to` is not included. At most `maxBins` bins, all as wide; the summary is of every good reading in the span, null where
   * there is none. Errors: `not_found` for a series that is not kept.
   */
  history: query(
    ofSpan.extend({ seriesId: SeriesId, maxBins: z.number().int().min(1).max(readingLimits.maxBins).default(500) }),
    z.object({ bins: z.array(Bin), summary: Summary.nullable() }),
  ),
  /** Every single reading of the span as CSV; what was thinned out comes as means. Fetched like an attachment, gone after an hour. */
  exportCsv: command(
    ofSpan.extend({ seriesIds: z.array(SeriesId).min(1).max(readingLimits.seriesPerDevice) }),
    z.object({ blobId: BlobId, name: z.string(), sizeBytes: z.number().int(), rows: z.number().int() }),
  ),
  /** Deletes what was measured, for good. It begins anew with the next reading. */
  forget: command(z.object({ seriesIds: z.array(SeriesId).min(1).max(readingLimits.series) }), z.object({})),
  /** All standing measurements, and again with every change. */
  watches: stream(z.object({}), z.object({ watches: z.array(Watch) })),
  /**
   * The same part measured already: this one takes its place. Errors: `forbidden` (`device_not_allowed`), `invalid_input`
   * (`unknown_sensor`, `board_unknown`), `conflict` (`too_many_watches`).
   */
  startWatch: command(
    z.object({
      deviceKey: DeviceKey,
      part: WatchedPart,
      everySeconds: z.number().min(1).max(86_400),
      until: Timestamp.optional(),
    }),
    z.object({ watch: Watch }),
  ),
  /** What it measured stays. */
  endWatch: command(z.object({ id: z.string().min(1).max(100) }), z.object({})),
};
