// Addresses of vendors: as people and environment variables write them, and as the wire needs them.
import { AppError } from '#main/contract/errors.ts';
import type { VendorEntry } from './catalog.ts';

/** Without a slash at the end, so that an address is equal to itself however it was typed. */
export const trimmed = (url: string): string => url.replace(/\/+$/, '');

/** `host`, `host:port`, `http://host:port`, as servers on this machine write it; `0.0.0.0` is where they listen. */
export function localAddress(text: string, vendor: VendorEntry): string | undefined {
  const home = new URL(vendor.baseUrl);
  const full = /^https?:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(full)) return undefined;
  const url = new URL(full);
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1';
  if (url.port === '' && !/^https?:\/\/[^/]+:\d+/i.test(full) && url.protocol === 'http:') url.port = home.port;
  if (url.pathname === '/') url.pathname = home.pathname;
  return trimmed(url.href);
}

/** `invalid_input` for anything but http and https, and for an address that carries a name or password. */
export function checkAddress(text: string): string {
  const bad = (message: string) =>
    new AppError('invalid_input', message, { details: { reason: 'bad_address', path: ['baseUrl'] } });
  if (!URL.canParse(text)) throw bad('This is not an address. Enter one such as https://example.org/v1.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw bad('The address must begin with https:// or http://.');
  if (url.username !== '' || url.password !== '') throw bad('Enter the key in its own field, not in the address.');
  return trimmed(text);
}
