// Standing measurements: one order, then values for as long as it says, over unplugging and restart, and none after its end.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readingLimits, type Watch } from '#main/contract/readings.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { Store } from '#main/platform/store/port.ts';
import { createWatches } from './create-watches.ts';
import type { Measured } from './port/readings.ts';
import type { Watches, WatchOrder } from './port/watches.ts';
import { createDevicesKit, type DevicesKit, uno } from './testing/devices-kit.ts';
import type { MemoryDevice } from './testing/memory-links.ts';

const person = { by: 'person' } as const;
const channel = 'A1';
const order: WatchOrder = {
  deviceKey: uno.key,
  part: { type: 'analog', via: 'limpet', channel, reference: 5 },
  everySeconds: 60,
};

/** A board of our firmware: `raw` counts up with each question for A1; `isSilent` says nothing at all. */
function answering(device: MemoryDevice) {
  const board = { raw: 100, isSilent: false };
  device.onWrite((bytes) => {
    for (const line of Buffer.from(bytes).toString().split('\n')) {
      if (board.isSilent || line === '') continue;
      if (line === '*IDN?') device.say('LIMPET,BOARD,0,1.0\n');
      const [, id, asked] = /^#(\d+) (.*)$/.exec(line) ?? [];
      if (id === undefined) continue;
      const [verb, at = ''] = asked?.split(' ') ?? [];
      if (verb === 'adc' && at === '1') board.raw += 1;
      const said = verb === 'adc' ? { channel: Number(at), raw: board.raw, millivolt: 0 } : { outputs: {} };
      device.say(`${JSON.stringify({ id: Number(id), ok: true, ...said })}\n`);
    }
  });
  return board;
}

describe('standing measurements', () => {
  let folder: string;
  let store: Store;
  let kit: DevicesKit;
  let device: MemoryDevice;
  let board: ReturnType<typeof answering>;
  let life: AbortController;
  let noted: Measured[];
  let watches: Watches;
  let running: Promise<void>;
  const begin = () => {
    life = new AbortController();
    watches = createWatches({
      store: {
        readings: store.readings,
        devices: {
          list: async () =>
            (await kit.devices.list(neverAborts)).flatMap(({ key, name, transport, baudRate, allowedAt }) =>
              allowedAt === undefined ? [] : [{ key, name, transport, baudRate, allowedAt, seen: {} }],
            ),
        },
      },
      ...{ devices: kit.devices, outputs: kit.outputs, readings: { note: (measured) => noted.push(...measured) } },
      ...{ clock: kit.clock, log: silentLog },
    });
    running = watches.run(life.signal);
  };
  const end = async () => {
    life.abort();
    await Promise.all([running, kit.clock.advance(10)]);
  };
  // Loaded with its first use otherwise, which no clock of a test waits for.
  beforeAll(() => import('./protocols/limpet/board.ts'));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limpet-watches-'));
    ({ store } = await openStore({ folder, now: () => 1 }));
    kit = createDevicesKit();
    device = kit.links.plug(uno);
    board = answering(device);
    noted = [];
    await kit.devices.allow(uno.key, neverAborts);
    await kit.devices.connect(uno.key, neverAborts);
    begin();
  });
  afterEach(async () => {
    await end();
    await kit.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  /** In steps, so that answers on the line come in between. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 500) await kit.clock.advance(Math.min(500, left));
  };
  const states = async () => (await watches.list()).map(({ state }) => state);
  const titles = async () =>
    (await store.activity.list({ limit: 20 })).entries.map(({ fact }) => (fact.type === 'noted' ? fact.title.key : ''));

  it('measure at once and then as often as was ordered, until their time is over [D2]', async () => {
    const watch = await watches.start({ ...order, until: kit.clock.now() + 150_000 }, person);
    expect(watch).toMatchObject({ deviceKey: uno.key, everySeconds: 60, state: 'waiting' });
    const from = kit.clock.now();
    await pass(140_000);
    expect(noted.map(({ at, ...one }) => ({ ...one, minute: Math.floor((at - from) / 60_000) }))).toMatchObject(
      [0, 1, 2].map((minute) => ({ minute, device: uno.key, source: 'adc', quantity: 'voltage', channel, unit: 'V' })),
    );
    expect(noted[0]?.value).toBeCloseTo((board.raw - 2 * (noted.length - 1)) * (5 / 1023), 1);
    expect(await states()).toEqual(['running']);
    await pass(100_000);
    expect(noted).toHaveLength(3);
    expect(await watches.list()).toEqual([]);
    expect(await store.readings.watches()).toEqual([]);
    expect(await titles()).toEqual(['devices.noted_watch_ended', 'devices.noted_watch_began']);
  });

  it('go on after a restart, and open their device again by themselves, once', async () => {
    await watches.start(order, person);
    await pass(2_000);
    await end();
    await kit.devices.disconnect(uno.key);
    const before = noted.length;
    begin();
    await pass(70_000);
    expect(noted.length).toBeGreaterThan(before);
    // Whoever closes it afterwards meant it.
    await kit.devices.disconnect(uno.key);
    const opened = kit.links.counts.opened;
    await pass(120_000);
    expect(kit.links.counts.opened).toBe(opened);
    expect(await states()).toEqual(['waiting']);
  });

  it('wait while the board is away, fail while it says nothing, and go on after both', async () => {
    await watches.start({ ...order, everySeconds: 5 }, person);
    await pass(1_000);
    expect(await states()).toEqual(['running']);
    board.isSilent = true;
    await pass(30_000);
    const [failing] = await watches.list();
    expect(failing).toMatchObject({ state: 'failing', error: { code: 'timeout' } });
    board.isSilent = false;
    await pass(15_000);
    expect(await states()).toEqual(['running']);
    device.unplug();
    await pass(10_000);
    expect(await states()).toEqual(['waiting']);
    const before = noted.length;
    board = answering(kit.links.plug(uno));
    await pass(20_000);
    expect(noted.length).toBeGreaterThan(before);
  });

  it('end with a word, and the account tells who ordered and ended them', async () => {
    const { id } = await watches.start(order, person);
    await pass(1_000);
    await watches.end(id, person);
    await watches.end(id, person);
    const count = noted.length;
    await pass(120_000);
    expect(noted).toHaveLength(count);
    expect(await titles()).toEqual(['devices.noted_watch_ended', 'devices.noted_watch_began']);
  });

  it('of one part are one: the newer order takes the place of the older', async () => {
    await watches.start(order, person);
    await watches.start({ ...order, everySeconds: 5 }, person);
    expect((await watches.list()).map(({ everySeconds }) => everySeconds)).toEqual([5]);
    expect(await store.readings.watches()).toHaveLength(1);
  });

  it('are refused where nothing could be measured', async () => {
    const refusal = async (change: Partial<WatchOrder>) =>
      watches.start({ ...order, ...change }, person).then(
        () => 'done',
        (error: { details?: { reason?: string } }) => error.details?.reason,
      );
    expect(await refusal({ deviceKey: 'virtual:nobody' })).toBe('device_not_allowed');
    expect(await refusal({ part: { ...order.part, via: 'telepathy' } })).toBe('board_unknown');
    expect(await refusal({ part: { type: 'sensor', via: 'limpet', sensor: 'bme280', address: 0x20 } })).toBe(
      'unknown_sensor',
    );
    for (let index = 0; index < readingLimits.watches; index += 1)
      expect(await refusal({ part: { type: 'analog', via: 'limpet', channel: `A${index}`, reference: 5 } })).toBe(
        'done',
      );
    expect(await refusal({ part: { type: 'analog', via: 'limpet', channel: 'B', reference: 5 } })).toBe(
      'too_many_watches',
    );
    expect(await refusal({ part: { type: 'analog', via: 'limpet', channel: 'A0', reference: 5 } })).toBe('done');
  });

  it('are told to whoever follows', async () => {
    const stop = new AbortController();
    const items = watches.follow(stop.signal)[Symbol.asyncIterator]();
    expect((await items.next()).value).toEqual([]);
    const next = items.next();
    await watches.start(order, person);
    expect(((await next).value as Watch[]).map(({ deviceName }) => deviceName)).toEqual(['Arduino Uno R3']);
    stop.abort();
  });
});
