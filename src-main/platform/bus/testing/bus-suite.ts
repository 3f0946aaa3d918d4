// What every bus promises: order, resume, loss that is told, bounded memory, leases.
import { describe, expect, it } from 'vitest';
import { CallId, Cursor } from '#main/contract/ids.ts';
import type { Bus, BusItem, BusTopics } from '../port.ts';

export type BusUnderTest = {
  readonly bus: Bus;
  /** Lets idle keys grow old; a bus may forget them after a minute. */
  passTime(ms: number): Promise<void>;
};
export type CreateBusUnderTest = (o: {
  epoch: string;
  limits: { events: number; bytes: number };
}) => BusUnderTest | Promise<BusUnderTest>;

type TurnItem = BusItem<BusTopics['turn']>;
const limits = { events: 8, bytes: 4_096 };
const queueOf = (n: number) => ({
  type: 'call-output' as const,
  callId: CallId.parse('c'),
  append: String(n),
});
const seen = (item: TurnItem | undefined) =>
  item === undefined
    ? 'end'
    : 'lost' in item
      ? 'lost'
      : item.event.type === 'call-output'
        ? item.event.append
        : item.event.type;

function reader(bus: Bus, after?: Cursor, key = 's1') {
  const life = new AbortController();
  const items = bus
    .subscribe('turn', key, { ...(after === undefined ? {} : { after }), signal: life.signal })
    [Symbol.asyncIterator]();
  const next = async (): Promise<TurnItem | undefined> => {
    const step = await items.next();
    return step.done === true ? undefined : step.value;
  };
  return {
    next,
    async take(count: number) {
      const out: string[] = [];
      for (let i = 0; i < count; i += 1) out.push(seen(await next()));
      return out;
    },
    stop: () => life.abort(),
  };
}

export function busSuite(name: string, create: CreateBusUnderTest): void {
  const make = async (epoch = 'e1') => create({ epoch, limits });

  describe(`bus: ${name}`, () => {
    it('hands events over in order, to every reader', async () => {
      const { bus } = await make();
      const a = reader(bus);
      const b = reader(bus);
      for (const n of [1, 2, 3]) bus.publish('turn', 's1', queueOf(n));
      expect(await a.take(3)).toEqual(['1', '2', '3']);
      expect(await b.take(3)).toEqual(['1', '2', '3']);
    });

    it('keeps topics and keys apart', async () => {
      const { bus } = await make();
      const a = reader(bus);
      bus.publish('turn', 's2', queueOf(9));
      bus.publish('settings', '', { type: 'changed' });
      bus.publish('turn', 's1', queueOf(1));
      expect(await a.take(1)).toEqual(['1']);
    });

    it('starts from the moment of the subscription, also when the reader reads later', async () => {
      const { bus } = await make();
      bus.publish('turn', 's1', queueOf(1));
      const a = reader(bus);
      bus.publish('turn', 's1', queueOf(2));
      expect(await a.take(1)).toEqual(['2']);
    });

    it('resumes after a cursor without loss or repeat', async () => {
      const { bus } = await make();
      const a = reader(bus, bus.cursor('turn', 's1'));
      for (const n of [1, 2, 3]) bus.publish('turn', 's1', queueOf(n));
      await a.take(1);
      const second = await a.next();
      a.stop();
      const again = reader(bus, second?.cursor);
      bus.publish('turn', 's1', queueOf(4));
      expect(await again.take(2)).toEqual(['3', '4']);
    });

    it('misses nothing between the cursor of a snapshot and the subscription', async () => {
      const { bus } = await make();
      const at = bus.cursor('turn', 's1');
      bus.publish('turn', 's1', queueOf(1));
      bus.publish('turn', 's2', queueOf(5));
      expect(await reader(bus, at).take(1)).toEqual(['1']);
    });

    it('wakes a waiting reader', async () => {
      const { bus } = await make();
      const a = reader(bus);
      const waiting = a.take(1);
      bus.publish('turn', 's1', queueOf(1));
      expect(await waiting).toEqual(['1']);
    });

    it('tells a slow reader that events were lost, and goes on from there', async () => {
      const { bus } = await make();
      const a = reader(bus);
      for (let n = 1; n <= limits.events + 1; n += 1) bus.publish('turn', 's1', queueOf(n));
      const lost = await a.next();
      expect(seen(lost)).toBe('lost');
      bus.publish('turn', 's1', queueOf(100));
      expect(await reader(bus, lost?.cursor).take(1)).toEqual(['100']);
      expect(await a.take(1)).toEqual(['100']);
    });

    it('bounds the kept events by size as well', async () => {
      const { bus } = await make();
      const a = reader(bus);
      const big = 'x'.repeat(limits.bytes / 2);
      for (let n = 0; n < 3; n += 1)
        bus.publish('turn', 's1', { type: 'call-output', callId: CallId.parse('c'), append: big });
      expect(await a.take(1)).toEqual(['lost']);
    });

    it.each([
      ['of another epoch', 'e0:1'],
      ['from the future', 'e1:99999'],
      ['that is none', 'nonsense'],
    ])('answers a cursor %s with lost', async (_what, cursor) => {
      const { bus } = await make();
      bus.publish('turn', 's1', queueOf(1));
      const a = reader(bus, Cursor.parse(cursor));
      expect(await a.take(1)).toEqual(['lost']);
      bus.publish('turn', 's1', queueOf(2));
      expect(await a.take(1)).toEqual(['2']);
    });

    it('never passes off the events of a forgotten key as complete', async () => {
      const { bus, passTime } = await make();
      const before = bus.cursor('turn', 's1');
      bus.publish('turn', 's1', queueOf(1));
      await passTime(10 * 60_000);
      bus.publish('turn', 'other', queueOf(2));
      bus.publish('turn', 's1', queueOf(3));
      const first = await reader(bus, before).take(1);
      expect(['lost', '1']).toContain(first[0]);
    });

    it('keeps a waiting reader however long nothing happens', async () => {
      const { bus, passTime } = await make();
      const a = reader(bus);
      const waiting = a.take(1);
      await passTime(10 * 60_000);
      bus.publish('turn', 'other', queueOf(2));
      bus.publish('turn', 's1', queueOf(3));
      expect(await waiting).toEqual(['3']);
    });

    it('ends a subscription when its signal aborts', async () => {
      const { bus } = await make();
      const a = reader(bus);
      const waiting = a.next();
      a.stop();
      expect(await waiting).toBeUndefined();
    });

    it('gives a lease to one holder at a time, with a growing fence', async () => {
      const { bus } = await make();
      const first = await bus.lock('lane:s1', 10_000);
      expect(await bus.lock('lane:s1', 10_000)).toBeUndefined();
      expect(await bus.lock('lane:s2', 10_000)).toBeDefined();
      first?.release();
      expect(first?.signal.aborted).toBe(true);
      const second = await bus.lock('lane:s1', 10_000);
      first?.release();
      expect(second?.fence ?? 0).toBeGreaterThan(first?.fence ?? Number.POSITIVE_INFINITY);
      expect(await bus.lock('lane:s1', 10_000)).toBeUndefined();
    });
  });
}
