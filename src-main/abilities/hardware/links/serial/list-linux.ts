// The serial ports of a Linux machine as the kernel describes them in /sys: no program is started for it, it works without
// udev, and it is as new as the plug. Nothing is opened.
import { opendir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PortFacts } from './to-identities.ts';

const ports = /^(tty(S|WCH|ACM|USB|AMA|MFD|O|XRUSB)|rfcomm)\d+$/;
const readText = async (path: string): Promise<string | undefined> => {
  const text = await readFile(path, 'utf8').catch(() => ''); // not every device has every file
  return text.trim() === '' ? undefined : text.trim();
};

/** The folder of the USB device above a port, undefined for a port that hangs on something else. */
async function usbAbove(folder: string): Promise<string | undefined> {
  for (let at = folder; at.length > '/sys/devices'.length; at = dirname(at))
    if ((await readText(join(at, 'idVendor'))) !== undefined) return at;
  return undefined;
}

async function factsOf(name: string, root: string): Promise<PortFacts | undefined> {
  const place = join(root, 'class/tty', name);
  const folder = await realpath(place).catch(() => undefined); // unplugged meanwhile
  if (folder === undefined) return undefined;
  const path = `/dev/${name}`;
  const usb = await usbAbove(folder);
  // The kernel keeps four ports of the old kind ready; of those that no chip stands behind the type is 0.
  if (usb === undefined) return (await readText(join(place, 'type'))) === '0' ? undefined : { path };
  const read = (file: string) => readText(join(usb, file));
  const [vendorId, productId, serialNumber, manufacturer, product] = await Promise.all(
    ['idVendor', 'idProduct', 'serial', 'manufacturer', 'product'].map(read),
  );
  return { path, vendorId, productId, serialNumber, manufacturer, product, place: usb.slice(usb.lastIndexOf('/') + 1) };
}

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  // Entry by entry: this way of reading a folder is also seen by umockdev, which stands in for the kernel in tests.
  for await (const entry of await opendir(folder)) names.push(entry.name);
  return names;
}

/** Rejects where there is no /sys. */
export async function listLinux(root = '/sys'): Promise<PortFacts[]> {
  const names = (await namesIn(join(root, 'class/tty'))).filter((name) => ports.test(name));
  const found = await Promise.all(names.map((name) => factsOf(name, root)));
  return found.filter((facts) => facts !== undefined);
}
