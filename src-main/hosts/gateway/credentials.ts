// Who is asking: cookies of signed-in browsers, the gateway's token, keys of the API, all behind one limiter.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { AppError } from '#main/contract/errors.ts';
import type { Principal } from '#main/contract/kernel.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { GatewayToken } from './gateway-token.ts';
import { readCookie } from './http.ts';
import { createLimiter, sourceOf } from './limiter.ts';
import { type BrowserSession, type BrowserSessions, hashSecret } from './sessions.ts';

export type Caller = {
  readonly principal: Principal;
  /** Present for a browser; its page must also show its own key. */
  readonly session?: BrowserSession;
};

export type CredentialsDeps = {
  readonly sessions: BrowserSessions;
  readonly token: GatewayToken;
  readonly clock: Clock;
  readonly log: Log;
  readonly cookieName: () => string;
  /** The connection has shown a valid credential. */
  readonly onAccepted: (socket: Socket) => void;
};

export interface Credentials {
  /**
   * Looks at a secret within the limit of its source: `rate_limited` when too many were wrong, `unauthenticated` when it
   * is. What this very connection has shown before does not count against the limit.
   */
  check<T>(request: IncomingMessage, secret: string, look: () => Promise<T | undefined> | T | undefined): Promise<T>;
  /** The owner by cookie or token; undefined when nothing was shown. */
  owner(request: IncomingMessage): Promise<Caller | undefined>;
  bearer(request: IncomingMessage): string | undefined;
}

export const signInFirst = () =>
  new AppError('unauthenticated', 'Sign in first: open the sign-in link that Limpet prints when it starts.', {
    details: { reason: 'signed_out' },
  });

/** A browser shows a cookie and a page key, a program one key. */
const rememberedPerSocket = 4;

export function createCredentials(deps: CredentialsDeps): Credentials {
  const limiter = createLimiter(deps.clock);
  const shownBefore = new WeakMap<Socket, readonly string[]>();
  // One after the other: many guesses at once must not all be looked at before the first has counted.
  let last: Promise<unknown> = Promise.resolve();

  const checkNow: Credentials['check'] = async (request, secret, look) => {
    const source = sourceOf(request.socket.remoteAddress);
    const hash = hashSecret(secret);
    const before = shownBefore.get(request.socket) ?? [];
    const waitMs = before.includes(hash) ? 0 : limiter.waitMs(source);
    if (waitMs > 0)
      throw new AppError('rate_limited', 'Too many wrong keys. Wait a minute.', {
        details: { reason: 'wrong_keys', retryAfterMs: Math.ceil(waitMs) },
      });
    const found = await look();
    if (found === undefined) {
      limiter.failed(source);
      deps.log.warn('wrong credential', { source });
      throw signInFirst();
    }
    if (!before.includes(hash)) shownBefore.set(request.socket, [...before, hash].slice(-rememberedPerSocket));
    deps.onAccepted(request.socket);
    return found;
  };
  const check: Credentials['check'] = (request, secret, look) => {
    const checking = last.then(() => checkNow(request, secret, look));
    last = checking.catch(() => {}); // the caller hears of it
    return checking;
  };

  const bearer = (request: IncomingMessage) =>
    /^Bearer ([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1];
  return {
    check,
    bearer,
    async owner(request) {
      const token = bearer(request);
      if (token !== undefined)
        return check(request, token, () =>
          deps.token.check(token) ? { principal: { access: 'owner', id: 'token' } } : undefined,
        );
      const cookie = readCookie(request, deps.cookieName());
      if (cookie === undefined) return undefined;
      return check(request, cookie, () => {
        const session = deps.sessions.find(cookie);
        return session === undefined
          ? undefined
          : { principal: { access: 'owner', id: `browser-${session.id}` }, session };
      });
    },
  };
}
