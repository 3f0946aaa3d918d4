// Fetches public web pages for the model: resolve, check every address, dial exactly those; the same at every redirect.
import type { Agent } from 'undici';
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import { type AddressGuardDeps, createAddressGuard, lookupOf, type ResolvedAddress } from './address-guard.ts';
import { toFetchError } from './fetch-errors.ts';
import { fillRequest } from './keys/fill-request.ts';
import type { Egress, EgressRequest, EgressResponse, RequestKeys } from './port.ts';
import { readBody } from './read-body.ts';
import { checkHeaders, harmlessHeaders } from './request-headers.ts';

export type EgressDeps = AddressGuardDeps & {
  readonly clock: Clock;
  readonly log: Log;
  readonly keys?: Pick<RequestKeys, 'valueFor'>;
  /** Tests only: certificates to trust instead of the world's authorities. */
  readonly trust?: readonly string[];
};

const maxRedirects = 5;
const userAgent = 'Mozilla/5.0 (compatible; Limpet/0.1; personal agent)';
const maxBodyBytes = 32 * 1024 * 1024;

type Hop = { readonly url: URL; readonly addresses: readonly ResolvedAddress[] };
/** What is sent; a redirect may take headers and body from it. */
type Sent = {
  readonly method: EgressRequest['method'];
  readonly headers: ReadonlyMap<string, string>;
  readonly body?: string | Uint8Array;
};
type Answer = { readonly location?: string; readonly response: EgressResponse };

function firstSent({ method, headers = {}, body }: EgressRequest): Sent {
  const checked = checkHeaders(headers);
  if (body === undefined) return { method, headers: checked };
  if (method === 'GET' || method === 'HEAD')
    throw new AppError('invalid_input', `A ${method} request has no body. Use another method or leave the body out.`);
  if ((typeof body === 'string' ? Buffer.byteLength(body) : body.length) > maxBodyBytes)
    throw new AppError('invalid_input', 'The body is over 32 MiB, so it is not sent.', {
      details: { reason: 'body_too_large' },
    });
  return { method, headers: checked, body };
}

/** As browsers do it: 303, and 301 and 302 after a POST, ask with GET; 307 and 308 send the same again. */
function sentAfter(sent: Sent, o: { status: number; isSameOrigin: boolean }): Sent {
  const becomesGet = o.status === 303 ? sent.method !== 'HEAD' : o.status < 303 && sent.method === 'POST';
  const headers = o.isSameOrigin ? sent.headers : harmlessHeaders(sent.headers);
  if (!becomesGet) return { ...sent, headers };
  return { method: 'GET', headers: new Map([...headers].filter(([name]) => !name.startsWith('content-'))) };
}

/** Errors, besides the port's: `forbidden` (`redirect_refused`), `unavailable` (`too_many_redirects`, `network`), `timeout`. */
export function createEgress(deps: EgressDeps): Egress {
  const { check, addresses } = createAddressGuard(deps);
  const log = deps.log.child('egress');
  const prepare = async (url: URL, signal: AbortSignal): Promise<Hop> => ({
    url,
    addresses: await addresses(url, signal),
  });

  const follow = (location: string, from: URL, request: EgressRequest): URL => {
    const text = URL.canParse(location, from.href) ? new URL(location, from.href).href : location;
    const next = check(text);
    if (next.origin !== from.origin && !request.mayFollow(next.origin)) throw redirectRefused(next);
    return next;
  };

  const run = async (asked: EgressRequest, signal: AbortSignal): Promise<EgressResponse> => {
    const { keys } = deps;
    const isFilled = asked.fillsKeys === true && keys !== undefined;
    const request = isFilled ? await fillRequest(asked, { url: check(asked.url), keys }) : asked;
    let url = check(request.url);
    let sent = firstSent(request);
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      throwIfAborted(signal);
      try {
        const { maxBytes } = request;
        const answer = await ask(await prepare(url, signal), { sent, maxBytes, trust: deps.trust }, signal);
        log.info('fetched', { host: url.hostname, status: answer.response.status });
        // With a key in it, the address is told as it was written.
        if (answer.location === undefined)
          return isFilled && hop === 0 ? { ...answer.response, url: check(asked.url).href } : answer.response;
        const next = follow(answer.location, url, request);
        const isSameOrigin = next.origin === url.origin;
        sent = sentAfter(sent, { status: answer.response.status, isSameOrigin });
        // What was meant for one host is not carried to another by that host's word.
        const isPlain = sent.method === 'GET' || sent.method === 'HEAD' || sent.method === 'OPTIONS';
        if (!isSameOrigin && !(isPlain && sent.body === undefined)) throw redirectRefused(next);
        url = next;
      } catch (error) {
        throwIfAborted(signal);
        throw toFetchError(error, url.hostname);
      }
    }
    throw new AppError('unavailable', 'The page redirects round and round, so it was given up.', {
      details: { reason: 'too_many_redirects' },
      retryable: false,
    });
  };

  return {
    check,
    async fetch(request, signal) {
      throwIfAborted(signal);
      const limit = new AbortController();
      const cancel = deps.clock.after(request.timeoutMs, () => limit.abort());
      try {
        return await run(request, AbortSignal.any([signal, limit.signal]));
      } catch (error) {
        throwIfAborted(signal);
        if (!limit.signal.aborted) throw error;
        throw new AppError('timeout', 'The page did not come in time. Try again later.', {
          cause: error,
          details: { reason: 'network' },
        });
      } finally {
        cancel();
      }
    },
  };
}

const redirectRefused = (next: URL) =>
  new AppError('forbidden', `The page redirects to ${next.href}. Fetch that address if it is the right one.`, {
    details: { reason: 'redirect_refused', facts: { origin: next.origin, url: next.href } },
  });

async function agentFor(addresses: readonly ResolvedAddress[], trust: readonly string[] | undefined): Promise<Agent> {
  const undici = await import('undici');
  return new undici.Agent({
    connections: 1,
    pipelining: 0,
    allowH2: false,
    maxHeaderSize: 64 * 1024,
    connect: { timeout: 15_000, lookup: lookupOf(addresses), ...(trust === undefined ? {} : { ca: [...trust] }) },
  });
}

function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  return plain;
}

type AskOptions = { readonly sent: Sent; readonly maxBytes: number; readonly trust: readonly string[] | undefined };

async function ask(hop: Hop, o: AskOptions, signal: AbortSignal): Promise<Answer> {
  const { sent } = o;
  const agent = await agentFor(hop.addresses, o.trust);
  try {
    const answer = await agent.request({
      origin: hop.url.origin,
      path: hop.url.pathname + hop.url.search,
      method: sent.method,
      headers: { 'user-agent': userAgent, ...Object.fromEntries(sent.headers), 'accept-encoding': 'gzip, deflate, br' },
      ...(sent.body === undefined ? {} : { body: sent.body }),
      signal,
    });
    const headers = plainHeaders(answer.headers);
    const status = answer.statusCode;
    const location = [301, 302, 303, 307, 308].includes(status) ? headers.location : undefined;
    const facts = { url: hop.url.href, status, headers };
    if (location !== undefined || sent.method === 'HEAD') {
      answer.body.on('error', () => {}); // not wanted, so neither is how it ends
      answer.body.destroy();
      const response = { ...facts, body: new Uint8Array(), truncated: false };
      return location === undefined ? { response } : { location, response };
    }
    const body = await readBody(answer.body, { encoding: headers['content-encoding'], maxBytes: o.maxBytes });
    return { response: { ...facts, body: body.bytes, truncated: body.truncated } };
  } finally {
    await agent.destroy();
  }
}
