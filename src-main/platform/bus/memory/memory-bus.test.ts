// The memory bus keeps every promise of the port.
import { describe, expect, it } from 'vitest';
import { CallId } from '#main/contract/ids.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { busSuite } from '../testing/bus-suite.ts';
import { createMemoryBus } from './memory-bus.ts';

describe('the memory of all keys together', () => {
  it('stays below its bound: those that were quiet longest are forgotten, and their readers are told', async () => {
    const clock = createFakeClock();
    const bus = createMemoryBus({ clock, epoch: 'e', log: silentLog, totalBytes: 10_000 });
    const start = bus.cursor('turn', 's0');
    const event = { type: 'call-output' as const, callId: CallId.parse('c'), append: 'x'.repeat(1_000) };
    for (let n = 0; n < 12; n += 1) {
      bus.publish('turn', `s${n}`, event);
      await clock.advance(1);
    }
    const first = async (key: string) => {
      const life = new AbortController();
      for await (const item of bus.subscribe('turn', key, { after: start, signal: life.signal })) {
        life.abort();
        return 'lost' in item ? 'lost' : item.event.type;
      }
      return 'nothing';
    };
    expect(await first('s0')).toBe('lost');
    expect(await first('s11')).toBe('call-output');
  });
});

busSuite('memory', (o) => {
  const clock = createFakeClock();
  const bus = createMemoryBus({ clock, epoch: o.epoch, log: silentLog, limits: o.limits, idleMs: 60_000 });
  return { bus, passTime: (ms) => clock.advance(ms) };
});
