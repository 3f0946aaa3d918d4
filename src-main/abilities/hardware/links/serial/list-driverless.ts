// Chips of serial adapters that Linux sees on USB and makes no port of: nothing drives them, or a program took them away.
import { join } from 'node:path';
import { findBoard } from '../../identify/known-boards.ts';
import { driverOf, namesIn, readText, usbFacts } from '../sysfs.ts';
import type { PortFacts } from '../to-identities.ts';

/** So long a driver has time to be loaded after the plug before it is missed. */
const settleMs = 500;

async function isSettled(folder: string): Promise<boolean> {
  const ms = await readText(join(folder, 'power/connected_duration')); // a kernel without power management says nothing
  return ms === undefined || Number(ms) >= settleMs;
}

/** Rejects where there is no USB. */
export async function listDriverless(root = '/sys'): Promise<PortFacts[]> {
  const all = join(root, 'bus/usb/devices');
  const names = await namesIn(all);
  const look = async (name: string): Promise<PortFacts | undefined> => {
    const folder = join(all, name);
    const usb = await usbFacts(folder);
    if (findBoard(usb.vendorId, usb.productId)?.driver === undefined) return undefined;
    const parts = names.filter((one) => one.startsWith(`${name}:`));
    const drivers = await Promise.all(parts.map((part) => driverOf(join(all, part))));
    if (drivers.some((driver) => driver !== undefined && driver !== 'usbfs')) return undefined;
    if (!(await isSettled(folder))) return undefined;
    return { ...usb, path: `usb:${name}`, obstacle: drivers.includes('usbfs') ? 'usb_taken' : 'no_driver' };
  };
  const found = await Promise.all(names.filter((name) => !name.includes(':')).map(look));
  return found.filter((facts) => facts !== undefined);
}
