// Signing this browser in at the gateway that served the page, and nowhere else.
import { z } from 'zod';
import { AppError, ErrorData, fromErrorData } from '#main/contract/errors.ts';
import type { PageKey } from './page-key.ts';

export interface SignIn {
  /** With the one-time code of a link, or the gateway's token. Rejects with AppError. */
  withCode(code: string): Promise<void>;
  /** Whether the gateway still knows this page: `unauthenticated` when not. */
  check(signal: AbortSignal): Promise<void>;
  /** Ends this browser's sign-in, or everybody's. */
  signOut(o: { everywhere: boolean }): Promise<void>;
}

const Refusal = z.object({ error: ErrorData });
const Accepted = z.object({ pageKey: z.string() });
/** What the gateway's tokens begin with; anything else is the code of a link. */
const tokenMark = 'limpetgw_';

/** The answer's own error, or that there was no answer of a gateway at all. */
export function errorOf(status: number, body: unknown): AppError {
  const refusal = Refusal.safeParse(body).data;
  if (refusal !== undefined) return fromErrorData(refusal.error);
  const reached = status === 0 ? 'Limpet cannot be reached.' : `Limpet answered ${status}.`;
  return new AppError('unavailable', `${reached} Check that it is running.`, { details: { reason: 'offline' } });
}

export function createSignIn(pageKey: PageKey, fetchHere: typeof fetch): SignIn {
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const key = pageKey.get();
    const headers = {
      ...(init.method === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...(key === undefined ? {} : { 'x-limpet-key': key }),
    };
    const answer = await fetchHere(path, { ...init, headers, credentials: 'same-origin' }).catch(() => undefined); // no gateway there
    const body: unknown = await answer?.json().catch(() => undefined); // not JSON: not our gateway
    if (answer?.ok !== true) throw errorOf(answer?.status ?? 0, body);
    return body;
  };
  return {
    async withCode(code) {
      const body = JSON.stringify(code.startsWith(tokenMark) ? { token: code } : { ticket: code });
      const accepted = Accepted.safeParse(await ask('/auth/sign-in', { method: 'POST', body }));
      if (!accepted.success) throw errorOf(0, undefined);
      pageKey.set(accepted.data.pageKey);
    },
    async check(signal) {
      await ask('/auth/state', { method: 'GET', signal });
    },
    async signOut({ everywhere }) {
      await ask('/auth/sign-out', { method: 'POST', body: JSON.stringify({ everywhere }) });
      pageKey.set(undefined);
    },
  };
}

/** Takes the one-time code out of the address, so that it stays in no history. */
export function takeCode(window: Pick<Window, 'location' | 'history'>): string | undefined {
  const { hash, pathname, search } = window.location;
  if (!hash.startsWith('#signin=')) return undefined;
  window.history.replaceState(null, '', `${pathname}${search}`);
  const code = hash.slice('#signin='.length);
  return /^[\w-]{16,512}$/.test(code) ? code : undefined;
}
