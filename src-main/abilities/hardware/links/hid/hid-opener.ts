// Adapters that speak in HID reports. Those that a driver of Linux uses itself are listed with where their bus is.
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { LinkOpener } from '../../port/link.ts';
import { type Kind, type PortFacts, toIdentities } from '../to-identities.ts';
import { bridges } from './bridges.ts';
import { type HidLibrary, loadHid, openHidLink } from './hid-link.ts';
import { listLinuxHid } from './list-linux-hid.ts';

export type HidOpenerDeps = {
  readonly platform: NodeJS.Platform;
  /** Left out: node-hid. */
  readonly library?: HidLibrary;
  /** Left out: what the system says. */
  readonly list?: () => Promise<readonly PortFacts[]>;
};

const kind: Kind = { transport: 'hid', prefix: 'hid' };
const four = (value: number) => value.toString(16).padStart(4, '0');

async function listByLibrary(): Promise<PortFacts[]> {
  const { default: hid } = await import('node-hid');
  const found = await Promise.all(
    bridges.map(({ vendorId, productId }) =>
      hid.devicesAsync(Number.parseInt(vendorId, 16), Number.parseInt(productId, 16)),
    ),
  );
  return found.flat().flatMap(({ path, vendorId, productId, ...more }): PortFacts[] => {
    if (path === undefined) return [];
    const { serialNumber, manufacturer, product } = more;
    const ids = { vendorId: four(vendorId), productId: four(productId) };
    return [{ path, ...ids, serialNumber: serialNumber || undefined, manufacturer, product }];
  });
}

export function createHidOpener(d: HidOpenerDeps): LinkOpener {
  const list = d.list ?? (d.platform === 'linux' ? listLinuxHid : listByLibrary);
  /** The system would let two open one. */
  const open = new Set<string>();
  const isThere = async (path: string) => (await list()).some((facts) => facts.path === path);
  return {
    transport: 'hid',
    async list(signal) {
      throwIfAborted(signal);
      return toIdentities(await list(), kind);
    },
    async open(identity, _line, signal) {
      const { path } = identity;
      if (open.has(path))
        throw new AppError('conflict', `${path} is open already. Disconnect it first.`, {
          details: { reason: 'device_busy', facts: { path } },
        });
      open.add(path);
      try {
        const link = await openHidLink(identity, { library: d.library ?? (await loadHid()), isThere }, signal);
        void link.closed.then(() => open.delete(path));
        return link;
      } catch (error) {
        open.delete(path);
        throw error;
      }
    },
  };
}
