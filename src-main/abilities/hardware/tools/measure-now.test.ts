// measure_now: from our own firmware, from what a device says by itself, and what it does where neither comes.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Plan, PlanContext, ToolContext } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import { createFakeClock, type FakeClock } from '#main/platform/base/fake-clock.ts';
import type { OpenBoard, OwnReading } from '../port/buses.ts';
import type { DeviceSession } from '../port/devices.ts';
import type { Measured, NotedReading } from '../port/readings.ts';
import type { BoardOrder } from './bus-access.ts';
import { createMeasureNow } from './measure-now.ts';

const key = 'virtual:weather';
const start = 1_790_000_000_000;
let clock: FakeClock;
let stop: AbortController;
let speaks: string | undefined;
let isOpen: boolean;
let orders: BoardOrder[];
let noted: Measured[];
let listeners: Set<(noted: readonly NotedReading[]) => void>;
let changes: Set<() => void>;
let own: readonly OwnReading[];

beforeEach(() => {
  clock = createFakeClock(start);
  stop = new AbortController();
  [speaks, isOpen, orders, noted, own] = [
    undefined,
    true,
    [],
    [],
    [{ quantity: 'temperature', unit: '°C', value: 21.5 }],
  ];
  [listeners, changes] = [new Set(), new Set()];
});

const on = <T>(set: Set<T>, listener: T) => {
  set.add(listener);
  return () => set.delete(listener);
};
const tool = () =>
  createMeasureNow({
    devices: {
      session(): DeviceSession {
        if (!isOpen) throw new AppError('conflict', 'Not connected.', { details: { reason: 'device_closed' } });
        return {} as DeviceSession; // nothing is asked of it
      },
      rights: async () => ({ name: 'Weather', ...(speaks === undefined ? {} : { speaks }) }),
      onChange: (listener) => on(changes, listener),
    },
    boards: {
      find: async () => ({ key, name: 'Weather' }),
      async withBoard(order, work) {
        orders.push(order);
        return work({ measure: async () => own } as unknown as OpenBoard);
      },
    },
    readings: {
      note: (measured) => noted.push(...measured),
      onNoted: (listener) => on(listeners, listener),
    },
  });

const named = { seriesId: 's', device: key, source: 'line', quantity: 'temperature', unit: '°C', at: start } as const;
const reading = (more: Partial<NotedReading> = {}): NotedReading => ({
  ...{ ...named, quality: 'good', value: 18.25 },
  ...more,
});
const tell = (...readings: NotedReading[]) => {
  for (const listener of listeners) listener(readings);
};

function begin(quantity?: string) {
  const ids = { sessionId: SessionId.parse('s1'), turnId: TurnId.parse('t1'), callId: CallId.parse('c1') };
  const ctx = { ...ids, signal: stop.signal, clock } as unknown as PlanContext & ToolContext;
  const made = tool();
  const planned: Promise<Plan<unknown>> = made.plan(made.input.parse(quantity === undefined ? {} : { quantity }), ctx);
  const result = planned.then((plan) => made.run(plan, ctx));
  result.catch(() => {}); // looked at below
  return { planned, result };
}
/** What happens once it listens. */
async function whileListening<T>(result: Promise<T>, act: () => void | Promise<void>): Promise<T> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await act();
  return result;
}

describe('measure_now', () => {
  it('only reads, of the device that is meant', async () => {
    expect(await begin().planned).toMatchObject({
      effects: [{ type: 'device', target: key, access: 'read' }],
      basis: { device: key, via: 'limpet' },
    });
    stop.abort();
  });

  it('asks a board with our firmware, and notes what it measured', async () => {
    speaks = 'limpet';
    own = [...own, { quantity: 'light', unit: '%', value: 40 }];
    const { output, label } = await begin().result;
    expect(output).toContain('temperature: 21.5 °C\nlight: 40 %');
    expect(label).toMatchObject({ trust: 'untrusted', secrecy: 'private' });
    expect(orders).toMatchObject([{ key, via: 'limpet' }]);
    expect(noted).toEqual([
      { device: key, source: 'board', quantity: 'temperature', unit: '°C', at: start, quality: 'good', value: 21.5 },
      { device: key, source: 'board', quantity: 'light', unit: '%', at: start, quality: 'good', value: 40 },
    ]);
    expect(listeners.size + changes.size).toBe(0);
  });

  it('asks it as soon as it is known for one, and no other', async () => {
    const { result } = begin('temperature');
    const { output } = await whileListening(result, async () => {
      for (const listener of changes) listener();
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      expect(orders).toEqual([]);
      speaks = 'limpet';
      for (const listener of changes) listener();
    });
    expect(output).toContain('temperature: 21.5 °C');
  });

  it('takes the next numbers that fit of a device that says them by itself', async () => {
    const { result } = begin('humidity');
    const { output } = await whileListening(result, () => {
      tell(reading({ device: 'virtual:uno', quantity: 'relative_humidity', value: 1 }));
      tell(reading());
      tell(reading(), reading({ quantity: 'relative_humidity', unit: '%', value: 45.123_456_7 }), {
        ...named,
        quantity: 'relative_humidity',
        channel: 'b',
        quality: 'fault',
      });
    });
    expect(output).toContain('relative_humidity: 45.1235 %\nrelative_humidity b: no value (fault)');
    expect(output).not.toContain('temperature');
    expect([orders, noted]).toEqual([[], []]);
    expect(listeners.size + changes.size).toBe(0);
  });

  it('knows light by its names', async () => {
    const { result } = begin('light');
    const { output } = await whileListening(result, () =>
      tell(reading({ quantity: 'illuminance', unit: 'lx', value: 300 })),
    );
    expect(output).toContain('illuminance: 300 lx');
  });

  it('says after 6 s that nothing came, and ends at once when it is stopped', async () => {
    const { result } = begin('humidity');
    await whileListening(
      result.catch((error: unknown) => error),
      async () => {
        tell(reading());
        await clock.advance(6_001);
      },
    );
    await expect(result).rejects.toMatchObject({ code: 'not_found', details: { reason: 'nothing_measured' } });
    const stopped = begin().result;
    await whileListening(
      stopped.catch(() => {}),
      () => stop.abort(),
    );
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(listeners.size + changes.size).toBe(0);
  });

  it('says to connect it first', async () => {
    isOpen = false;
    await expect(begin().result).rejects.toMatchObject({ details: { reason: 'device_closed' } });
    expect(listeners.size).toBe(0);
  });
});
