// What went out, and what was not let out, as entries of the account: grouped by who asked and by host, so that a thousand
// requests are one entry.
import type { HostTraffic, TrafficFact } from '#main/contract/activity.ts';
import type { SessionId, TurnId } from '#main/contract/ids.ts';
import type { ProxyTraffic } from '#main/guard/egress/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log, Redactor } from '#main/platform/base/log.ts';
import type { PlacedActivity } from '#main/platform/store/port/activity.ts';

export type TrafficLogDeps = {
  readonly append: (entry: PlacedActivity) => Promise<void>;
  readonly redactor: Pick<Redactor, 'text'>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly log: Log;
};

export interface TrafficLog {
  /** Written at the latest a minute later; a process that is killed takes that minute along. */
  add(traffic: ProxyTraffic): void;
  /** Writes what is counted so far. */
  flush(): Promise<void>;
}

/** Who first goes out is told of soon; who goes on and on, once a minute. */
const quietMs = 3_000;
const longestMs = 60_000;
const hostsPerEntry = 20;
const groupsAtOnce = 50;
const methodsPerHost = 10;
/** The rest of them counts as one: a program of many names is one entry too. */
const others = '…';

type Group = {
  readonly place: { readonly sessionId?: SessionId; readonly turnId?: TurnId };
  readonly who: string;
  readonly from: number;
  readonly hosts: Map<string, HostTraffic>;
  readonly more: { readonly hosts: Set<string>; requests: number };
  cancel: () => void;
};

/** Of an address that could not be read, what stands where a host should; never a path. */
const hostOf = (text: string) => /^(?:[a-z]+:\/\/)?(?:[^/?#@]*@)?([^/?#@\s]{1,255})/i.exec(text)?.[1] ?? '?';

function added(known: HostTraffic, one: ProxyTraffic): HostTraffic {
  const methods = new Set([...known.methods, one.method.slice(0, 20)]);
  return {
    ...known,
    methods: [...methods].slice(0, methodsPerHost),
    requests: known.requests + 1,
    refused: known.refused + (one.outcome === 'refused' ? 1 : 0),
    failed: known.failed + (one.outcome === 'failed' ? 1 : 0),
    sentBytes: known.sentBytes + one.sentBytes,
    receivedBytes: known.receivedBytes + one.receivedBytes,
    keys: [...new Set([...known.keys, ...one.secrets])].slice(0, methodsPerHost),
    ...(one.reason === undefined ? {} : { reason: one.reason }),
  };
}

const nothing = { methods: [], requests: 0, refused: 0, failed: 0, sentBytes: 0, receivedBytes: 0, keys: [] };

export function createTrafficLog(d: TrafficLogDeps): TrafficLog {
  const groups = new Map<string, Group>();
  let last: Promise<void> = Promise.resolve();

  const write = (key: string): void => {
    const group = groups.get(key);
    if (group === undefined) return;
    groups.delete(key);
    group.cancel();
    const { who, from, hosts, more, place } = group;
    const fact: TrafficFact = {
      type: 'traffic',
      ...{ who, from, to: d.clock.now(), hosts: [...hosts.values()] },
      ...(more.requests === 0 ? {} : { more: { hosts: more.hosts.size, requests: more.requests } }),
    };
    last = last
      .then(() => d.append({ at: d.clock.now(), fact, ...place }))
      .catch((error: unknown) => d.log.error('traffic not noted', { who, error }));
  };

  const groupOf = ({ purpose, place }: ProxyTraffic): readonly [string, Group] => {
    const named = d.redactor.text(purpose).slice(0, 200);
    const wanted = JSON.stringify([named, place?.sessionId, place?.turnId]);
    const isFull = groups.size >= groupsAtOnce && !groups.has(wanted);
    const [key, who] = isFull ? [others, others] : [wanted, named];
    const known = groups.get(key);
    if (known !== undefined) return [key, known];
    const more = { hosts: new Set<string>(), requests: 0 };
    const made = {
      ...{ place: isFull ? {} : { ...place }, who, more },
      from: d.clock.now(),
      hosts: new Map(),
      cancel() {},
    };
    groups.set(key, made);
    return [key, made];
  };

  return {
    add(traffic) {
      const [key, group] = groupOf(traffic);
      const host = d.redactor.text(hostOf(traffic.host)).toLowerCase();
      const name = `${host}:${traffic.port}`;
      const known = group.hosts.get(name);
      if (known === undefined && group.hosts.size >= hostsPerEntry) {
        group.more.requests += 1;
        if (group.more.hosts.size < 10_000) group.more.hosts.add(name);
      } else group.hosts.set(name, added(known ?? { host, port: traffic.port, ...nothing }, traffic));
      group.cancel();
      const left = group.from + longestMs - d.clock.now();
      group.cancel = d.clock.after(Math.max(0, Math.min(quietMs, left)), () => write(key));
    },
    async flush() {
      for (const key of [...groups.keys()]) write(key);
      await last;
    },
  };
}
