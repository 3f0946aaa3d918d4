// A voice beside the writers of a session: it hears all that comes, and puts whole lines of its own between theirs.
import type { Link } from '../port/link.ts';

export interface Beside {
  /** A link was opened, for the first time or after a replug. */
  onOpen(): void;
  onEnd(): void;
  /** Everything that came. What is given back goes on to the others. */
  hear(bytes: Uint8Array): Uint8Array;
  /** Somebody else sends bytes that are no plain line: what runs on the device may not be what it was. */
  onForeign(): void;
}

export interface Voice {
  /**
   * At once, past those who wait. It is not on the account: whoever speaks has noted it. Resolves to false where there is
   * no link, or a line of somebody else stands half.
   */
  say(line: string): Promise<boolean>;
  leave(): void;
}

const lineFeed = 0x0a;
const isPlain = (byte: number) => (byte >= 0x20 && byte <= 0x7e) || byte === lineFeed || byte === 0x0d;

export function createBesideSeat() {
  let seat: Beside | undefined;
  let link: Link | undefined;
  let isHalf = false;
  return {
    /** What the writers of the session write to from now on. */
    open(next: Link): Link {
      isHalf = false;
      link = next;
      return {
        identity: next.identity,
        data: next.data,
        closed: next.closed,
        close: () => next.close(),
        ...(next.setSignals === undefined ? {} : { setSignals: (o) => next.setSignals?.(o) ?? Promise.resolve() }),
        async write(bytes, signal) {
          if (bytes.length > 0) isHalf = bytes.at(-1) !== lineFeed;
          if (!bytes.every(isPlain)) seat?.onForeign();
          await next.write(bytes, signal);
        },
      };
    },
    opened: () => seat?.onOpen(),
    ended() {
      if (link === undefined) return;
      link = undefined;
      seat?.onEnd();
    },
    hear: (bytes: Uint8Array): Uint8Array => seat?.hear(bytes) ?? bytes,
    join(beside: Beside): Voice {
      seat = beside;
      if (link !== undefined) beside.onOpen();
      return {
        async say(line) {
          if (link === undefined || isHalf || seat !== beside) return false;
          return link.write(Buffer.from(`${line}\n`, 'latin1'), AbortSignal.timeout(writeMs)).then(
            () => true,
            () => false, // it has gone, or takes nothing: the end tells
          );
        },
        leave() {
          if (seat === beside) seat = undefined;
        },
      };
    },
  };
}

const writeMs = 2_000;
