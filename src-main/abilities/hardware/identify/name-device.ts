// What a device is called before anybody named it, and how sure that is.
import type { DeviceIdentity } from '../port/link.ts';
import { findBoard } from './known-boards.ts';

export type DeviceName = {
  readonly name: string;
  /**
   * `sure`: its numbers belong to this board. `likely`: the maker is known, or the device says so itself. `guess`: the chip
   * sits on many boards. `unknown`: a port without an identity.
   */
  readonly confidence: 'sure' | 'likely' | 'guess' | 'unknown';
  /** It waits for firmware and speaks no protocol of ours. */
  readonly isBootloader: boolean;
};

const shortPath = (path: string) => path.slice(path.lastIndexOf('/') + 1);

export function nameDevice(identity: DeviceIdentity): DeviceName {
  const board = findBoard(identity.vendorId, identity.productId);
  const own = identity.product ?? identity.manufacturer;
  if (board?.kind === 'board') return { name: board.name, confidence: 'sure', isBootloader: false };
  if (board?.kind === 'bootloader') return { name: board.name, confidence: 'sure', isBootloader: true };
  if (board?.kind === 'maker') {
    const name = own === undefined || own.includes(board.name) ? (own ?? board.name) : `${board.name} ${own}`;
    return { name, confidence: 'likely', isBootloader: false };
  }
  if (board?.kind === 'chip') return { name: board.name, confidence: 'guess', isBootloader: false };
  if (['virtual', 'replay', 'i2c'].includes(identity.transport))
    return { name: own ?? shortPath(identity.path), confidence: 'sure', isBootloader: false };
  if (own !== undefined) return { name: own, confidence: 'likely', isBootloader: false };
  return { name: shortPath(identity.path), confidence: 'unknown', isBootloader: false };
}
