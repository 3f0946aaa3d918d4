// What the kernel of a Linux machine says of its devices in /sys. Nothing is opened, and no program is started for it.
import { opendir, readFile, readlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Undefined where there is no such file, or nothing in it: not every device has every one. */
export const readText = async (path: string): Promise<string | undefined> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : text.trim();
};

/** Rejects where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  // Entry by entry: this way of reading a folder is also seen by umockdev, which stands in for the kernel in tests.
  for await (const entry of await opendir(folder)) names.push(entry.name);
  return names;
}

/** The driver that drives the device of this folder. */
export const driverOf = (folder: string): Promise<string | undefined> =>
  readlink(join(folder, 'driver')).then(
    (target) => basename(target),
    () => undefined, // nobody drives it
  );

export type UsbFacts = {
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly product?: string | undefined;
  /** Which socket it is plugged into. */
  readonly place: string;
};

/** Of the folder of a USB device. */
export async function usbFacts(folder: string): Promise<UsbFacts> {
  const [vendorId, productId, serialNumber, manufacturer, product] = await Promise.all(
    ['idVendor', 'idProduct', 'serial', 'manufacturer', 'product'].map((file) => readText(join(folder, file))),
  );
  return { vendorId, productId, serialNumber, manufacturer, product, place: basename(folder) };
}

/** The USB device that something in /sys hangs on, undefined for what hangs on something else. */
export async function usbAbove(folder: string): Promise<UsbFacts | undefined> {
  for (let at = folder; at.length > '/sys/devices'.length; at = dirname(at))
    if ((await readText(join(at, 'idVendor'))) !== undefined) return usbFacts(at);
  return undefined;
}
