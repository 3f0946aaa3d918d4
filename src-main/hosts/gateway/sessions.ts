// Browsers that are signed in: two secrets each, kept only as hashes, revocable at once.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { Log } from '#main/platform/base/log.ts';

const Stored = z.array(
  z.object({
    id: z.string(),
    cookieHash: z.string(),
    pageKeyHash: z.string(),
    createdAt: z.number(),
    seenAt: z.number(),
    agent: z.string(),
  }),
);
type StoredSession = z.infer<typeof Stored>[number];

/** Small values of the host that survive a restart. */
export type KeyValues = {
  getValue(key: string): Promise<unknown>;
  setValue(key: string, value: unknown): Promise<void>;
};

export type BrowserSession = {
  readonly id: string;
  /** Aborts when the session is revoked. */
  readonly life: AbortSignal;
  /**
   * The second secret. Cookies go to every port of a host, so another local server may be shown ours; this one stays in
   * the page's own origin.
   */
  isPageKey(key: string | undefined): boolean;
};

export interface BrowserSessions {
  create(agent: string): Promise<{ id: string; cookie: string; pageKey: string }>;
  find(cookie: string): BrowserSession | undefined;
  list(): readonly { id: string; agent: string; createdAt: number; seenAt: number }[];
  revoke(id: string): Promise<void>;
  revokeAll(): Promise<void>;
}

export const sessionDays = 30;
const sessionMs = sessionDays * 24 * 60 * 60_000;
const seenEveryMs = 60 * 60_000;
const maxSessions = 64;
const storedAs = 'gateway.sessions';

const newSecret = () => randomBytes(32).toString('base64url');
const hashOf = (secret: string) => createHash('sha256').update(secret).digest();

/** In constant time for a secret of any length. */
export function isSecret(secret: string, hash: string): boolean {
  const expected = Buffer.from(hash, 'hex');
  return expected.length === 32 && timingSafeEqual(expected, hashOf(secret));
}
export const hashSecret = (secret: string) => hashOf(secret).toString('hex');

type Live = { stored: StoredSession; readonly life: AbortController };

export async function openSessions(o: { values: KeyValues; clock: Clock; log: Log }): Promise<BrowserSessions> {
  const { values, clock, log } = o;
  const known = Stored.safeParse(await values.getValue(storedAs)).data ?? [];
  const live = new Map<string, Live>(known.map((stored) => [stored.id, { stored, life: new AbortController() }]));
  let saving: Promise<void> = Promise.resolve();

  const save = () => {
    saving = saving
      .then(() =>
        values.setValue(
          storedAs,
          [...live.values()].map(({ stored }) => stored),
        ),
      )
      .catch((error: unknown) => log.warn('sign-ins were not stored', { error }));
    return saving;
  };
  const drop = (id: string) => {
    const session = live.get(id);
    live.delete(id);
    session?.life.abort();
  };
  const dropOld = () => {
    for (const [id, { stored }] of live) if (clock.now() - stored.seenAt > sessionMs) drop(id);
  };
  const seen = (session: Live) => {
    if (clock.now() - session.stored.seenAt < seenEveryMs) return;
    session.stored = { ...session.stored, seenAt: clock.now() };
    void save();
  };

  return {
    async create(agent) {
      dropOld();
      const [oldest] = live.keys();
      if (live.size >= maxSessions && oldest !== undefined) drop(oldest);
      const [id, cookie, pageKey] = [newId(clock.now()), newSecret(), newSecret()];
      const now = clock.now();
      live.set(id, {
        life: new AbortController(),
        stored: {
          id,
          cookieHash: hashSecret(cookie),
          pageKeyHash: hashSecret(pageKey),
          createdAt: now,
          seenAt: now,
          agent: agent.slice(0, 200),
        },
      });
      await save();
      return { id, cookie, pageKey };
    },
    find(cookie) {
      dropOld();
      let found: Live | undefined;
      // Every one is compared, so that time does not tell which.
      for (const session of live.values()) if (isSecret(cookie, session.stored.cookieHash)) found = session;
      if (found === undefined) return undefined;
      const { stored, life } = found;
      seen(found);
      return {
        id: stored.id,
        life: life.signal,
        isPageKey: (key) => key !== undefined && isSecret(key, stored.pageKeyHash),
      };
    },
    list: () =>
      [...live.values()].map(({ stored: { id, agent, createdAt, seenAt } }) => ({ id, agent, createdAt, seenAt })),
    async revoke(id) {
      drop(id);
      await save();
    },
    async revokeAll() {
      for (const id of [...live.keys()]) drop(id);
      await save();
    },
  };
}
