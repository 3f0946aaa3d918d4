// What was measured.
import type { ReadingStore } from '#main/platform/store/port/readings.ts';
import { createActivityWrites } from '../activity/activity-writes.ts';
import type { Shared } from '../shared.ts';
import { createAddReadings } from './add-readings.ts';
import { createHistory } from './history.ts';
import { createSeriesRows, toSeries } from './series-rows.ts';
import { createThin } from './thin.ts';
import { createWatchRows } from './watch-rows.ts';

export function createReadingStore(shared: Shared): ReadingStore {
  const { writer, reader, run } = shared;
  const activity = createActivityWrites(writer);
  const add = createAddReadings(writer);
  const thin = createThin(writer);
  const history = createHistory(reader);
  const seen = createSeriesRows(reader);
  const own = createSeriesRows(writer);
  return {
    series: () => run(() => seen.all().flatMap((row) => toSeries(row) ?? [])),
    add: (readings) => run(() => writer.step('relaxed', () => add(readings))),
    history: (o) => run(() => history.history(o)),
    raw: (o) => run(() => history.raw(o)),
    forget: (seriesIds, noted) =>
      run(() =>
        writer.step('full', () => {
          const forgotten = seriesIds.filter((id) => own.forget(id));
          if (forgotten.length > 0) activity.append(noted, [noted]);
        }),
      ),
    thin: (now, kept) => run(() => writer.step('relaxed', () => thin(now, kept))),
    ...createWatchRows(shared),
  };
}
