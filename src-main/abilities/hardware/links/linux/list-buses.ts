// The buses and pins of a Linux machine that are for boards: those that its own parts hang on are left out. Nothing is opened.
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeviceIdentity } from '../../port/link.ts';
import { namesIn, readText, usbAbove } from '../sysfs.ts';
import type { BusKind } from './bus-messages.ts';

const names: readonly { readonly kind: BusKind; readonly name: RegExp; readonly folder: string }[] = [
  { kind: 'i2c', name: /^i2c-(\d+)$/, folder: 'class/i2c-dev' },
  { kind: 'spi', name: /^spidev(\d+)\.\d+$/, folder: 'class/spidev' },
  { kind: 'gpio', name: /^gpiochip(\d+)$/, folder: 'bus/gpio/devices' },
];

/**
 * Adapters of displays, and of what a computer is built of: memory modules, fans, touchpads. They sit on its PCI bus or are
 * named by its firmware; only what is plugged in by USB comes through PCI and is no part of it.
 */
const isOwnPart = (place: string, label: string) =>
  (/\/pci[0-9a-f]{4}:[0-9a-f]{2}\//.test(place) && !/\/usb\d+\//.test(place)) ||
  /\/[0-9A-Z]{7,8}:[0-9a-f]{2}(\/|$)/.test(place) ||
  /\/[\w:]*firmware[\w:]*\//.test(place) ||
  /\b(ddc|hdmi|gmbus|smbus i801|piix4|nvidia|nvkm|radeon|amdgpu|dpmst|dp[- ]?aux|aux [a-z])\b/i.test(label);

/** What a device calls itself, without what a terminal would obey. */
const plain = (text: string) => text.replace(/[^\P{Cc}]/gu, '').slice(0, 100);

async function sortedNames(folder: string): Promise<string[]> {
  const found = await namesIn(folder).catch(() => []); // a kernel without such a bus
  return found.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** Of an adapter on USB. Its number is given anew with each plug, so it is known by what it is plugged as. */
async function usbIdentity(place: string) {
  const { vendorId, productId, serialNumber, place: socket } = (await usbAbove(place)) ?? {};
  if (vendorId === undefined || productId === undefined) return undefined;
  const which = serialNumber === undefined ? `@${socket}` : plain(serialNumber).replace(/[^\w.-]/g, '_');
  const serial = serialNumber === undefined ? {} : { serialNumber: plain(serialNumber) };
  return { key: `usb:${vendorId}:${productId}:${which}`, facts: { vendorId, productId, ...serial } };
}

const titles: Readonly<Record<BusKind, string>> = { i2c: 'I2C', spi: 'SPI', gpio: 'GPIO' };

async function identityOf(kind: BusKind, number: string, file: { name: string; place: string }) {
  const place = await realpath(file.place).catch(() => undefined); // unplugged meanwhile
  if (place === undefined) return undefined;
  const label = plain((await readText(join(place, kind === 'gpio' ? 'label' : 'name'))) ?? '');
  if (isOwnPart(place, label)) return undefined;
  const usb = await usbIdentity(place);
  const identity: DeviceIdentity = {
    ...{ transport: 'i2c', key: `${kind}:${usb?.key ?? number}`, path: `/dev/${file.name}` },
    product: `${titles[kind]} ${number}${label === '' ? '' : ` (${label})`}`,
    ...usb?.facts,
  };
  return identity;
}

/** One identity for each I2C bus, each SPI bus with all its select lines, and each chip with pins. */
export async function listBuses(root = '/sys'): Promise<DeviceIdentity[]> {
  const found = new Map<string, DeviceIdentity>();
  for (const { kind, name, folder } of names)
    for (const file of await sortedNames(join(root, folder))) {
      const number = name.exec(file)?.[1];
      if (number === undefined) continue;
      const identity = await identityOf(kind, number, { name: file, place: join(root, folder, file) });
      if (identity !== undefined && !found.has(identity.key)) found.set(identity.key, identity);
    }
  return [...found.values()];
}
