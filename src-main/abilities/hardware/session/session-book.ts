// The sessions over what is open: connects, closes, and opens again what was unplugged and came back.
import { AppError, isAppError, isCancelled } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { StoredDevice } from '#main/platform/store/port/devices.ts';
import type { SentBy } from '../port/devices.ts';
import type { DeviceIdentity, Link } from '../port/link.ts';
import type { HeardLines } from '../port/readings.ts';
import { createSession, type OwnedSession } from './create-session.ts';

export type SessionBookDeps = {
  /** Errors as `LinkOpener.open`. */
  readonly open: (stored: StoredDevice, signal: AbortSignal) => Promise<Link>;
  readonly storedOf: (key: string) => Promise<StoredDevice | undefined>;
  readonly note: (key: string, bytes: Uint8Array, by: SentBy) => Promise<void>;
  /** What a device says, line by line; see `SessionDeps`. */
  readonly onLines?: HeardLines | undefined;
  /** Keeps the machine looked at while something is to come back. */
  readonly hold: () => () => void;
  readonly onChange: () => void;
  readonly onOpened: (key: string) => void;
  readonly onSession: (session: OwnedSession) => void;
  readonly clock: Clock;
  readonly log: Log;
};

export interface SessionBook {
  get(key: string): OwnedSession | undefined;
  /** Keys of those whose link is open. */
  open(): readonly string[];
  /** What its newest opening failed with; forgotten when it opens, or is plugged in anew. */
  problemOf(key: string): AppError | undefined;
  connect(stored: StoredDevice, signal: AbortSignal): Promise<void>;
  disconnect(key: string): Promise<void>;
  disconnectAll(): Promise<void>;
  /** After a look: opens again what is wanted and back. */
  looked(now: readonly DeviceIdentity[]): void;
  closeAll(): Promise<void>;
}

/** A board that came back may not be let in at once: it gets its rights a moment after it is there. */
const reopenAfterMs = [0, 300, 700, 1_500, 3_000];

const toAppError = (error: unknown): AppError =>
  isAppError(error)
    ? error
    : new AppError('unavailable', 'The device could not be opened. Unplug it, plug it in again, and try anew.', {
        cause: error,
        details: { reason: 'device_open' },
      });

export function createSessionBook(d: SessionBookDeps): SessionBook {
  const sessions = new Map<string, { session: OwnedSession; release: () => void }>();
  const opening = new Map<string, Promise<void>>();
  const problems = new Map<string, AppError>();
  const ending = new AbortController();
  /** Of each that is there its place, and what stands in the way of it there. */
  let there = new Map<string, string>();

  const openInto = async (stored: StoredDevice, session: OwnedSession, signal: AbortSignal) => {
    try {
      const link = await d.open(stored, signal);
      if (session.isClosed) return link.close();
      problems.delete(stored.key);
      session.attach(link);
      d.onOpened(stored.key);
    } catch (error) {
      if (!isCancelled(error)) problems.set(stored.key, toAppError(error));
      throw error;
    } finally {
      d.onChange();
    }
  };
  /** One opening at a time for each device. */
  const once = (key: string, work: () => Promise<void>): Promise<void> => {
    const running = opening.get(key);
    if (running !== undefined) return running;
    const begun = work().finally(() => opening.delete(key));
    opening.set(key, begun);
    return begun;
  };
  const begin = (key: string): OwnedSession => {
    const session = createSession({
      ...{ key, clock: d.clock, log: d.log, onChange: d.onChange },
      note: (bytes, by) => d.note(key, bytes, by),
      onLines: (lines, o) => d.onLines?.(key, lines, o),
    });
    sessions.set(key, { session, release: d.hold() });
    d.onSession(session);
    return session;
  };
  const drop = async (key: string) => {
    const found = sessions.get(key);
    sessions.delete(key);
    found?.release();
    await found?.session.close();
  };
  const reopen = async (key: string, session: OwnedSession) => {
    for (const waitMs of reopenAfterMs) {
      await d.clock.sleep(waitMs, ending.signal);
      const stored = await d.storedOf(key);
      if (stored === undefined || session.isClosed || session.isOpen || !there.has(key)) return;
      const isOpen = await openInto(stored, session, ending.signal).then(
        () => true,
        (error: unknown) => {
          if (isCancelled(error)) throw error;
          d.log.info('device not open again', { error });
          return false;
        },
      );
      if (isOpen) return;
    }
  };

  return {
    get: (key) => sessions.get(key)?.session,
    open: () => [...sessions].filter(([, { session }]) => session.isOpen).map(([key]) => key),
    problemOf: (key) => problems.get(key),
    async connect(stored, signal) {
      // What opens again by itself gives up without a word; whoever asks is told.
      await opening.get(stored.key)?.catch(() => {});
      throwIfAborted(signal);
      await once(stored.key, async () => {
        const known = sessions.get(stored.key)?.session;
        if (known?.isOpen === true) return;
        const session = known ?? begin(stored.key);
        try {
          await openInto(stored, session, signal);
        } catch (error) {
          if (known === undefined) await drop(stored.key);
          throw error;
        }
      });
    },
    async disconnect(key) {
      await drop(key);
      problems.delete(key);
      d.onChange();
    },
    async disconnectAll() {
      await Promise.all([...sessions.keys()].map(drop));
      problems.clear();
      d.onChange();
    },
    looked(now) {
      const before = there;
      there = new Map(now.map(({ key, path, obstacle }) => [key, `${path} ${obstacle ?? ''}`]));
      // What failed at one place says nothing of another one.
      for (const key of [...problems.keys()])
        if (!there.has(key) || there.get(key) !== before.get(key)) problems.delete(key);
      for (const [key, { session }] of sessions) {
        // What failed again and again waits for the next plug.
        if (session.isOpen || !there.has(key) || opening.has(key) || problems.has(key)) continue;
        void once(key, () => reopen(key, session)).catch((error: unknown) => {
          if (!isCancelled(error)) d.log.error('device not open again', { error });
        });
      }
    },
    async closeAll() {
      ending.abort();
      await Promise.allSettled(opening.values());
      await Promise.all([...sessions.keys()].map(drop));
    },
  };
}
