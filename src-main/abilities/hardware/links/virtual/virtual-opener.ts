// Lists the virtual boards that are started, and opens them one link at a time.
import { VirtualBoardName } from '#main/contract/devices.ts';
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { DeviceIdentity, LinkOpener } from '../../port/link.ts';
import type { Board } from './board.ts';
import { createVirtualLink } from './virtual-link.ts';

const products: Readonly<Record<VirtualBoardName, string>> = { uno: 'Virtual Uno', weather: 'Virtual weather station' };

export const virtualIdentity = (name: VirtualBoardName): DeviceIdentity => ({
  transport: 'virtual',
  key: `virtual:${name}`,
  path: `virtual:${name}`,
  manufacturer: 'Limpet',
  product: products[name],
});

export function createVirtualOpener(boardOf: (name: VirtualBoardName) => Board | undefined): LinkOpener {
  const open = new Set<Board>();
  return {
    transport: 'virtual',
    async list() {
      return VirtualBoardName.options.filter((name) => boardOf(name) !== undefined).map(virtualIdentity);
    },
    async open({ key }, _line, signal) {
      throwIfAborted(signal);
      const name = VirtualBoardName.options.find((known) => `virtual:${known}` === key);
      const board = name === undefined ? undefined : boardOf(name);
      if (name === undefined || board === undefined)
        throw new AppError('not_found', 'This virtual board is not started. Start it again.', {
          details: { reason: 'device_gone' },
        });
      if (open.has(board))
        throw new AppError('conflict', 'This virtual board is connected already. Disconnect it first.', {
          details: { reason: 'device_busy', facts: { path: key } },
        });
      open.add(board);
      return createVirtualLink(virtualIdentity(name), board, () => open.delete(board));
    },
  };
}
