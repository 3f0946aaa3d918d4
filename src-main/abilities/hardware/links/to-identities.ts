// From what a system says of its ports to identities that stay the same from one plugging in to the next.
import type { DeviceIdentity, Obstacle } from '../port/link.ts';

export type PortFacts = {
  readonly path: string;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly product?: string | undefined;
  /** Which socket it is plugged into, where the system says so. */
  readonly place?: string | undefined;
  readonly obstacle?: Obstacle | undefined;
};

/** Under which name what was found is known: a port, or an adapter that is none. */
export type Kind = { readonly transport: DeviceIdentity['transport']; readonly prefix: 'usb' | 'hid' };
const port: Kind = { transport: 'serial', prefix: 'usb' };

const hex = /^(?:0x)?([0-9a-f]{1,4})$/i;
const usbId = (text: string | undefined): string | undefined =>
  hex
    .exec(text ?? '')?.[1]
    ?.toLowerCase()
    .padStart(4, '0');
/** Words of the device: on one line, short, and without what a terminal would obey. */
const clean = (text: string) =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 100);
const forKey = (text: string) => text.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 100);

function identityOf(facts: PortFacts, { transport, prefix }: Kind): DeviceIdentity {
  const { path } = facts;
  const [vendorId, productId] = [usbId(facts.vendorId), usbId(facts.productId)];
  if (vendorId === undefined || productId === undefined) return { transport, key: `path:${path}`, path };
  // Without a number of its own a board is known by its socket: another one of the same kind elsewhere is not this one.
  const own = facts.serialNumber === undefined ? `@${forKey(facts.place ?? path)}` : forKey(facts.serialNumber);
  return {
    ...{ transport, key: `${prefix}:${vendorId}:${productId}:${own}`, path, vendorId, productId },
    ...(facts.serialNumber === undefined ? {} : { serialNumber: clean(facts.serialNumber) }),
    ...(facts.manufacturer === undefined ? {} : { manufacturer: clean(facts.manufacturer) }),
    ...(facts.product === undefined ? {} : { product: clean(facts.product) }),
    ...(facts.obstacle === undefined ? {} : { obstacle: facts.obstacle }),
  };
}

/** By path. A board with two ports, or two boards that claim the same number, are told apart by their order. */
export function toIdentities(all: readonly PortFacts[], kind = port): DeviceIdentity[] {
  const seen = new Map<string, number>();
  return all
    .map((facts) => identityOf(facts, kind))
    .toSorted((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }))
    .map((identity) => {
      const count = (seen.get(identity.key) ?? 0) + 1;
      seen.set(identity.key, count);
      return count === 1 ? identity : { ...identity, key: `${identity.key}#${count}` };
    });
}
