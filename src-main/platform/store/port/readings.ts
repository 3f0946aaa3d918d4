// What the store keeps of readings: single ones for a while, means of ten seconds, minutes and hours for longer.
import type { Bin, ReadingQuality, Summary, WatchedPart } from '#main/contract/readings.ts';
import type { PlacedActivity } from './activity.ts';

export type SeriesName = {
  readonly id: string;
  readonly deviceKey: string;
  readonly source: string;
  readonly quantity: string;
  readonly channel?: string;
  readonly unit: string;
};

export type StoredReading = {
  readonly at: number;
  readonly quality: ReadingQuality;
  /** Of a good one, and finite. */
  readonly value?: number;
};

export type StoredSeries = SeriesName & {
  readonly firstAt: number;
  readonly count: number;
  readonly newest: StoredReading;
};

export type ReadingSpan = {
  readonly seriesId: string;
  readonly from: number;
  /** Not included. */
  readonly to: number;
};

export type ReadingsKept = {
  /** Single readings and means of ten seconds. */
  readonly singleMs: number;
  readonly minuteMs: number;
  readonly hourMs: number;
  /** Of all together; when it is more, the oldest single ones go, then the oldest means. */
  readonly bytes: number;
};

export type StoredWatch = {
  readonly id: string;
  readonly deviceKey: string;
  readonly part: WatchedPart;
  readonly everyMs: number;
  readonly until?: number;
  readonly createdAt: number;
};

export interface ReadingStore {
  series(): Promise<StoredSeries[]>;
  /** In one step with all means; relaxed. A series that is not known begins. */
  add(readings: readonly (StoredReading & { readonly series: SeriesName })[]): Promise<void>;
  /**
   * At most `maxBins` bins, all as wide, and a summary that is exact where single readings are kept at both ends of the
   * span; else a mean counts where it begins. Reads a bounded number of rows. An unknown series has nothing.
   */
  history(o: ReadingSpan & { maxBins: number }): Promise<{ bins: Bin[]; summary: Summary | null }>;
  /** Oldest first. What is not kept as it came is given as its means, at the beginning of each. */
  raw(o: ReadingSpan & { limit: number }): Promise<StoredReading[]>;
  /** For good, and at once for all who ask; the rows go with the next calls of `thin`. */
  forget(seriesIds: readonly string[], noted: PlacedActivity): Promise<void>;
  /** Drops what is too old or too much, a bounded piece of it; `more`: call it again. */
  thin(now: number, kept: ReadingsKept): Promise<{ more: boolean }>;
  /** In the order in which they began. */
  watches(): Promise<StoredWatch[]>;
  addWatch(watch: StoredWatch, noted: PlacedActivity): Promise<void>;
  /** False when there is none. */
  removeWatch(id: string, noted: PlacedActivity): Promise<boolean>;
}
