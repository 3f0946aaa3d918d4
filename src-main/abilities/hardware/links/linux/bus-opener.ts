// The buses and pins of this computer as devices: each open one is a process of its own that is spoken to in lines.
import { AppError } from '#main/contract/errors.ts';
import type { Services } from '#main/guard/sandbox/port/services.ts';
import { abortable, neverAborts, throwIfAborted } from '#main/platform/base/abort.ts';
import type { DeviceIdentity, Link, LinkEnd, LinkOpener } from '../../port/link.ts';
import { createByteQueue } from '../byte-queue.ts';
import { busKinds, FromBus, readMessage, type ToBus } from './bus-messages.ts';
import { listBuses } from './list-buses.ts';

export type BusOpenerDeps = {
  readonly services: Services;
  readonly platform: NodeJS.Platform;
  /** Where buses are listed; left out: `/sys`. */
  readonly root?: string;
};

/** Beside this source, or beside the hosts' bundles. */
function processUrl(): URL {
  const here = import.meta.url;
  if (here.endsWith('.ts')) return new URL('bus-process.ts', here);
  return new URL(/\/chunks\/[^/]+$/.test(here) ? '../linux-bus.js' : './linux-bus.js', here);
}

const reasons: Readonly<Record<string, readonly ['conflict' | 'forbidden' | 'not_found', string]>> = {
  EACCES: ['forbidden', 'device_permission'],
  EPERM: ['forbidden', 'device_permission'],
  EBUSY: ['conflict', 'device_busy'],
  ENOENT: ['not_found', 'device_gone'],
  ENODEV: ['not_found', 'device_gone'],
  ENXIO: ['not_found', 'device_gone'],
};

function refused(code: string, path: string): AppError {
  const [kind, reason] = reasons[code] ?? (['unavailable', 'device_open'] as const);
  return new AppError(kind, `${path} could not be opened (${code}). Look at its rights, then try again.`, {
    details: { reason, facts: { path } },
    retryable: false,
  });
}

const ended = (path: string) =>
  new AppError('unavailable', `The connection to ${path} has ended. Connect again.`, {
    details: { reason: 'device_gone', facts: { path } },
    retryable: false,
  });

async function openBusLink(identity: DeviceIdentity, d: BusOpenerDeps, signal: AbortSignal): Promise<Link> {
  const { path, key } = identity;
  const kind = busKinds.find((one) => key.startsWith(`${one}:`));
  if (kind === undefined) throw refused('ENOENT', path);
  const { port } = await d.services.start(processUrl(), neverAborts); // it ends with the link

  const queue = createByteQueue();
  let isClosing = false;
  let tell: (end: LinkEnd) => void = () => {};
  const closed = new Promise<LinkEnd>((resolve) => {
    tell = resolve;
  });
  const send = (message: ToBus) => port.send(JSON.stringify(message));
  const opened = new Promise<void>((resolve, reject) => {
    port.onMessage((text) => {
      const message = readMessage(FromBus, text);
      if (message?.type === 'opened') resolve();
      else if (message?.type === 'refused') reject(refused(message.code, path));
      else if (message?.type === 'text') queue.push(Buffer.from(message.text, 'latin1'));
    });
    port.onClose(() => {
      queue.end();
      tell(isClosing ? { reason: 'closed' } : { reason: 'gone' });
      reject(ended(path));
    });
  });
  opened.catch(() => {}); // awaited below, and later only the end counts
  const close = async () => {
    isClosing = true;
    port.close();
    await closed;
  };
  send({ type: 'open', kind, path });
  try {
    await abortable(opened, signal);
  } catch (error) {
    await close();
    throw error;
  }
  let hasEnded = false;
  void closed.then(() => {
    hasEnded = true;
  });
  return {
    ...{ identity, closed, close },
    data: queue.data,
    async write(bytes, stop) {
      throwIfAborted(stop);
      if (hasEnded || isClosing) throw ended(path);
      send({ type: 'text', text: Buffer.from(bytes).toString('latin1') });
    },
  };
}

export function createBusOpener(d: BusOpenerDeps): LinkOpener {
  const open = new Set<string>();
  return {
    transport: 'i2c',
    async list(signal) {
      throwIfAborted(signal);
      return d.platform === 'linux' ? listBuses(d.root) : [];
    },
    async open(identity, _o, signal) {
      throwIfAborted(signal);
      const { key, path } = identity;
      if (open.has(key))
        throw new AppError('conflict', `${path} is connected already. Disconnect it first.`, {
          details: { reason: 'device_busy', facts: { path } },
        });
      open.add(key);
      try {
        const link = await openBusLink(identity, d, signal);
        void link.closed.then(() => open.delete(key));
        return link;
      } catch (error) {
        open.delete(key);
        throw error;
      }
    },
  };
}
