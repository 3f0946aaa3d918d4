// `fetch` for a server that the person entered: streams, keeps to public addresses, and to the person's own network only
// where that very address was entered.
import { isIP, type LookupFunction } from 'node:net';
import { AppError } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { type AddressGuardDeps, bareHost, createAddressGuard, lookupOf } from './address-guard.ts';
import { isLocalAddress, isPublicAddress } from './address-rules.ts';
import { checkUrl, isLocalName } from './check-url.ts';
import type { GuardedWeb, OpenedWeb } from './port.ts';

export type GuardedWebDeps = Pick<AddressGuardDeps, 'ownPorts' | 'resolver'>;

const blocked = () =>
  new AppError(
    'forbidden',
    'This address belongs to this machine or its network, and it is not the one that you entered.',
    { details: { reason: 'blocked_address' } },
  );

type Place = { readonly entered: URL; readonly deps: GuardedWebDeps };

/** A name of the local network, or a number of it: then its owner knew what they wrote. */
const isLocalHost = (host: string) => (isIP(host) === 0 ? isLocalName(host) : isLocalAddress(host));

/** A public name that leads inside is the trick of rebinding, not what was entered. */
function guardOf(url: URL, { entered, deps }: Place) {
  const host = bareHost(url);
  const isEntered = host === bareHost(entered) && isLocalHost(host);
  const isAllowedAddress = (address: string) => isPublicAddress(address) || (isEntered && isLocalAddress(address));
  return createAddressGuard({ ...deps, isAllowedAddress });
}

function checkedUrl(text: string, place: Place): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isEntered = url !== undefined && bareHost(url) === bareHost(place.entered) && isLocalHost(bareHost(url));
  if (!isEntered) {
    const checked = checkUrl(text, isPublicAddress);
    // A page elsewhere that the server names, such as its sign-in: keys go there, so never in the clear.
    if (checked.origin !== place.entered.origin && checked.protocol !== 'https:') throw blocked();
    return checked;
  }
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') throw blocked();
  if (isIP(bareHost(url)) !== 0) guardOf(url, place).judge(url, bareHost(url));
  return url;
}

/** Resolves once, checks every address, and dials one of exactly those. */
const checkedLookup =
  (url: URL, place: Place): LookupFunction =>
  (host, options, callback) => {
    guardOf(url, place)
      .addresses(url, neverAborts) // the agent has a time limit of its own
      .then((addresses) => lookupOf(addresses)(host, options, callback))
      .catch((error: NodeJS.ErrnoException) => callback(error, ''));
  };

/** Foreign words about a connection that was not made become ours; what was stopped stays stopped. */
function toWebError(error: unknown, url: URL): unknown {
  if (error instanceof Error && error.name === 'AbortError') return error;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if (cause.name === 'AppError') return cause;
  const host = url.host;
  return new AppError('unavailable', `${host} could not be reached. Check the address, and whether it is running.`, {
    cause: error,
    details: { reason: 'mcp_unreachable', facts: { host } },
  });
}

const emptyStatuses = new Set([204, 205, 304]);

export function createGuardedWeb(deps: GuardedWebDeps): GuardedWeb {
  return {
    check(entered) {
      const url = URL.canParse(entered) ? new URL(entered) : undefined;
      if (url === undefined)
        throw new AppError('invalid_input', 'This is no web address.', { details: { reason: 'bad_url' } });
      return checkedUrl(entered, { entered: url, deps });
    },
    open(entered): OpenedWeb {
      const place: Place = { entered, deps };
      const agents = new Map<string, { close(): Promise<void>; destroy(): Promise<void> }>();
      const agentOf = async (url: URL) => {
        const undici = await import('undici');
        const known = agents.get(url.origin);
        if (known instanceof undici.Agent) return known;
        // Streams stay open for as long as the server likes; requests end by their signals.
        const agent = new undici.Agent({
          ...{ allowH2: false, headersTimeout: 0, bodyTimeout: 0, maxHeaderSize: 64 * 1024 },
          connect: { timeout: 15_000, lookup: checkedLookup(url, place) },
        });
        agents.set(url.origin, agent);
        return agent;
      };
      return {
        async fetch(target, init) {
          const url = checkedUrl(String(target), place);
          const undici = await import('undici');
          const options = { redirect: 'manual', ...init, dispatcher: await agentOf(url) };
          try {
            // The types of two editions of the same interface; what is passed is text, and what comes is read below.
            const answer = await undici.fetch(url, options as unknown as Parameters<typeof undici.fetch>[1]);
            const body = emptyStatuses.has(answer.status) ? null : (answer.body as ReadableStream<Uint8Array> | null);
            const headers = new Headers([...answer.headers.entries()]);
            return new Response(body, { status: answer.status, statusText: answer.statusText, headers });
          } catch (error) {
            throw toWebError(error, url);
          }
        },
        async close() {
          const open = [...agents.values()];
          agents.clear();
          await Promise.all(open.map((agent) => agent.destroy()));
        },
      };
    },
  };
}
