// What a protocol reads from: everything that came in, taken piece by piece, each with a time limit.
import { AppError } from '#main/contract/errors.ts';
import { type Clock, cancelled } from '#main/platform/base/clock.ts';
import type { Link } from '../port/link.ts';

/** More than any answer of a protocol here; what comes beyond it without being asked for is dropped, oldest first. */
const maxBytes = 256 * 1024;

export type Await = {
  /** Where the answer ends in what has come, or undefined while it is not whole. It is taken with everything before it. */
  readonly endOf: (bytes: Uint8Array) => number | undefined;
  readonly timeoutMs: number;
  readonly onTimeout: (got: Uint8Array) => AppError;
};

export type ByteInbox = {
  /** One waits at a time. Errors: `onTimeout`, `cancelled`, `unavailable` (`bus_closed`) when the link ends. */
  take(what: Await, signal: AbortSignal): Promise<Uint8Array>;
  /** Forgets what has come. */
  clear(): void;
};

export const deviceGone = () =>
  new AppError('unavailable', 'The connection to the device has ended. Connect it again.', {
    details: { reason: 'bus_closed' },
  });

export const boardSilent = (what: string, seconds: number) =>
  new AppError('timeout', `${what} does not respond: nothing came within ${seconds} s. Reset it, or plug it in anew.`, {
    details: { reason: 'board_silent', facts: { seconds } },
  });

/** Ends behind the first of these characters, read as Latin-1. */
export const after = (text: string) => {
  const wanted = Buffer.from(text, 'latin1');
  return (bytes: Uint8Array): number | undefined => {
    const index = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(wanted);
    return index < 0 ? undefined : index + wanted.length;
  };
};

/** Becomes the one reader of the link's data. */
export function createByteInbox(link: Link, clock: Pick<Clock, 'after'>): ByteInbox {
  let bytes = new Uint8Array(0);
  let hasEnded = false;
  let look: () => void = () => {};

  const pump = async () => {
    for await (const chunk of link.data) {
      const joined = new Uint8Array(bytes.length + chunk.length);
      joined.set(bytes);
      joined.set(chunk, bytes.length);
      bytes = joined.length > maxBytes ? joined.slice(-maxBytes) : joined;
      look();
    }
    hasEnded = true;
    look();
  };
  void pump(); // a link's data never rejects

  return {
    clear() {
      bytes = new Uint8Array(0);
    },
    take: (what, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(cancelled());
        const finish = () => {
          look = () => {};
          stopTimer();
          signal.removeEventListener('abort', abort);
        };
        const fail = (error: AppError) => {
          finish();
          reject(error);
        };
        const abort = () => fail(cancelled());
        const stopTimer = clock.after(what.timeoutMs, () => fail(what.onTimeout(bytes)));
        signal.addEventListener('abort', abort, { once: true });
        look = () => {
          const end = what.endOf(bytes);
          if (end !== undefined) {
            const taken = bytes.slice(0, end);
            bytes = bytes.slice(end);
            finish();
            resolve(taken);
          } else if (hasEnded) fail(deviceGone());
        };
        look();
      }),
  };
}
