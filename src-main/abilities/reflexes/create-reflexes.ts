// The book of reflexes: what the person does with them, and those that are on at work.
import type { Outputs } from '#main/abilities/hardware/port/outputs.ts';
import type { Readings } from '#main/abilities/hardware/port/readings.ts';
import { AppError } from '#main/contract/errors.ts';
import { ReflexId } from '#main/contract/ids.ts';
import { reflexLimits } from '#main/contract/reflexes.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import { hashOf } from '#main/platform/base/json.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { ReflexStore, StoredReflex } from '#main/platform/store/port/reflexes.ts';
import { describeReflex } from './describe-reflex.ts';
import { dryRun } from './engine/dry-run.ts';
import { createReflexEngine } from './engine/reflex-engine.ts';
import { noted } from './noted.ts';
import type { Reflexes } from './port.ts';
import { createCarryOut, ordersOf } from './watch/carry-out.ts';
import { createWatch } from './watch/create-watch.ts';
import { createLiveReflex } from './watch/live-reflex.ts';
import { createTold } from './watch/told.ts';

export type ReflexesDeps = {
  readonly store: ReflexStore;
  readonly readings: Pick<Readings, 'onNoted' | 'list' | 'raw'>;
  readonly outputs: Pick<Outputs, 'set' | 'refusalOf'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly clock: Clock;
  readonly log: Log;
};

const shownNews = 50;

const changedMeanwhile = () =>
  new AppError('conflict', 'This reflex has changed meanwhile. Look at it again.', {
    details: { reason: 'reflex_changed' },
  });

export function createReflexes(d: ReflexesDeps): Reflexes {
  const { store, clock, log } = d;
  let life: AbortSignal = AbortSignal.abort();
  const told = createTold({ store, clock, log, publish: () => d.bus.publish('reflexes', '', { type: 'changed' }) });
  const watch = createWatch({ readings: d.readings, clock, changed: told.soon });
  const carryOut = createCarryOut({ store, outputs: d.outputs, clock, log, changed: told.now });
  const watchOver = (reflex: StoredReflex) => {
    const live = createLiveReflex(reflex, { store, carryOut, clock, log, signal: () => life });
    watch.put(live);
    return live;
  };
  /** One change after the other: what is switched off is at rest before it is another rule. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined); // told to whoever asked for it
    return done;
  };
  const view = (reflex: StoredReflex) => {
    told.now();
    return describeReflex(reflex, watch.get(reflex.id), undefined);
  };
  const stop = async (id: ReflexId) => {
    await watch.get(id)?.stop();
    watch.drop(id);
  };
  const create = (o: Pick<StoredReflex, 'rule' | 'draftedIn'>) =>
    store.create({ ...o, id: ReflexId.parse(newId(clock.now())), most: reflexLimits.reflexes, now: clock.now() });
  const wake = async () => {
    await store.settle(clock.now());
    for (const reflex of await store.list()) {
      if (reflex.approvedHash === undefined || watch.get(reflex.id) !== undefined) continue;
      if (reflex.approvedHash === hashOf(reflex.rule)) watchOver(reflex).resume(clock.now());
      // Not what the person has switched on, by whatever way it came there.
      else await store.switchOff(reflex.id, noted(clock.now(), 'altered', { by: 'limpet', rule: reflex.rule }));
    }
  };

  return {
    async overview() {
      const [all, newest, news] = await Promise.all([
        store.list(),
        store.newest(),
        store.news({ now: clock.now(), limit: shownNews }),
      ]);
      const byId = new Map(all.map((reflex) => [reflex.id, reflex]));
      return {
        reflexes: all.map((reflex) => describeReflex(reflex, watch.get(reflex.id), newest.get(reflex.id))),
        news: news.flatMap((event) => {
          const rule = byId.get(event.reflexId)?.rule;
          return rule === undefined ? [] : [{ ...event, name: rule.name, unit: rule.sensor.unit }];
        }),
      };
    },
    async draft({ rule, sessionId }) {
      ordersOf(rule);
      return view(await create({ rule, draftedIn: sessionId }));
    },
    async save({ id, revision, rule }) {
      ordersOf(rule);
      if (id === undefined) return view(await create({ rule }));
      return inTurn(async () => {
        const before = await store.get(id);
        if (before.revision !== revision) throw changedMeanwhile();
        await stop(id);
        return view(await store.save({ id, revision, rule, now: clock.now() }));
      });
    },
    switchOn: (id, hash) =>
      inTurn(async () => {
        const { rule } = await store.get(id);
        if (hashOf(rule) !== hash) throw changedMeanwhile();
        for (const order of ordersOf(rule)) {
          const refusal = await d.outputs.refusalOf(order);
          if (refusal !== undefined) throw refusal;
        }
        await stop(id);
        const now = clock.now();
        const state = createReflexEngine(rule).begin(now);
        const reflex = await store.switchOn({ id, hash, state, noted: noted(now, 'on', { by: 'person', rule }) });
        watchOver(reflex);
        return view(reflex);
      }),
    switchOff: (id) =>
      inTurn(async () => {
        const { rule } = await store.get(id);
        await stop(id);
        return view(await store.switchOff(id, noted(clock.now(), 'off', { by: 'person', rule })));
      }),
    remove: (id) =>
      inTurn(async () => {
        const { rule } = await store.get(id);
        await stop(id);
        await store.remove(id, noted(clock.now(), 'removed', { by: 'person', rule }));
        told.now();
      }),
    dryRun: (order, signal) => dryRun(order, d.readings, signal),
    events: ({ id, before, limit }) => store.events({ id, limit, ...(before === undefined ? {} : { before }) }),
    async dismiss(ns) {
      await store.dismiss(ns, clock.now());
      told.now();
    },
    async run(signal) {
      life = signal;
      await wake();
      told.now();
      try {
        await watch.run(signal);
      } finally {
        told.close();
      }
    },
  };
}
