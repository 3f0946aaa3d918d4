// One open HID adapter as a link: its reports one after the other. The library is loaded with the first that is opened.
import { access, constants } from 'node:fs/promises';
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { cancelled } from '#main/platform/base/clock.ts';
import type { DeviceIdentity, Link, LinkEnd } from '../../port/link.ts';
import { createByteQueue } from '../byte-queue.ts';
import { endedError, failedData, toOpenError } from '../open-error.ts';
import { reportBytes } from './bridges.ts';

const notReports = () =>
  new AppError('invalid_input', 'This adapter takes no text. Use its bus and its pins.', {
    details: { reason: 'device_reports' },
  });

function splitReports(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length === 0 || bytes.length % reportBytes !== 0) throw notReports();
  const count = bytes.length / reportBytes;
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * reportBytes, (index + 1) * reportBytes));
}

/** The part of the library that a link uses. */
export interface HidDevice {
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  write(bytes: Buffer): Promise<number>;
  close(): Promise<void>;
}

export type HidLibrary = { open(path: string): Promise<HidDevice> };

export const loadHid = async (): Promise<HidLibrary> => {
  const { default: hid } = await import('node-hid');
  return { open: (path) => hid.HIDAsync.open(path) };
};

type OpenHid = { readonly library: HidLibrary; readonly isThere: (path: string) => Promise<boolean> };

async function openDevice(path: string, { library }: OpenHid): Promise<HidDevice> {
  // Says plainly what the library has one sentence for.
  if (path.startsWith('/dev/'))
    await access(path, constants.R_OK | constants.W_OK).catch((error: unknown) => {
      throw toOpenError(error, path);
    });
  return library.open(path).catch((error: unknown) => {
    throw toOpenError(error, path);
  });
}

export async function openHidLink(identity: DeviceIdentity, o: OpenHid, signal: AbortSignal): Promise<Link> {
  throwIfAborted(signal);
  const { path } = identity;
  const device = await openDevice(path, o);
  const queue = createByteQueue();
  let isOpen = true;
  let finish: (end: LinkEnd) => void = () => {};
  const closed = new Promise<LinkEnd>((resolve) => {
    finish = resolve;
  });
  const end = async (how: LinkEnd) => {
    if (!isOpen) return;
    isOpen = false;
    await device.close().catch(() => {}); // of an adapter that is gone nothing is left to close
    queue.end();
    finish(how);
  };
  device.on('data', (bytes) => queue.push(Uint8Array.from(bytes)));
  device.on('error', (error) => {
    // Reading fails with one sentence for everything; whether it was pulled out is seen by looking.
    void o
      .isThere(path)
      .catch(() => false)
      .then((isThere) => end(isThere ? { reason: 'failed', error: failedData(error, path) } : { reason: 'gone' }));
  });
  const close = async () => {
    await end({ reason: 'closed' });
    await closed;
  };
  if (signal.aborted) {
    await close();
    throw cancelled();
  }
  return {
    identity,
    data: queue.data,
    closed,
    close,
    async write(bytes, writing) {
      throwIfAborted(writing);
      for (const report of splitReports(bytes)) {
        if (!isOpen) throw endedError(path);
        // The number of the report goes first; these adapters have one alone, number 0.
        await device.write(Buffer.from([0, ...report])).catch(() => {
          throw endedError(path);
        });
        throwIfAborted(writing);
      }
    },
  };
}
