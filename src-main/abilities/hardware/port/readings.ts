// What was measured, kept: a series for each quantity of each sensor, fed by tools, standing measurements and lines.
import type { Bin, ReadingQuality, Series, Summary } from '#main/contract/readings.ts';
import type { ReceivedLine } from './devices.ts';

/** One measured value. `device` as `DeviceIdentity.key`. */
export type Measured = {
  readonly device: string;
  /** Which part measured: `bme280@0x76`, `line`, `nmea`, `adc`. */
  readonly source: string;
  /** A `Quantity`, or the field's own name on a line. */
  readonly quantity: string;
  readonly channel?: string;
  /** Empty where nobody knows. */
  readonly unit: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly quality: ReadingQuality;
  /** Only of a good one. */
  readonly value?: number;
};

export type NotedReading = Measured & { readonly seriesId: string };

export type HistoryQuestion = {
  readonly seriesId: string;
  readonly from: number;
  /** Not included. */
  readonly to: number;
  readonly maxBins: number;
};

export interface Readings {
  /** At once for listeners, on disk within a second; more than the bound that waits is dropped and counted in the log. */
  note(measured: readonly Measured[]): void;
  /** Called with what was noted, in order. Gives back how to end it. */
  onNoted(listener: (noted: readonly NotedReading[]) => void): () => void;
  list(o: { readonly device?: string | undefined }): Promise<readonly Series[]>;
  /** The summary is of every good reading in the span, not of the bins. */
  history(question: HistoryQuestion): Promise<{ bins: readonly Bin[]; summary: Summary | null }>;
  /** Single readings as they came, oldest first, from `from` on; what was thinned out is given as its means. */
  raw(o: { seriesId: string; from: number; to: number; limit: number }): Promise<readonly NotedReading[]>;
}

export type HeardLines = (
  key: string,
  lines: readonly ReceivedLine[],
  o: {
    /** Somebody spoke to the device a moment ago. */
    readonly mayAnswer: boolean;
  },
) => void;

/** The same with what the person does to it, and its life. */
export interface KeptReadings extends Readings {
  /** Lines of a device as they come: numbers in them are noted. */
  readonly hear: HeardLines;
  /** For good, on the account. What comes later begins anew. */
  forget(seriesIds: readonly string[]): Promise<void>;
  /** Thins out now and then; when the signal ends it everything noted is on disk. */
  run(signal: AbortSignal): Promise<void>;
}
