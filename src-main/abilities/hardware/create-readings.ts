// Readings: told to whoever listens at once, on the disk within a second, thinned out as they grow old.
import { AppError, isCancelled } from '#main/contract/errors.ts';
import type { Settings } from '#main/contract/settings.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { ReadingStore, ReadingsKept } from '#main/platform/store/port/readings.ts';
import type { Store } from '#main/platform/store/port.ts';
import { identityOf } from './describe-device.ts';
import { nameDevice } from './identify/name-device.ts';
import { createNews } from './news.ts';
import type { KeptReadings, NotedReading } from './port/readings.ts';
import { hearDevices } from './readings/hear-devices.ts';
import { createKnownSeries } from './readings/known-series.ts';
import { nameSeries, toStoredReading } from './readings/name-series.ts';
import { createWriteBehind } from './readings/write-behind.ts';

export type ReadingsDeps = {
  readonly store: { readonly readings: ReadingStore; readonly devices: Pick<Store['devices'], 'list'> };
  readonly settings: () => Pick<Settings, 'readings'>;
  readonly clock: Clock;
  readonly log: Log;
};

const thinEveryMs = 600_000;
/** Between two pieces of thinning out, so that others get their turn. */
const breathMs = 20;
const dayMs = 86_400_000;

function keptOf({ days, minuteDays, sizeMb }: Settings['readings']): ReadingsKept {
  return {
    ...{ singleMs: days * dayMs, minuteMs: minuteDays * dayMs, hourMs: 3_650 * dayMs },
    bytes: sizeMb * 1_000_000,
  };
}

export function createReadings(d: ReadingsDeps): KeptReadings {
  const log = d.log.child('readings');
  const { clock } = d;
  const store = d.store.readings;
  const known = createKnownSeries();
  const behind = createWriteBehind({ store, clock, log });
  const listeners = new Set<(noted: readonly NotedReading[]) => void>();
  const thinNews = createNews(clock);
  let loading: Promise<void> | undefined;
  const loaded = (): Promise<void> => {
    loading ??= store.series().then(known.load, (error: unknown) => {
      loading = undefined; // the next one asks anew
      throw error;
    });
    return loading;
  };
  const tell = (noted: readonly NotedReading[]) => {
    for (const listener of [...listeners])
      try {
        listener(noted);
      } catch (error) {
        log.error('reader of readings failed', { error });
      }
  };
  const namesOfDevices = async () => {
    const stored = await d.store.devices.list();
    return new Map(stored.map((one) => [one.key, one.name ?? nameDevice(identityOf(one)).name]));
  };
  const seriesOf = async (id: string) => {
    await loaded();
    const found = known.get(id);
    if (found !== undefined) return found;
    throw new AppError('not_found', 'Nothing is kept of this series any more.', { details: { reason: 'no_series' } });
  };
  const thin = async (signal: AbortSignal) => {
    for (let more = true; more; ) {
      ({ more } = await store.thin(clock.now(), keptOf(d.settings().readings)));
      if (more) await clock.sleep(breathMs, signal);
    }
  };

  /** It is tried again with the next time. */
  const thinFailed = (error: unknown) => {
    if (isCancelled(error)) throw error;
    log.error('readings not thinned out', { error });
  };

  const note: KeptReadings['note'] = (measured) => {
    const noted: NotedReading[] = [];
    for (const one of measured) {
      const series = nameSeries(one);
      const reading = toStoredReading(one);
      if (series.quantity === '') continue;
      if (!known.take(series, reading)) {
        behind.drop(1, 'too many series');
        continue;
      }
      behind.push({ ...reading, series });
      const { id, deviceKey, ...name } = series;
      noted.push({ ...name, ...reading, device: deviceKey, seriesId: id });
    }
    if (noted.length > 0) tell(noted);
  };

  return {
    note,
    hear: hearDevices({ note }),
    onNoted(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async list({ device }) {
      await loaded();
      const names = await namesOfDevices();
      return known
        .all()
        .filter(({ deviceKey }) => device === undefined || deviceKey === device)
        .map(({ newest, ...series }) => ({
          ...series,
          deviceName: names.get(series.deviceKey) ?? series.deviceKey,
          newest: { seriesId: series.id, ...newest },
        }));
    },
    async history(question) {
      await seriesOf(question.seriesId);
      await behind.flush();
      return store.history(question);
    },
    async raw(o) {
      const { deviceKey, id, firstAt: _first, count: _count, newest: _newest, ...name } = await seriesOf(o.seriesId);
      await behind.flush();
      return (await store.raw(o)).map((one) => ({ ...name, ...one, device: deviceKey, seriesId: id }));
    },
    async forget(seriesIds) {
      await loaded();
      await behind.flush();
      const count = seriesIds.filter((id) => known.get(id) !== undefined).length;
      const title = { key: 'devices.noted_readings_forgotten', params: { count: String(count) } };
      await store.forget(seriesIds, { at: clock.now(), fact: { type: 'noted', by: 'person', title } });
      for (const id of seriesIds) known.forget(id);
      thinNews.tell();
    },
    async run(signal) {
      try {
        await loaded().catch(thinFailed);
        for (;;) {
          const seen = thinNews.count;
          await thinNews.next(seen, signal, thinEveryMs);
          if (known.all().length > 0 || thinNews.count !== seen) await thin(signal).catch(thinFailed);
        }
      } catch (error) {
        if (!isCancelled(error)) throw error;
      } finally {
        await behind.flush();
      }
    },
  };
}
