// Whether a request may be looked at: its Host, its Origin, and what the browser says about where it comes from.
import type { IncomingMessage } from 'node:http';
import { networkInterfaces } from 'node:os';

export type Place = {
  readonly scheme: 'http' | 'https';
  readonly port: number;
  /** The address that was asked for, e.g. `127.0.0.1` or `0.0.0.0`. */
  readonly host: string;
  /** Further names under which the gateway may be called; with a port or without. */
  readonly hostNames: readonly string[];
};

export const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

const bracketed = (address: string) => (address.includes(':') ? `[${address}]` : address);

/** Exact values of the Host header. A name that resolves here by somebody else's DNS is not among them. */
export function allowedHosts(place: Place): ReadonlySet<string> {
  const addresses = ['127.0.0.1', 'localhost', '::1'];
  if (!isLoopback(place.host)) {
    addresses.push(place.host);
    // An address cannot be rebound, so this machine's own ones are fine.
    for (const list of Object.values(networkInterfaces()))
      for (const { address } of list ?? []) addresses.push(address);
  }
  const standardPort = place.scheme === 'https' ? 443 : 80;
  const own = addresses.flatMap((address) => [
    `${bracketed(address)}:${place.port}`,
    ...(place.port === standardPort ? [bracketed(address)] : []),
  ]);
  const named = place.hostNames.flatMap((name) => (name.includes(':') ? [name] : [name, `${name}:${place.port}`]));
  return new Set([...own, ...named].map((host) => host.toLowerCase()));
}

export interface RequestGuard {
  /** False: answer 403 and nothing else. */
  isKnownHost(request: IncomingMessage): boolean;
  /** From a page of this very gateway. */
  isOwnOrigin(request: IncomingMessage): boolean;
  /** From no page at all: a program sends no Origin. */
  hasNoOrigin(request: IncomingMessage): boolean;
  /** A browser says that another site caused this, and it is not somebody opening the page. */
  isCrossSite(request: IncomingMessage): boolean;
}

function hostOf(request: IncomingMessage): string | undefined {
  const { rawHeaders } = request;
  const values = rawHeaders.filter((_value, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'host');
  return values.length === 1 ? values[0]?.toLowerCase() : undefined;
}

/** The place is asked for once it is settled, which is before the first request can name its port. */
export function createRequestGuard(placeOf: () => Place): RequestGuard {
  let known: { readonly place: Place; readonly hosts: ReadonlySet<string> } | undefined;
  const current = () => {
    const place = placeOf();
    if (known?.place !== place) known = { place, hosts: allowedHosts(place) };
    return known;
  };
  return {
    isKnownHost(request) {
      const host = hostOf(request);
      return host !== undefined && current().hosts.has(host);
    },
    isOwnOrigin(request) {
      const host = hostOf(request);
      const { place } = current();
      // Behind a proxy that adds TLS, the page's own scheme is https.
      const schemes = place.hostNames.length > 0 ? ['http', 'https'] : [place.scheme];
      return host !== undefined && schemes.some((scheme) => request.headers.origin === `${scheme}://${host}`);
    },
    hasNoOrigin: (request) => request.headers.origin === undefined,
    isCrossSite(request) {
      const site = request.headers['sec-fetch-site'];
      if (site === undefined || site === 'same-origin' || site === 'none') return false;
      const isOpening =
        request.method === 'GET' &&
        request.headers['sec-fetch-mode'] === 'navigate' &&
        request.headers['sec-fetch-dest'] === 'document';
      return !isOpening;
    },
  };
}
