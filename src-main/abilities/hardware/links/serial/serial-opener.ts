// Serial ports: those of the machine, and further ones that the person named.
import { stat } from 'node:fs/promises';
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { LinkOpener } from '../../port/link.ts';
import { type PortFacts, toIdentities } from '../to-identities.ts';
import { listDriverless } from './list-driverless.ts';
import { listLinux } from './list-linux.ts';
import { openSerialLink } from './serial-link.ts';

export type SerialOpenerDeps = {
  readonly platform: NodeJS.Platform;
  /** Ports that no system lists: a name given by a udev rule, one end of a pair, a port of a remote machine. */
  readonly furtherPorts: () => readonly string[];
};

async function listByLibrary(): Promise<PortFacts[]> {
  const { SerialPort } = await import('serialport');
  const ports = await SerialPort.list();
  return ports.map(({ path, vendorId, productId, serialNumber, manufacturer, locationId, ...more }) => ({
    ...{ path, vendorId, productId, serialNumber, manufacturer, place: locationId },
    // Windows only; the library's types do not have it.
    product: 'friendlyName' in more && typeof more.friendlyName === 'string' ? more.friendlyName : undefined,
  }));
}

/** The ports, and the chips that would be one if the system had a driver for them. */
async function listOnLinux(): Promise<PortFacts[]> {
  const [ports, driverless] = await Promise.all([listLinux(), listDriverless().catch(() => [])]); // without USB there are none
  const places = new Set(ports.map(({ place }) => place));
  return [...ports, ...driverless.filter(({ place }) => !places.has(place))];
}

const listFor = (platform: NodeJS.Platform) =>
  platform === 'linux' ? listOnLinux().catch(() => listByLibrary()) : listByLibrary();

const isThere = async (path: string) => {
  const found = await stat(path).catch(() => undefined); // not there now
  return found?.isCharacterDevice() === true;
};

export function createSerialOpener(d: SerialOpenerDeps): LinkOpener {
  return {
    transport: 'serial',
    async list(signal) {
      throwIfAborted(signal);
      const facts = await listFor(d.platform).catch((error: unknown) => {
        throw new AppError('unavailable', 'This machine does not say which ports it has.', {
          cause: error,
          details: { reason: 'device_list' },
        });
      });
      const known = new Set(facts.map(({ path }) => path));
      const further = d.furtherPorts().filter((path) => !known.has(path));
      const there = await Promise.all(further.map(async (path) => ((await isThere(path)) ? [{ path }] : [])));
      return toIdentities([...facts, ...there.flat()]);
    },
    open: (identity, o, signal) => openSerialLink(identity, o, signal),
  };
}
