// Devices: who is there, who is allowed, and the sessions over what is open.
import type { Device } from '#main/contract/devices.ts';
import { AppError, isAppError, isCancelled } from '#main/contract/errors.ts';
import type { Activity } from '#main/guard/activity/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { PlacedActivity } from '#main/platform/store/port/activity.ts';
import type { DeviceStore, StoredDevice } from '#main/platform/store/port/devices.ts';
import { defaultBaudRate, describeDevice, hasDeadMan, identityOf, seenOf, speaksOf } from './describe-device.ts';
import { compileLine } from './envelope/line-pattern.ts';
import { bootloaderError, explainProblem, foreseeProblem } from './identify/explain-problem.ts';
import { nameDevice } from './identify/name-device.ts';
import { createNews } from './news.ts';
import type { Devices } from './port/devices.ts';
import type { DeviceIdentity, Link, LinkOpener } from './port/link.ts';
import type { HeardLines } from './port/readings.ts';
import type { OwnedSession } from './session/create-session.ts';
import { followConsole } from './session/follow-console.ts';
import { createSessionBook } from './session/session-book.ts';
import { showBytes } from './session/show-bytes.ts';
import { createDeviceWatch } from './watch/create-device-watch.ts';
import { createPresence } from './watch/create-presence.ts';

export type DevicesDeps = {
  readonly openers: readonly LinkOpener[];
  readonly store: DeviceStore;
  readonly activity: Activity;
  /** What devices say by themselves, line by line. */
  readonly onLines?: HeardLines;
  readonly platform: NodeJS.Platform;
  /** Before anything of it is open: who listens beside its writers. */
  readonly onSession?: (session: OwnedSession) => void;
  /** While it gives an error nothing is opened. */
  readonly refusal?: () => AppError | undefined;
  readonly clock: Clock;
  readonly log: Log;
};

export type CreatedDevices = Devices & {
  /** Each can be connected again. */
  disconnectAll(): Promise<void>;
};

const notThere = () =>
  new AppError('not_found', 'This device is not there now. Plug it in, then try again.', {
    details: { reason: 'device_gone' },
  });
const notAllowed = () =>
  new AppError('forbidden', 'The person has not allowed this device. They can on the page Devices.', {
    details: { reason: 'device_not_allowed' },
  });
const badLine = (line: string) =>
  new AppError('invalid_input', `This line cannot be read: ${line}. Write {0..40} for a number, {on|off} for a word.`, {
    details: { reason: 'bad_line_pattern', facts: { line, number: '{0..40}', words: '{on|off}' } },
  });
const notOpen = () =>
  new AppError('conflict', 'This device is not connected. Connect it first.', { details: { reason: 'device_closed' } });

/** So long the safe state may take before a link is closed. */
const closingMs = 2_000;

export const nameOf = (stored: StoredDevice) => stored.name ?? nameDevice(identityOf(stored)).name;

/** Looks before and after: what answers at this place is the very device that was allowed. */
async function openAllowed(
  stored: StoredDevice,
  d: DevicesDeps & { readonly find: (key: string) => Promise<DeviceIdentity | undefined> },
  signal: AbortSignal,
): Promise<Link> {
  const { find } = d;
  const refused = d.refusal?.();
  if (refused !== undefined) throw refused;
  const identity = await find(stored.key);
  const opener = d.openers.find(({ transport }) => transport === identity?.transport);
  if (identity === undefined || opener === undefined) throw notThere();
  const foreseen = identity.obstacle === undefined ? undefined : await foreseeProblem(identity, d.platform);
  if (foreseen !== undefined) throw foreseen;
  const link = await opener.open(identity, { baudRate: stored.baudRate }, signal).catch(async (error: unknown) => {
    throw isAppError(error) ? await explainProblem(error, identity, d.platform) : error;
  });
  const still = await find(stored.key).catch(() => undefined); // cancelled meanwhile
  if (still?.path === identity.path) return link;
  await link.close();
  throw notThere();
}

export function createDevices(d: DevicesDeps): CreatedDevices {
  const log = d.log.child('devices');
  const { clock, store } = d;
  const news = createNews(clock);
  const watch = createDeviceWatch({ openers: d.openers, clock, log });
  const presence = createPresence({
    ...{ watch, log },
    onLook: (now, hasChanged) => {
      book.looked(now);
      if (hasChanged) news.tell();
    },
  });
  const find = async (key: string, signal: AbortSignal) =>
    (await presence.look(signal)).find((identity) => identity.key === key);
  const opened = new Set<(key: string) => void>();
  const closing = new Set<Parameters<Devices['onClosing']>[0]>();
  /** What is on goes off while it can still be told to. */
  const beforeClose = async (key: string, why: 'disconnect' | 'quit') => {
    if (book.get(key)?.isOpen !== true) return;
    const all = Promise.allSettled([...closing].map((listener) => listener(key, why)));
    await Promise.race([all, clock.sleep(closingMs, new AbortController().signal)]);
  };
  const disconnect = async (key: string) => {
    await beforeClose(key, 'disconnect');
    await book.disconnect(key);
  };
  const storedOf = async (key: string) => (await store.list()).find((one) => one.key === key);
  const allowedOf = async (key: string): Promise<StoredDevice> => {
    const stored = await storedOf(key);
    if (stored === undefined) throw notAllowed();
    return stored;
  };
  const noted = (key: string, params: Readonly<Record<string, string>>): PlacedActivity => ({
    at: clock.now(),
    fact: { type: 'noted', by: 'person', title: { key: `devices.${key}`, params } },
  });
  const book = createSessionBook({
    ...{ clock, log, storedOf },
    hold: presence.hold,
    onLines: d.onLines,
    onSession: (session) => d.onSession?.(session),
    onChange: () => news.tell(),
    onOpened: (key) => {
      for (const listener of opened) listener(key);
    },
    open: (stored, signal) => openAllowed(stored, { ...d, find: (key) => find(key, signal) }, signal),
    note: async (key, bytes, who) => {
      const { by } = who;
      const place = who.by === 'agent' ? { sessionId: who.sessionId, turnId: who.turnId } : {};
      const device = nameOf(await allowedOf(key));
      const params = { device, key, bytes: showBytes(bytes), count: String(bytes.length) };
      await d.activity.note({ ...place, by, title: { key: 'devices.noted_sent', params } });
    },
  });
  const problemOf = async (identity: DeviceIdentity) => {
    const { isBootloader, name } = nameDevice(identity);
    if (isBootloader) return bootloaderError(name);
    return book.problemOf(identity.key) ?? (await foreseeProblem(identity, d.platform));
  };
  const describeAll = async (): Promise<Device[]> => {
    const stored = await store.list();
    const there = new Map(presence.now.map((identity) => [identity.key, identity]));
    const away = stored.filter(({ key }) => !there.has(key)).map(identityOf);
    const describe = async (identity: DeviceIdentity) => {
      const { key } = identity;
      const isThere = there.has(key);
      const problem = isThere ? await problemOf(identity) : undefined;
      const kept = stored.find((one) => one.key === key);
      return describeDevice({ identity, isThere, problem, stored: kept, session: book.get(key) });
    };
    return Promise.all([...there.values(), ...away].map(describe));
  };
  const deviceOf = async (key: string): Promise<Device> => {
    const found = (await describeAll()).find((device) => device.key === key);
    if (found === undefined) throw notThere();
    return found;
  };

  const openOf = (key: string) => {
    const session = book.get(key);
    if (session === undefined) throw notOpen();
    return session;
  };

  return {
    async list(signal) {
      await presence.look(signal);
      return describeAll();
    },
    async *follow(signal) {
      const release = presence.hold();
      try {
        await presence.look(signal);
        for (;;) {
          const seen = news.count;
          yield await describeAll();
          await news.next(seen, signal);
        }
      } catch (error) {
        if (!isCancelled(error)) throw error;
      } finally {
        release();
      }
    },
    async allow(key, signal) {
      const identity = await find(key, signal);
      if (identity === undefined) throw notThere();
      const { transport } = identity;
      const { name } = nameDevice(identity);
      await store.allow(
        { key, transport, seen: seenOf(identity), baudRate: defaultBaudRate, allowedAt: clock.now() },
        noted('noted_allowed', { device: name, key }),
      );
      news.tell();
      return deviceOf(key);
    },
    async forget(key) {
      await disconnect(key);
      const stored = await storedOf(key);
      const device = stored === undefined ? key : nameOf(stored);
      await store.forget(key, noted('noted_forgotten', { device, key }));
      news.tell();
    },
    async change(key, { name, baudRate }) {
      const before = await allowedOf(key);
      const given = name?.trim();
      const rate = baudRate === undefined ? {} : { baudRate };
      await store.change(key, { ...(given === undefined ? {} : { name: given === '' ? null : given }), ...rate });
      news.tell();
      if (baudRate === undefined || baudRate === before.baudRate || book.get(key) === undefined) return deviceOf(key);
      // An open one is opened anew with it.
      await disconnect(key);
      await book.connect(await allowedOf(key), AbortSignal.timeout(10_000));
      return deviceOf(key);
    },
    async connect(key, signal) {
      const stored = await allowedOf(key);
      await book.connect(stored, signal);
      const identity = presence.now.find((one) => one.key === key);
      if (identity !== undefined) await store.change(key, { seen: seenOf(identity) });
      return deviceOf(key);
    },
    async disconnect(key) {
      await allowedOf(key);
      await disconnect(key);
      return deviceOf(key);
    },
    async disconnectAll() {
      await Promise.allSettled(book.open().map(disconnect));
      await book.disconnectAll(); // also what was to come back
    },
    session: openOf,
    console: (key, signal) => followConsole(openOf(key), clock, signal),
    listen: (key, listener) => openOf(key).listen(listener),
    hasAllowed: async () => (await store.list()).length > 0,
    isOpenedBefore: async (key) => (await storedOf(key))?.openedAt !== undefined,
    async noteOpened(key) {
      if ((await storedOf(key))?.openedAt === undefined) await store.change(key, { openedAt: clock.now() });
    },
    async rights(key) {
      const stored = await allowedOf(key);
      const { limits } = stored;
      const speaks = speaksOf(stored);
      return {
        name: nameOf(stored),
        ...(limits === undefined ? {} : { limits }),
        ...(speaks === undefined ? {} : { speaks }),
        ...(hasDeadMan(stored) ? { deadMan: true as const } : {}),
      };
    },
    async setLimits(key, limits) {
      const device = nameOf(await allowedOf(key));
      const unread = limits?.lines.find((line) => compileLine(line) === undefined);
      if (unread !== undefined) throw badLine(unread);
      await store.change(key, { limits });
      const title = {
        key: limits === null ? 'devices.noted_no_limits' : 'devices.noted_limits',
        params: { device, key },
      };
      await d.activity.note({ by: 'person', title });
      news.tell();
      return deviceOf(key);
    },
    async noteSpeaks(key, protocol) {
      if ((await allowedOf(key)).speaks === protocol) return;
      await store.change(key, { speaks: protocol });
      news.tell();
    },
    open: () => book.open(),
    onChange: news.on,
    onOpened(listener) {
      opened.add(listener);
      return () => opened.delete(listener);
    },
    onClosing(listener) {
      closing.add(listener);
      return () => closing.delete(listener);
    },
    async run(signal) {
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await Promise.all(book.open().map((key) => beforeClose(key, 'quit')));
      await book.closeAll();
    },
  };
}
