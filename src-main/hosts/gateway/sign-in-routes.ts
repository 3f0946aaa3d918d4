// From a one-time ticket or the gateway's token to a signed-in browser, and out again.
import { z } from 'zod';
import { AppError, invalidInput, isAppError } from '#main/contract/errors.ts';
import { type Caller, type Credentials, signInFirst } from './credentials.ts';
import type { GatewayToken } from './gateway-token.ts';
import { type Exchange, readJson, sendJson } from './http.ts';
import type { RequestGuard } from './request-guard.ts';
import { type BrowserSessions, sessionDays } from './sessions.ts';
import type { Tickets } from './tickets.ts';

export type SignInDeps = {
  readonly credentials: Credentials;
  readonly sessions: BrowserSessions;
  readonly tickets: Tickets;
  readonly token: GatewayToken;
  readonly guard: RequestGuard;
  readonly cookieName: () => string;
};

const maxBodyBytes = 4_096;
const secret = z.string().min(1).max(512);
const SignIn = z.union([z.strictObject({ ticket: secret }), z.strictObject({ token: secret })]);
const SignOut = z.strictObject({ everywhere: z.boolean().default(false) });

async function parseBody<T>(exchange: Exchange, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await readJson(exchange.request, maxBodyBytes));
  if (!parsed.success) throw invalidInput(parsed.error, 'The body');
  return parsed.data;
}

function setCookie({ request, response }: Exchange, name: string, o: { value: string; maxAgeS: number }): void {
  const isSecure = String(request.headers.origin).startsWith('https://');
  response.setHeader(
    'set-cookie',
    `${name}=${o.value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${o.maxAgeS}${isSecure ? '; Secure' : ''}`,
  );
}

/** A browser must come from our own page and show the key that only this page holds. */
export async function requireOwner(
  exchange: Exchange,
  deps: Pick<SignInDeps, 'credentials' | 'guard'>,
): Promise<Caller> {
  const { request } = exchange;
  const caller = await deps.credentials.owner(request);
  if (caller === undefined) throw signInFirst();
  const { session } = caller;
  if (session === undefined) return caller;
  if (request.method !== 'GET' && request.method !== 'HEAD' && !deps.guard.isOwnOrigin(request))
    throw new AppError('forbidden', 'This page may not do that.');
  const pageKey = request.headers['x-limpet-key'];
  await deps.credentials.check(request, `${session.id} ${String(pageKey)}`, () =>
    session.isPageKey(typeof pageKey === 'string' ? pageKey : undefined) ? true : undefined,
  );
  return caller;
}

/** POST /auth/sign-in with `{ ticket }` or `{ token }`: sets the cookie and answers `{ pageKey }`. */
export async function signIn(exchange: Exchange, deps: SignInDeps): Promise<void> {
  const { request, response } = exchange;
  if (!deps.guard.isOwnOrigin(request)) throw new AppError('forbidden', 'Sign in from the page of Limpet.');
  const body = await parseBody(exchange, SignIn);
  const isTicket = 'ticket' in body;
  await deps.credentials.check(request, isTicket ? body.ticket : body.token, () =>
    (isTicket ? deps.tickets.redeem(body.ticket) : deps.token.check(body.token)) ? true : undefined,
  );
  const { cookie, pageKey } = await deps.sessions.create(request.headers['user-agent'] ?? '');
  setCookie(exchange, deps.cookieName(), { value: cookie, maxAgeS: sessionDays * 24 * 60 * 60 });
  sendJson(response, 200, { pageKey });
}

/** GET /auth/state: 200 for a signed-in page, otherwise 401, and the useless cookie goes. */
export async function signInState(exchange: Exchange, deps: SignInDeps): Promise<void> {
  try {
    await requireOwner(exchange, deps);
    sendJson(exchange.response, 200, { signedIn: true });
  } catch (error) {
    // Not when it was not even looked at: others may be guessing.
    const isUseless = isAppError(error) && error.code === 'unauthenticated';
    if (isUseless) setCookie(exchange, deps.cookieName(), { value: '', maxAgeS: 0 });
    throw error;
  }
}

/** POST /auth/sign-out: ends this browser's session, or all of them. */
export async function signOut(exchange: Exchange, deps: SignInDeps): Promise<void> {
  const { session } = await requireOwner(exchange, deps);
  const { everywhere } = await parseBody(exchange, SignOut);
  if (everywhere) await deps.sessions.revokeAll();
  else if (session !== undefined) await deps.sessions.revoke(session.id);
  setCookie(exchange, deps.cookieName(), { value: '', maxAgeS: 0 });
  sendJson(exchange.response, 200, {});
}
