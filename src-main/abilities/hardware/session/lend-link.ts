// A link handed to a protocol for a while: the same bytes, each on the account, and an end of its own.
import { AppError } from '#main/contract/errors.ts';
import { createByteQueue } from '../links/byte-queue.ts';
import type { Link, LinkEnd } from '../port/link.ts';

export type LentLink = {
  readonly link: Link;
  /** What comes in goes here and nowhere else meanwhile. */
  push(bytes: Uint8Array): void;
  end(how: LinkEnd): void;
};

/** `before` is done before the bytes leave, `last` in the very moment; either may throw. */
export function lendLink(
  link: Link,
  before: (bytes: Uint8Array) => Promise<void>,
  last: (bytes: Uint8Array) => void = () => {},
): LentLink {
  const queue = createByteQueue();
  let hasEnded = false;
  let finish: (end: LinkEnd) => void = () => {};
  const closed = new Promise<LinkEnd>((resolve) => {
    finish = resolve;
  });
  const end = (how: LinkEnd) => {
    hasEnded = true;
    queue.end();
    finish(how);
  };
  const { setSignals } = link;
  const lent: Link = {
    identity: link.identity,
    data: queue.data,
    closed,
    async write(bytes, signal) {
      const refuse = () =>
        new AppError('unavailable', 'The connection to the device has ended. Connect again.', {
          details: { reason: 'device_gone' },
        });
      if (hasEnded) throw refuse();
      await before(bytes);
      if (hasEnded) throw refuse();
      last(bytes);
      await link.write(bytes, signal);
    },
    ...(setSignals === undefined ? {} : { setSignals: (o) => setSignals(o) }),
    close: async () => end({ reason: 'closed' }),
  };
  return { link: lent, push: queue.push, end };
}
