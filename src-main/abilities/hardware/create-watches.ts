// Standing measurements: kept over restarts, measured while their device is connected, ended by the person or by their time.
import { AppError, isCancelled, toErrorData } from '#main/contract/errors.ts';
import { readingLimits, type Watch } from '#main/contract/readings.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import { hashOf } from '#main/platform/base/json.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { PlacedActivity } from '#main/platform/store/port/activity.ts';
import type { DeviceStore } from '#main/platform/store/port/devices.ts';
import type { ReadingStore, StoredWatch } from '#main/platform/store/port/readings.ts';
import type { OwnedOutputs } from './create-outputs.ts';
import { identityOf } from './describe-device.ts';
import { envelopeOver } from './envelope/create-envelope.ts';
import { guardBoard } from './envelope/guard-board.ts';
import { nameDevice } from './identify/name-device.ts';
import { createNews } from './news.ts';
import type { Devices, SentBy } from './port/devices.ts';
import type { Readings } from './port/readings.ts';
import type { Watches, WatchOrder } from './port/watches.ts';
import { withBoard } from './protocols/registry.ts';
import { checkPart, measurePart, nameOfPart, protocolOf } from './watches/measure-part.ts';
import { openAgain } from './watches/open-again.ts';
import { runWatch, type WatchNow } from './watches/watch-loop.ts';

export type WatchesDeps = {
  readonly store: {
    readonly readings: Pick<ReadingStore, 'watches' | 'addWatch' | 'removeWatch'>;
    readonly devices: Pick<DeviceStore, 'list'>;
  };
  readonly devices: Pick<Devices, 'session' | 'connect' | 'rights'>;
  readonly outputs: Pick<OwnedOutputs, 'isStopped' | 'isOn' | 'noteTouched'>;
  readonly readings: Pick<Readings, 'note'>;
  readonly clock: Clock;
  readonly log: Log;
};

type Running = { readonly watch: StoredWatch; now: WatchNow; readonly life: AbortController };

const tooMany = () =>
  new AppError('conflict', `At most ${readingLimits.watches} standing measurements run at once. End one first.`, {
    details: { reason: 'too_many_watches' },
  });
const notAllowed = () =>
  new AppError('forbidden', 'The person has not allowed this device. They can on the page Devices.', {
    details: { reason: 'device_not_allowed' },
  });

export function createWatches(d: WatchesDeps): Watches {
  const { clock } = d;
  const store = d.store.readings;
  const log = d.log.child('watches');
  const news = createNews(clock);
  const running = new Map<string, Running>();
  const envelope = envelopeOver(d.devices, d.outputs);
  const loops = new Set<Promise<void>>();
  const ending = new AbortController();
  let loading: Promise<void> | undefined;

  const namesOfDevices = async () =>
    new Map((await d.store.devices.list()).map((one) => [one.key, one.name ?? nameDevice(identityOf(one)).name]));
  const measure = async ({ deviceKey, part }: StoredWatch, signal: AbortSignal) => {
    const session = d.devices.session(deviceKey);
    const measured = await session.lend(
      { by: 'limpet' },
      (link) =>
        withBoard(
          { link, via: protocolOf(part), clock },
          (board) =>
            measurePart(guardBoard(board, envelope.checkOf(deviceKey)), { part, device: deviceKey, clock }, signal),
          signal,
        ),
      signal,
    );
    d.readings.note(measured);
  };
  const noted = async (key: string, watch: StoredWatch, by: SentBy): Promise<PlacedActivity> => {
    const device = (await namesOfDevices()).get(watch.deviceKey) ?? watch.deviceKey;
    const params = { device, part: nameOfPart(watch.part), seconds: String(watch.everyMs / 1_000) };
    const { by: who, ...place } = by.by === 'agent' ? { ...by } : { by: by.by };
    return {
      at: clock.now(),
      ...('sessionId' in place ? { sessionId: place.sessionId, turnId: place.turnId } : {}),
      fact: { type: 'noted', by: who, title: { key: `devices.${key}`, params } },
    };
  };
  const stop = (id: string) => {
    running.get(id)?.life.abort();
    running.delete(id);
    news.tell();
  };
  const end = async (watch: StoredWatch, by: SentBy) => {
    stop(watch.id);
    await store.removeWatch(watch.id, await noted('noted_watch_ended', watch, by));
  };
  const begin = (watch: StoredWatch) => {
    const one: Running = { watch, now: { state: 'waiting' }, life: new AbortController() };
    running.set(watch.id, one);
    const onNow = (now: WatchNow) => {
      if (now.state === 'failing' && one.now.state !== 'failing')
        log.warn('standing measurement fails', { device: watch.deviceKey, error: now.error });
      one.now = now;
      news.tell();
    };
    const signal = AbortSignal.any([one.life.signal, ending.signal]);
    const loop = runWatch({ measure, onNow, clock }, watch, signal)
      .then((how) => (how === 'over' ? end(watch, { by: 'limpet' }) : undefined))
      .catch((error: unknown) => log.error('standing measurement ended', { error }))
      .finally(() => loops.delete(loop));
    loops.add(loop);
    news.tell();
  };
  const loaded = (): Promise<void> => {
    loading ??= store.watches().then(
      (all) => all.forEach(begin),
      (error: unknown) => {
        loading = undefined; // the next one asks anew
        throw error;
      },
    );
    return loading;
  };
  const describe = async (): Promise<readonly Watch[]> => {
    const names = await namesOfDevices();
    return [...running.values()].map(({ watch: { everyMs, ...watch }, now }) => ({
      ...watch,
      deviceName: names.get(watch.deviceKey) ?? watch.deviceKey,
      everySeconds: everyMs / 1_000,
      state: now.state,
      ...(now.state === 'running' ? { measuredAt: now.measuredAt } : {}),
      ...(now.state === 'failing' ? { error: toErrorData(now.error) } : {}),
    }));
  };
  const sameAs = ({ deviceKey, part }: WatchOrder) =>
    [...running.values()].find(({ watch }) => watch.deviceKey === deviceKey && hashOf(watch.part) === hashOf(part))
      ?.watch;
  const check = async (order: WatchOrder) => {
    await loaded();
    checkPart(order.part);
    if (!(await d.store.devices.list()).some(({ key }) => key === order.deviceKey)) throw notAllowed();
    if (running.size >= readingLimits.watches && sameAs(order) === undefined) throw tooMany();
  };

  return {
    check,
    async list() {
      await loaded();
      return describe();
    },
    async *follow(signal) {
      await loaded();
      try {
        for (;;) {
          const seen = news.count;
          yield await describe();
          await news.next(seen, signal);
        }
      } catch (error) {
        if (!isCancelled(error)) throw error;
      }
    },
    async start(order, by) {
      await check(order);
      const { deviceKey, part, everySeconds, until } = order;
      const watch: StoredWatch = {
        ...{ id: newId(clock.now()), deviceKey, part, everyMs: Math.round(everySeconds * 1_000) },
        ...{ createdAt: clock.now(), ...(until === undefined ? {} : { until }) },
      };
      const before = sameAs(order);
      if (before !== undefined) await end(before, by);
      await store.addWatch(watch, await noted('noted_watch_began', watch, by));
      begin(watch);
      const made = (await describe()).find(({ id }) => id === watch.id);
      if (made === undefined) throw new AppError('internal', 'A standing measurement without its beginning.');
      return made;
    },
    async end(id, by) {
      await loaded();
      const found = running.get(id)?.watch;
      if (found !== undefined) await end(found, by);
    },
    async run(signal) {
      signal.addEventListener('abort', () => ending.abort(), { once: true });
      if (signal.aborted) ending.abort();
      await loaded().catch((error: unknown) => log.error('standing measurements not read', { error }));
      const keys = new Set([...running.values()].map(({ watch }) => watch.deviceKey));
      await openAgain({ devices: d.devices, keys: [...keys], clock, log }, signal);
      await Promise.all(loops);
    },
  };
}
