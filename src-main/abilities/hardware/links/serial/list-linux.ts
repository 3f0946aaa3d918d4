// The serial ports of a Linux machine as the kernel describes them in /sys: no program is started for it, it works without
// udev, and it is as new as the plug. Nothing is opened.
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { namesIn, readText, usbAbove } from '../sysfs.ts';
import type { PortFacts } from '../to-identities.ts';

const ports = /^(tty(S|WCH|ACM|USB|AMA|MFD|O|XRUSB)|rfcomm)\d+$/;

async function factsOf(name: string, root: string): Promise<PortFacts | undefined> {
  const place = join(root, 'class/tty', name);
  const folder = await realpath(place).catch(() => undefined); // unplugged meanwhile
  if (folder === undefined) return undefined;
  const path = `/dev/${name}`;
  const usb = await usbAbove(folder);
  // The kernel keeps four ports of the old kind ready; of those that no chip stands behind the type is 0.
  if (usb === undefined) return (await readText(join(place, 'type'))) === '0' ? undefined : { path };
  return { path, ...usb };
}

/** Rejects where there is no /sys. */
export async function listLinux(root = '/sys'): Promise<PortFacts[]> {
  const names = (await namesIn(join(root, 'class/tty'))).filter((name) => ports.test(name));
  const found = await Promise.all(names.map((name) => factsOf(name, root)));
  return found.filter((facts) => facts !== undefined);
}
