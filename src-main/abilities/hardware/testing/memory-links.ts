// Devices of memory: plugged, unplugged and spoken for by a test, byte by byte.
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { createByteQueue } from '../links/byte-queue.ts';
import type { DeviceIdentity, Link, LinkEnd, LinkOpener } from '../port/link.ts';

export type MemoryDevice = {
  readonly identity: DeviceIdentity;
  /** The device says this. */
  say(text: string | Uint8Array): void;
  /** Everything that was written to it, over all connections. */
  readonly heard: () => Buffer;
  /** Called with each write. */
  onWrite(callback: (bytes: Uint8Array) => void): void;
  unplug(): void;
  readonly isOpen: boolean;
};

export type MemoryLinks = {
  readonly opener: LinkOpener;
  /** Plugs it in; the same key again is the same board at another place. */
  plug(identity: DeviceIdentity): MemoryDevice;
  /** How often `open` was called and `list` was asked. */
  readonly counts: { opened: number; listed: number };
  /** Called while the next `open` is under way. */
  duringNext(work: () => void): void;
  /** The next `open` fails with this. */
  failNext(error: AppError): void;
};

const problem = (code: 'conflict' | 'not_found' | 'unavailable', reason: string) =>
  new AppError(code, `Refused: ${reason}.`, { details: { reason }, retryable: false });

export function createMemoryLinks(transport: DeviceIdentity['transport'] = 'serial'): MemoryLinks {
  const plugged = new Map<string, { identity: DeviceIdentity; device: MemoryDevice; open: () => Link }>();
  const counts = { opened: 0, listed: 0 };
  let failure: AppError | undefined;
  let meanwhile = () => {};

  const plug = (identity: DeviceIdentity): MemoryDevice => {
    let current: { push(bytes: Uint8Array): void; end(how: LinkEnd): void } | undefined;
    const written: Uint8Array[] = [];
    const callbacks: ((bytes: Uint8Array) => void)[] = [];
    const open = (): Link => {
      if (current !== undefined) throw problem('conflict', 'device_busy');
      const queue = createByteQueue();
      let settle: (how: LinkEnd) => void = () => {};
      const closed = new Promise<LinkEnd>((resolve) => {
        settle = resolve;
      });
      const mine = {
        push: queue.push,
        end(how: LinkEnd) {
          if (current === mine) current = undefined;
          queue.end();
          settle(how);
        },
      };
      current = mine;
      return {
        identity,
        data: queue.data,
        closed,
        async write(bytes, signal) {
          throwIfAborted(signal);
          if (current !== mine) throw problem('unavailable', 'device_gone');
          written.push(bytes);
          for (const callback of callbacks) callback(bytes);
        },
        async close() {
          mine.end({ reason: 'closed' });
        },
      };
    };
    const device: MemoryDevice = {
      identity,
      say: (text) => current?.push(typeof text === 'string' ? Buffer.from(text) : text),
      heard: () => Buffer.concat(written),
      onWrite: (callback) => callbacks.push(callback),
      unplug() {
        plugged.delete(identity.key);
        current?.end({ reason: 'gone' });
      },
      get isOpen() {
        return current !== undefined;
      },
    };
    plugged.set(identity.key, { identity, device, open });
    return device;
  };

  return {
    plug,
    counts,
    duringNext(work) {
      meanwhile = work;
    },
    failNext(error) {
      failure = error;
    },
    opener: {
      transport,
      async list(signal) {
        throwIfAborted(signal);
        counts.listed += 1;
        return [...plugged.values()].map(({ identity }) => identity);
      },
      async open(identity, _o, signal) {
        throwIfAborted(signal);
        counts.opened += 1;
        const thrown = failure;
        failure = undefined;
        if (thrown !== undefined) throw thrown;
        const found = plugged.get(identity.key);
        if (found === undefined) throw problem('not_found', 'device_gone');
        const link = found.open();
        meanwhile();
        meanwhile = () => {};
        return link;
      },
    },
  };
}
