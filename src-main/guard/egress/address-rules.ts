// Which IP addresses are the public internet: everything else stays out of the model's reach.
import ipaddr from 'ipaddr.js';

type Parsed = ReturnType<typeof ipaddr.parse>;

// Cloud control addresses that look public.
const controlAddresses = new Set(['168.63.129.16', '100.100.100.200', '192.0.0.192']);

const parse = (text: string): Parsed | undefined => (ipaddr.isValid(text) ? ipaddr.parse(text) : undefined);

const v4 = (bytes: readonly number[]) => bytes.join('.');

/** The IPv4 address that an IPv6 one stands for, where gateways turn one into the other: mapped, and NAT64's well-known prefix. */
function embedded(bytes: readonly number[]): string | undefined {
  const startsWith = (...prefix: number[]) => prefix.every((byte, index) => bytes[index] === byte);
  const mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
  const nat64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
  return startsWith(...mapped) || startsWith(...nat64) ? v4(bytes.slice(12)) : undefined;
}

/**
 * False for loopback, private, link-local, unique local, multicast, reserved, carrier-grade NAT, documentation and
 * metadata addresses, for IPv6 that carries one of them (mapped, NAT64), for tunnels (6to4, Teredo, compatible), and for
 * anything that is no address at all, zone ids included.
 */
export function isPublicAddress(text: string): boolean {
  if (text.includes('%')) return false;
  const address = parse(text);
  if (address === undefined) return false;
  const bytes = address.toByteArray();
  if (address.kind() === 'ipv4') return address.range() === 'unicast' && !controlAddresses.has(v4(bytes));
  const inner = embedded(bytes);
  if (inner !== undefined) return isPublicAddress(inner);
  const isGlobal = ((bytes[0] ?? 0) & 0xe0) === 0x20;
  return isGlobal && address.range() === 'unicast';
}

/** This machine itself, by loopback, the unspecified address or one of its interfaces, in any spelling. */
export function isOwnAddress(text: string, interfaces: readonly string[]): boolean {
  const address = parse(text.split('%')[0] ?? '');
  if (address === undefined) return false;
  const bytes = address.toByteArray();
  const inner = address.kind() === 'ipv6' ? embedded(bytes) : undefined;
  if (inner !== undefined) return isOwnAddress(inner, interfaces);
  if (address.range() === 'loopback' || address.range() === 'unspecified') return true;
  return interfaces.some(
    (own) => parse(own.split('%')[0] ?? '')?.toNormalizedString() === address.toNormalizedString(),
  );
}

const networkRanges = new Set(['unicast', 'private', 'loopback', 'carrierGradeNat', 'uniqueLocal']);

/**
 * What a person may name as the address of a service of theirs: the internet, this machine, their network. Never link-local,
 * where clouds keep their control address, and never multicast or reserved.
 */
export function isNetworkAddress(text: string): boolean {
  if (text.includes('%')) return false;
  const address = parse(text);
  if (address === undefined) return false;
  const bytes = address.toByteArray();
  const inner = address.kind() === 'ipv6' ? embedded(bytes) : undefined;
  if (inner !== undefined) return isNetworkAddress(inner);
  const isControl = controlAddresses.has(v4(bytes)) || address.toNormalizedString() === 'fd00:ec2:0:0:0:0:0:254';
  return networkRanges.has(address.range()) && !isControl;
}

/** This machine or the network that it is in, as people write it down. Never what is public, and never link-local. */
export const isLocalAddress = (text: string): boolean => isNetworkAddress(text) && !isPublicAddress(text);
