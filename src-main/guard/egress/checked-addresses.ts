// The addresses of a host that may be dialled: resolved once, each one judged, one bad one spoils the name.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { AppError } from '#main/contract/errors.ts';
import { abortable } from '#main/platform/base/abort.ts';
import { isOwnAddress } from './address-rules.ts';

export type HostAddress = { readonly address: string; readonly family: number };

export type AddressDeps = {
  /** Ports of our own gateway; refused on every address of this machine. */
  readonly ownPorts: () => readonly number[];
  readonly resolver?: (host: string) => Promise<readonly HostAddress[]>;
};

const maxAddresses = 16;

export const blockedAddress = () =>
  new AppError('forbidden', 'This address belongs to this machine or to its network, so it is not reached from here.', {
    details: { reason: 'blocked_address' },
  });

export const portOf = (url: URL) => Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port);

/** `forbidden` with reason `blocked_address`; errors of the resolver as they come. */
export async function checkedAddresses(
  url: URL,
  o: { d: AddressDeps; isAllowed: (address: string) => boolean; signal: AbortSignal },
): Promise<readonly HostAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');
  const resolve = o.d.resolver ?? ((name: string) => lookup(name, { all: true, verbatim: true }));
  const found =
    isIP(host) === 0
      ? (await abortable(resolve(host), o.signal)).slice(0, maxAddresses)
      : [{ address: host, family: isIP(host) }];
  if (found.length === 0) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
  const isOwnPort = o.d.ownPorts().includes(portOf(url));
  const interfaces = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((one) => one.address));
  for (const { address } of found)
    if (!o.isAllowed(address) || (isOwnPort && isOwnAddress(address, interfaces))) throw blockedAddress();
  return found;
}
