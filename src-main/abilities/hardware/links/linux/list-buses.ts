// The buses and pins of a Linux machine that are for boards: those that its own parts hang on are left out. Nothing is opened.
import { opendir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DeviceIdentity } from '../../port/link.ts';
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
  /\/[A-Z]{3,4}[0-9A-F]{4}:[0-9a-f]{2}(\/|$)/.test(place) ||
  /\b(ddc|hdmi|gmbus|smbus i801|piix4|nvidia|nvkm|radeon|amdgpu|dpmst|dp[- ]?aux|aux [a-z])\b/i.test(label);

const readText = async (path: string): Promise<string | undefined> => {
  const text = (await readFile(path, 'utf8').catch(() => '')).trim(); // not every device has every file
  return text === '' ? undefined : text.replace(/[^\P{Cc}]/gu, '').slice(0, 100);
};

async function namesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  try {
    // Entry by entry, as the serial ports are read: so umockdev, which stands in for the kernel in tests, is seen.
    for await (const entry of await opendir(folder)) found.push(entry.name);
  } catch {
    return []; // a kernel without such a bus
  }
  return found.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** The USB device that an adapter hangs on. */
async function usbAbove(place: string) {
  for (let at = place; at.length > '/sys/devices'.length; at = dirname(at)) {
    const vendorId = await readText(join(at, 'idVendor'));
    const productId = await readText(join(at, 'idProduct'));
    if (vendorId === undefined || productId === undefined) continue;
    const serialNumber = await readText(join(at, 'serial'));
    const socket = at.slice(at.lastIndexOf('/') + 1);
    const which = serialNumber?.replace(/[^\w.-]/g, '_') ?? `@${socket}`;
    return {
      key: `usb:${vendorId}:${productId}:${which}`,
      facts: { vendorId, productId, ...(serialNumber && { serialNumber }) },
    };
  }
  return undefined;
}

const titles: Readonly<Record<BusKind, string>> = { i2c: 'I2C', spi: 'SPI', gpio: 'GPIO' };

async function identityOf(kind: BusKind, number: string, file: { name: string; place: string }) {
  const place = await realpath(file.place).catch(() => undefined); // unplugged meanwhile
  if (place === undefined) return undefined;
  const label = (await readText(join(place, kind === 'gpio' ? 'label' : 'name'))) ?? '';
  if (isOwnPart(place, label)) return undefined;
  const usb = await usbAbove(place);
  // A number is given anew with each plug; what hangs on USB is known by that.
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
    for (const file of await namesIn(join(root, folder))) {
      const number = name.exec(file)?.[1];
      if (number === undefined) continue;
      const identity = await identityOf(kind, number, { name: file, place: join(root, folder, file) });
      if (identity !== undefined && !found.has(identity.key)) found.set(identity.key, identity);
    }
  return [...found.values()];
}
