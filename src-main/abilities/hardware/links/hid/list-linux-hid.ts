// The HID adapters of a Linux machine as the kernel describes them in /sys. Nothing is opened.
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { driverOf, namesIn, readText, usbAbove } from '../sysfs.ts';
import type { PortFacts } from '../to-identities.ts';
import { isBridge } from './bridges.ts';

/** `<bus>:<vendor>:<product>.<number>` */
const name = /^[0-9A-F]{4}:([0-9A-F]{4}):([0-9A-F]{4})\.[0-9A-F]+$/;

/** Of a device whose place on USB cannot be seen. */
async function saidByHid(folder: string): Promise<Pick<PortFacts, 'product' | 'serialNumber'>> {
  const lines = ((await readText(join(folder, 'uevent'))) ?? '').split('\n');
  const read = (key: string) => lines.find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1) || undefined;
  return { product: read('HID_NAME'), serialNumber: read('HID_UNIQ') };
}

/** Where it is: its own file, or that of the bus which a driver of the kernel makes of it. */
async function placeOf(folder: string): Promise<Pick<PortFacts, 'path' | 'obstacle'> | undefined> {
  const [raw] = await namesIn(join(folder, 'hidraw')).catch(() => []); // not given to programs
  if (raw !== undefined) return { path: `/dev/${raw}` };
  if ((await driverOf(folder)) === undefined) return undefined; // just plugged in
  const bus = (await namesIn(folder)).find((entry) => /^i2c-\d+$/.test(entry));
  return bus === undefined ? undefined : { path: `/dev/${bus}`, obstacle: 'kernel_driver' };
}

async function factsOf(entry: string, root: string): Promise<PortFacts | undefined> {
  const [, vendorId, productId] = name.exec(entry)?.map((part) => part.toLowerCase()) ?? [];
  if (!isBridge(vendorId, productId)) return undefined;
  const folder = await realpath(join(root, 'bus/hid/devices', entry)).catch(() => undefined); // unplugged meanwhile
  const place = folder === undefined ? undefined : await placeOf(folder);
  if (folder === undefined || place === undefined) return undefined;
  const facts = (await usbAbove(folder)) ?? (await saidByHid(folder));
  return { ...facts, vendorId, productId, ...place };
}

export async function listLinuxHid(root = '/sys'): Promise<PortFacts[]> {
  const names = await namesIn(join(root, 'bus/hid/devices')).catch(() => []); // a kernel without HID
  const found = await Promise.all(names.map((entry) => factsOf(entry, root)));
  return found.filter((facts) => facts !== undefined);
}
