// Lanes around a turn function of the test: wakes that come at the wrong moment, locks of others, the bound on turns.
import { describe, expect, it } from 'vitest';
import type { TurnTask } from '#main/agent/loop/port.ts';
import { SessionId, TurnId } from '#main/contract/ids.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import { createLanes } from './lanes.ts';

const session = (n: number) => SessionId.parse(`s${n}`);

function open(runTurn: (task: TurnTask) => Promise<TurnId | undefined>) {
  const clock = createFakeClock();
  const bus = createBus({ clock, epoch: 'e', log: silentLog });
  const lanes = createLanes({
    store: {
      inbox: { sessionsWithPending: async () => [] },
      turns: { recover: async () => ({ requeued: [], interrupted: [] }) },
      sessions: { get: () => Promise.reject(new Error('none')) },
    },
    loop: { runTurn, endBackground: async () => {} },
    isPaused: () => false,
    bus,
    clock,
    log: silentLog,
    taken: () => {},
  });
  return { clock, bus, lanes };
}

describe('lanes', () => {
  it('look again when a wake came while the last look found nothing', async () => {
    let looks = 0;
    const { lanes } = open(async () => {
      looks += 1;
      if (looks === 1) lanes.wake(session(1));
      return undefined;
    });
    lanes.wake(session(1));
    await lanes.idle(session(1));
    expect(looks).toBe(2);
    expect(lanes.isRunning(session(1))).toBe(false);
  });

  it('wait for a session that another instance holds, and give every turn a newer fence', async () => {
    const fences: number[] = [];
    const { lanes, bus, clock } = open(async ({ fence }) => {
      fences.push(fence);
      return undefined;
    });
    const held = await bus.lock('lane:s1', 1_000);
    lanes.wake(session(1));
    await clock.advance(5_000);
    expect(fences).toEqual([]);
    held?.release();
    await clock.advance(1_000);
    lanes.wake(session(1));
    await clock.advance(0);
    expect(fences).toHaveLength(2);
    expect(fences[0]).toBeGreaterThan(held?.fence ?? 0);
    expect(fences[1]).toBeGreaterThan(fences[0] ?? 0);
  });

  it('end a turn like a shutdown when its lock is lost', async () => {
    const reasons: unknown[] = [];
    const { lanes, bus, clock } = open(
      ({ signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason);
            resolve(undefined);
          });
        }),
    );
    const locks: { release(): void }[] = [];
    const lock = bus.lock;
    bus.lock = async (key, ttlMs) => {
      const taken = await lock(key, ttlMs);
      if (taken !== undefined) locks.push(taken);
      return taken;
    };
    lanes.wake(session(1));
    await clock.advance(0);
    locks[0]?.release();
    await clock.advance(0);
    expect(reasons).toEqual(['shutdown']);
    await lanes.idle(session(1));
  });

  it('run at most 128 turns at once, the rest in the order of their waking', async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const seen = new Set<string>();
    const { lanes, clock } = open(({ sessionId }) => {
      if (seen.has(sessionId)) return Promise.resolve(undefined);
      seen.add(sessionId);
      begun.push(sessionId);
      return new Promise((resolve) => ends.push(() => resolve(TurnId.parse('t'))));
    });
    for (let n = 0; n < 130; n += 1) lanes.wake(session(n));
    await clock.advance(0);
    expect(begun).toHaveLength(128);
    ends[5]?.();
    await clock.advance(0);
    expect(begun.slice(128)).toEqual(['s128']);
    for (const end of ends) end();
    await clock.advance(0);
    expect(begun.at(-1)).toBe('s129');
    for (const end of ends) end();
    await clock.advance(0);
  });

  it('begin nothing more once they were told to end', async () => {
    let begun = 0;
    const { lanes, clock } = open(async () => {
      begun += 1;
      return undefined;
    });
    const life = new AbortController();
    const running = lanes.run(life.signal);
    await clock.advance(0);
    life.abort();
    await clock.advance(0);
    await running;
    lanes.wake(session(1));
    await clock.advance(10_000);
    expect(begun).toBe(0);
  });
});
