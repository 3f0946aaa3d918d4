// Reflexes over a true store and a clock to move: sensors that say what a test wants, and outputs that only take it down.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutputOrder } from '#main/abilities/hardware/port/outputs.ts';
import type { NotedReading } from '#main/abilities/hardware/port/readings.ts';
import type { AppError } from '#main/contract/errors.ts';
import type { Series } from '#main/contract/readings.ts';
import type { ReflexRule } from '#main/contract/reflexes.ts';
import { createFakeClock, type FakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { Store } from '#main/platform/store/port.ts';
import { createReflexes } from '../create-reflexes.ts';
import type { Reflexes } from '../port.ts';
import { board } from './rule.ts';

export type Switched = OutputOrder & { readonly at: number };

export type ReflexesKit = {
  readonly clock: FakeClock;
  readonly switched: Switched[];
  /** What an output answers with instead of being switched. */
  fail: ((order: OutputOrder) => AppError | undefined) | undefined;
  refusal: AppError | undefined;
  readonly reflexes: Reflexes;
  readonly store: Store;
  changes: number;
  /** A value now; it is kept for dry-runs. */
  measure(value: number | undefined): Promise<void>;
  /** As closing and starting Limpet, with a pause; `kill`: nothing is put in order before. */
  restart(pauseMs: number, o?: { readonly kill: boolean }): Promise<void>;
  make(rule: ReflexRule): ReturnType<Reflexes['save']>;
  makeOn(rule: ReflexRule): ReturnType<Reflexes['save']>;
  close(): Promise<void>;
};

const sensor = { source: 'bme280@0x76', quantity: 'temperature', unit: '°C' } as const;

export async function createReflexesKit(): Promise<ReflexesKit> {
  const folder = await mkdtemp(join(tmpdir(), 'limpet-reflexes-'));
  const clock = createFakeClock(Date.UTC(2026, 5, 1, 12));
  const listeners = new Set<(noted: readonly NotedReading[]) => void>();
  const record: NotedReading[] = [];
  const switched: Switched[] = [];
  const series = (): Series[] =>
    record.length === 0
      ? []
      : [
          {
            id: 's1',
            deviceKey: board,
            deviceName: 'Uno',
            ...sensor,
            firstAt: record[0]?.at ?? 0,
            count: record.length,
          },
        ];
  let [store, reflexes, running] = [{} as Store, {} as Reflexes, Promise.resolve()];
  let life = new AbortController();
  const kit: ReflexesKit = {
    ...{ clock, switched, fail: undefined, refusal: undefined, changes: 0 },
    get reflexes() {
      return reflexes;
    },
    get store() {
      return store;
    },
    async measure(value) {
      const at = clock.now();
      const reading: NotedReading = {
        ...{ seriesId: 's1', device: board, ...sensor, at },
        ...(value === undefined ? { quality: 'fault' } : { quality: 'good', value }),
      };
      record.push(reading);
      for (const listener of listeners) listener([reading]);
      await clock.advance(0);
    },
    async restart(pauseMs, o = { kill: false }) {
      if (!o.kill) {
        life.abort();
        await running;
      }
      listeners.clear();
      await store.close();
      await clock.advance(pauseMs);
      await start();
    },
    make: (rule) => reflexes.save({ rule }),
    async makeOn(rule) {
      const { id, hash } = await reflexes.save({ rule });
      return reflexes.switchOn(id, hash);
    },
    async close() {
      life.abort();
      await running;
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  const start = async () => {
    ({ store } = await openStore({ folder, now: clock.now }));
    life = new AbortController();
    reflexes = createReflexes({
      ...{ store: store.reflexes, clock, log: silentLog },
      bus: {
        publish: () => {
          kit.changes += 1;
        },
      },
      readings: {
        onNoted(listener) {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
        list: async () => series(),
        raw: async ({ from, to, limit }) => record.filter(({ at }) => at >= from && at < to).slice(0, limit),
      },
      outputs: {
        refusalOf: async () => kit.refusal,
        async set(order) {
          const error = kit.fail?.(order);
          if (error !== undefined) throw error;
          switched.push({ ...order, at: clock.now() });
        },
      },
    });
    running = reflexes.run(life.signal);
    await clock.advance(0);
  };
  await start();
  return kit;
}
