// Which addresses may be reached at all: the text is checked, the name resolved, every answer judged, and those are dialled.
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { AppError } from '#main/contract/errors.ts';
import { abortable } from '#main/platform/base/abort.ts';
import { isOwnAddress, isPublicAddress } from './address-rules.ts';
import { checkUrl } from './check-url.ts';

export type ResolvedAddress = { readonly address: string; readonly family: number };
export type Resolver = (host: string) => Promise<readonly ResolvedAddress[]>;

export type AddressGuardDeps = {
  /** Ports of our own gateway; refused on every address of this machine. */
  readonly ownPorts: () => readonly number[];
  readonly resolver?: Resolver;
  /** Tests only: lets a local server stand for the internet. Production leaves it out. */
  readonly isAllowedAddress?: (address: string) => boolean;
};

export type AddressGuard = {
  /** Errors as `checkUrl`, and `forbidden` (`blocked_address`) for our own gateway. */
  check(text: string): URL;
  /** Throws `forbidden` (`blocked_address`) for an address that may not be dialled for it. */
  judge(url: URL, address: string): void;
  /** What to dial for it. Errors: `forbidden` (`blocked_address`), those of the resolver, `cancelled`. */
  addresses(url: URL, signal: AbortSignal): Promise<readonly ResolvedAddress[]>;
};

const maxAddresses = 16;
const systemResolver: Resolver = (host) => lookup(host, { all: true, verbatim: true });

const blockedAddress = () =>
  new AppError('forbidden', 'This address belongs to this machine or to its network, so it is not fetched.', {
    details: { reason: 'blocked_address' },
  });

export const bareHost = (url: URL) => url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');

export const portOf = (url: URL) => Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port);

/** For a dialler: these addresses and no others; a second look-up could answer differently. */
export const lookupOf =
  (addresses: readonly ResolvedAddress[]): LookupFunction =>
  (_host, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family ?? 4);
  };

export function createAddressGuard(deps: AddressGuardDeps): AddressGuard {
  const isAllowed = deps.isAllowedAddress ?? isPublicAddress;
  const resolve = deps.resolver ?? systemResolver;

  const judge = (url: URL, address: string) => {
    if (!isAllowed(address)) throw blockedAddress();
    if (!deps.ownPorts().includes(portOf(url))) return;
    const own = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((one) => one.address));
    if (isOwnAddress(address, own)) throw blockedAddress();
  };

  return {
    judge,
    check(text) {
      const url = checkUrl(text, isAllowed);
      const host = bareHost(url);
      if (isIP(host) !== 0) judge(url, host);
      return url;
    },
    async addresses(url, signal) {
      const host = bareHost(url);
      const found = isIP(host) === 0 ? await abortable(resolve(host), signal) : [{ address: host, family: isIP(host) }];
      const addresses = found.slice(0, maxAddresses);
      if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
      // One bad address spoils the name: otherwise the dialler's choice would decide.
      for (const { address } of addresses) judge(url, address);
      return addresses;
    },
  };
}
