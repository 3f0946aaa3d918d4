// The bus of one process: a ring per topic and key, read by any number of readers at their own pace.
import { Cursor } from '#main/contract/ids.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Bus, BusItem, BusTopics, Topic } from '../port.ts';
import { createLocks } from './locks.ts';
import { createRing, type Ring, type RingLimits } from './ring.ts';

export type MemoryBusOptions = {
  readonly clock: Clock;
  /** Names this process: cursors of another epoch count as lost. No colon. */
  readonly epoch: string;
  readonly log: Log;
  readonly limits?: RingLimits;
  /** Of all keys together; beyond it those that were quiet longest are emptied. */
  readonly totalBytes?: number;
  /** A key that nobody published to or waits for is forgotten after this long. */
  readonly idleMs?: number;
};

type Rings = { readonly [T in Topic]: Map<string, Ring<BusTopics[T]>> };

const defaultLimits: RingLimits = { events: 1_024, bytes: 1024 * 1024 };
const defaultTotalBytes = 8 * 1024 * 1024;
const defaultIdleMs = 10 * 60_000;

function nextEvent(waiters: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      signal.removeEventListener('abort', wake);
      waiters.delete(wake);
      resolve();
    };
    signal.addEventListener('abort', wake, { once: true });
    waiters.add(wake);
  });
}

export function createMemoryBus(options: MemoryBusOptions): Bus {
  const { clock, epoch, log } = options;
  const limits = options.limits ?? defaultLimits;
  const maxBytes = options.totalBytes ?? defaultTotalBytes;
  const idleMs = options.idleMs ?? defaultIdleMs;
  const locks = createLocks(clock);
  const rings: Rings = {
    turn: new Map(),
    sessions: new Map(),
    approvals: new Map(),
    questions: new Map(),
    requestKeys: new Map(),
    proposals: new Map(),
    taint: new Map(),
    settings: new Map(),
    mcp: new Map(),
    models: new Map(),
    system: new Map(),
    usage: new Map(),
    activity: new Map(),
    updates: new Map(),
    backup: new Map(),
    transfer: new Map(),
    webSearch: new Map(),
    skills: new Map(),
    browser: new Map(),
    work: new Map(),
    undo: new Map(),
    permissions: new Map(),
    mode: new Map(),
    artefacts: new Map(),
    notes: new Map(),
    reflexes: new Map(),
  };
  // One counter for all rings: a forgotten ring that is made anew cannot mistake an old cursor for its own.
  let seq = 0;
  let forgottenThrough = 0;
  let sweptAt = clock.now();
  let totalBytes = 0;

  const ringOf = <T extends Topic>(topic: T, key: string): Ring<BusTopics[T]> => {
    const known: Ring<BusTopics[T]> | undefined = rings[topic].get(key);
    const ring = known ?? createRing<BusTopics[T]>(forgottenThrough, limits);
    if (known === undefined) rings[topic].set(key, ring);
    ring.touchedAt = clock.now();
    return ring;
  };

  const sweep = () => {
    const now = clock.now();
    if (now - sweptAt < idleMs / 2) return;
    sweptAt = now;
    for (const [topic, byKey] of Object.entries(rings)) {
      for (const [key, ring] of byKey) {
        if (ring.waiters.size > 0 || now - ring.touchedAt < idleMs) continue;
        if (ring.size > 0) forgottenThrough = seq;
        totalBytes -= ring.bytes;
        byKey.delete(key);
        log.debug('bus key forgotten', { topic, key });
      }
    }
  };

  /** Half is made free at once, so that this stays rare. */
  const makeRoom = (current: Ring<unknown>) => {
    if (totalBytes <= maxBytes) return;
    const all: Ring<unknown>[] = Object.values(rings).flatMap((byKey) => [...byKey.values()]);
    for (const ring of all.sort((a, b) => a.touchedAt - b.touchedAt)) {
      if (totalBytes <= maxBytes / 2) return;
      if (ring === current) continue;
      totalBytes -= ring.bytes;
      ring.clear();
    }
  };

  const cursorOf = (position: number) => Cursor.parse(`${epoch}:${position}`);
  const positionOf = (cursor: Cursor): number | undefined => {
    const [from, position] = cursor.split(':');
    return from === epoch && position !== undefined && /^\d{1,15}$/.test(position) ? Number(position) : undefined;
  };

  async function* read<T extends Topic>(
    topic: T,
    key: string,
    o: { from: number | undefined; signal: AbortSignal },
  ): AsyncGenerator<BusItem<BusTopics[T]>> {
    let at = o.from;
    while (!o.signal.aborted) {
      const ring = ringOf(topic, key);
      if (at === undefined || at < ring.floor || at > seq) {
        at = seq;
        yield { cursor: cursorOf(at), lost: true };
        continue;
      }
      const entry = ring.after(at);
      if (entry === undefined) {
        await nextEvent(ring.waiters, o.signal);
        continue;
      }
      at = entry.seq;
      yield { cursor: cursorOf(at), event: entry.event };
    }
  }

  return {
    publish(topic, key, event) {
      sweep();
      const ring = ringOf(topic, key);
      seq += 1;
      const before = ring.bytes;
      ring.push({ seq, event, bytes: JSON.stringify(event).length });
      totalBytes += ring.bytes - before;
      makeRoom(ring);
      for (const wake of [...ring.waiters]) wake();
    },
    subscribe: (topic, key, o) =>
      read(topic, key, { from: o.after === undefined ? seq : positionOf(o.after), signal: o.signal }),
    cursor: () => cursorOf(seq),
    lock: (key, _ttlMs) => Promise.resolve(locks.take(key)),
  };
}
