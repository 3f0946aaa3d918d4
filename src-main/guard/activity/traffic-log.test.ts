// How traffic comes into the account: grouped, bounded, soon enough, and without what was secret in it.
import { beforeEach, describe, expect, it } from 'vitest';
import type { TrafficFact } from '#main/contract/activity.ts';
import { SessionId } from '#main/contract/ids.ts';
import type { ProxyTraffic } from '#main/guard/egress/port.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { createRedactor, silentLog } from '#main/platform/base/log.ts';
import type { PlacedActivity } from '#main/platform/store/port/activity.ts';
import { createTrafficLog, type TrafficLog } from './traffic-log.ts';

const canary = 'canary-7f3a9c51e0d2b846';
let clock: ReturnType<typeof createFakeClock>;
let written: PlacedActivity[];
let traffic: TrafficLog;
beforeEach(() => {
  clock = createFakeClock();
  written = [];
  const redactor = createRedactor();
  redactor.add(canary);
  traffic = createTrafficLog({ append: async (entry) => void written.push(entry), redactor, clock, log: silentLog });
});

const one = (o: Partial<ProxyTraffic> = {}): ProxyTraffic => ({
  ...{ purpose: 'curl', host: 'example.org', port: 443, method: 'GET', path: '/private?token=x', outcome: 'passed' },
  ...{ sentBytes: 10, receivedBytes: 100, ms: 5, secrets: [] },
  ...o,
});
const facts = () => written.map(({ fact }) => fact as TrafficFact);

describe('traffic in the account', () => {
  it('is one entry for a thousand requests, with counts, methods, refusals and the names of keys', async () => {
    for (let n = 0; n < 998; n += 1) traffic.add(one({ secrets: ['github'] }));
    traffic.add(one({ method: 'POST', outcome: 'refused', reason: 'host_refused', sentBytes: 0, receivedBytes: 0 }));
    traffic.add(one({ outcome: 'failed', reason: 'network', sentBytes: 0, receivedBytes: 0 }));
    await clock.advance(3_000);
    expect(facts()).toEqual([
      {
        ...{ type: 'traffic', who: 'curl', from: expect.any(Number), to: expect.any(Number) },
        hosts: [
          {
            ...{ host: 'example.org', port: 443, methods: ['GET', 'POST'], requests: 1_000, refused: 1, failed: 1 },
            ...{ sentBytes: 9_980, receivedBytes: 99_800, keys: ['github'], reason: 'network' },
          },
        ],
      },
    ]);
  });

  it('is one entry for a thousand hosts, the first twenty by name', async () => {
    for (let n = 0; n < 1_000; n += 1) traffic.add(one({ host: `h${n}.evil.test`, outcome: 'refused' }));
    await traffic.flush();
    expect(facts()).toHaveLength(1);
    expect(facts()[0]?.hosts).toHaveLength(20);
    expect(facts()[0]?.more).toEqual({ hosts: 980, requests: 980 });
  });

  it('holds at most fifty programs apart at once', async () => {
    for (let n = 0; n < 500; n += 1) traffic.add(one({ purpose: `mcp:s${n}` }));
    await traffic.flush();
    expect(facts()).toHaveLength(51);
    expect(facts().reduce((sum, { hosts }) => sum + (hosts[0]?.requests ?? 0), 0)).toBe(500);
  });

  it('tells each chat apart, and says whose it is', async () => {
    for (const id of ['s1', 's2', 's1']) traffic.add(one({ place: { sessionId: SessionId.parse(id) } }));
    await traffic.flush();
    expect(written.map(({ sessionId, fact }) => [sessionId, (fact as TrafficFact).hosts[0]?.requests])).toEqual([
      ['s1', 2],
      ['s2', 1],
    ]);
  });

  it('writes once a minute while somebody goes on and on, and soon after they stop', async () => {
    for (let second = 0; second < 90; second += 1) {
      traffic.add(one());
      await clock.advance(1_000);
    }
    expect(facts()).toHaveLength(1);
    await clock.advance(3_000);
    expect(facts().map(({ hosts }) => hosts[0]?.requests)).toEqual([60, 30]);
  });

  it('holds neither a path nor a known key, also of an address that nobody could read', async () => {
    traffic.add(one({ host: `http://user:pw@odd.test/${canary}?k=${canary}`, outcome: 'refused', reason: 'bad_url' }));
    traffic.add(one({ host: `${canary}.evil.test` }));
    traffic.add(one({ host: '/only/a/path', outcome: 'refused' }));
    await traffic.flush();
    const text = JSON.stringify(written);
    expect(text).not.toContain(canary);
    for (const word of ['private', 'token', 'user', 'only/a']) expect(text).not.toContain(word);
    expect(facts()[0]?.hosts.map(({ host }) => host)).toEqual(['odd.test', expect.stringContaining('evil.test'), '?']);
  });
});
