// One open serial port as a link. The library is loaded with the first port that is opened.
import { access, constants } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { cancelled } from '#main/platform/base/clock.ts';
import type { DeviceIdentity, Link, LinkEnd, OpenLink } from '../../port/link.ts';
import { createByteQueue } from '../byte-queue.ts';
import { endedError, failedData, toOpenError } from '../open-error.ts';

type Done = (error?: Error | null) => void;
const settled = (work: (done: Done) => void) =>
  new Promise<void>((resolve, reject) => work((error) => (error ? reject(error) : resolve())));

const wasUnplugged = (error: unknown) =>
  typeof error === 'object' && error !== null && 'disconnected' in error && error.disconnected === true;

/** How it ended, once: an `error` may come before `close`, and `close` may come twice. */
function followEnd(port: SerialPort, path: string) {
  let failure: Error | undefined;
  let end: (how: LinkEnd) => void = () => {};
  const closed = new Promise<LinkEnd>((resolve) => {
    end = resolve;
  });
  port.on('error', (error: Error) => {
    failure = error;
  });
  port.on('close', (error?: Error | null) => {
    if (wasUnplugged(error) || wasUnplugged(failure)) end({ reason: 'gone' });
    else if (error ?? failure) end({ reason: 'failed', error: failedData(error ?? failure, path) });
    else end({ reason: 'closed' });
  });
  return closed;
}

/** A write cannot be taken back; when the signal aborts, what has not left yet is thrown away by the driver. */
async function writeAll(port: SerialPort, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  const flush = () => port.flush(() => {});
  signal.addEventListener('abort', flush, { once: true });
  let stop = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(cancelled());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    const sent = settled((done) => port.write(Buffer.from(bytes), (error) => (error ? done(error) : port.drain(done))));
    await Promise.race([sent, aborted]);
  } finally {
    signal.removeEventListener('abort', flush);
    signal.removeEventListener('abort', stop);
  }
}

export async function openSerialLink(identity: DeviceIdentity, o: OpenLink, signal: AbortSignal): Promise<Link> {
  throwIfAborted(signal);
  const { path } = identity;
  // Says plainly what the library has only a sentence for.
  if (process.platform !== 'win32')
    await access(path, constants.R_OK | constants.W_OK).catch((error: unknown) => {
      throw toOpenError(error, path);
    });
  const { SerialPort } = await import('serialport');
  const port = new SerialPort({ path, autoOpen: false, lock: true, ...o });
  const closed = followEnd(port, path);
  const queue = createByteQueue();
  port.on('data', (bytes: Buffer) => queue.push(bytes)); // flowing from the first moment
  await settled((done) => port.open(done)).catch((error: unknown) => {
    throw toOpenError(error, path);
  });
  void closed.then(() => queue.end());
  const close = async () => {
    if (port.isOpen && !port.closing) port.close(() => {}); // an error here comes with `close`, too
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
      if (!port.isOpen) throw endedError(path);
      await writeAll(port, bytes, writing).catch((error: unknown) => {
        throw error instanceof AppError ? error : endedError(path);
      });
    },
    setSignals: (signals) =>
      settled((done) => port.set(signals, done)).catch((error: unknown) => {
        throw new AppError('unsupported', `${path} has no such lines to set.`, {
          cause: error,
          details: { reason: 'device_no_lines' },
        });
      }),
  };
}
