// The series that there are, with the newest reading of each, at hand without a look into the store.
import { readingLimits } from '#main/contract/readings.ts';
import type { SeriesName, StoredReading, StoredSeries } from '#main/platform/store/port/readings.ts';

export interface KnownSeries {
  /** False: there are too many, of this device or of all. */
  take(name: SeriesName, reading: StoredReading): boolean;
  /** What the store has; what came meanwhile stays. */
  load(stored: readonly StoredSeries[]): void;
  get(id: string): StoredSeries | undefined;
  all(): readonly StoredSeries[];
  forget(id: string): void;
}

export function createKnownSeries(): KnownSeries {
  const known = new Map<string, StoredSeries>();
  const hasRoom = (deviceKey: string) =>
    known.size < readingLimits.series &&
    [...known.values()].filter((one) => one.deviceKey === deviceKey).length < readingLimits.seriesPerDevice;
  return {
    take(name, reading) {
      const before = known.get(name.id);
      if (before === undefined && !hasRoom(name.deviceKey)) return false;
      known.set(name.id, {
        ...name,
        firstAt: Math.min(before?.firstAt ?? reading.at, reading.at),
        count: (before?.count ?? 0) + 1,
        newest: before !== undefined && before.newest.at > reading.at ? before.newest : reading,
      });
      return true;
    },
    load(stored) {
      for (const one of stored) {
        const now = known.get(one.id);
        known.set(
          one.id,
          now === undefined
            ? one
            : {
                ...{ ...now, firstAt: Math.min(one.firstAt, now.firstAt), count: one.count + now.count },
                newest: one.newest.at > now.newest.at ? one.newest : now.newest,
              },
        );
      }
    },
    get: (id) => known.get(id),
    all: () => [...known.values()],
    forget: (id) => void known.delete(id),
  };
}
