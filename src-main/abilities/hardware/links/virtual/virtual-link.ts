// A link to a board that is not there.
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { DeviceIdentity, Link, LinkEnd } from '../../port/link.ts';
import { createByteQueue } from '../byte-queue.ts';
import { type Board, deviceGone } from './board.ts';

export function createVirtualLink(identity: DeviceIdentity, board: Board, onEnd: () => void): Link {
  const queue = createByteQueue();
  const line = board.plug((bytes) => queue.push(bytes));
  let end: LinkEnd | undefined;
  let tell: (end: LinkEnd) => void = () => {};
  const closed = new Promise<LinkEnd>((resolve) => {
    tell = resolve;
  });
  const finish = (reason: LinkEnd['reason']) => {
    if (end !== undefined) return;
    end = { reason };
    line.unplug();
    queue.end();
    onEnd();
    tell(end);
  };
  void board.gone.then(() => finish('gone'));
  let last: Promise<void> = Promise.resolve();
  return {
    identity,
    data: queue.data,
    closed,
    async write(bytes, signal) {
      const before = last;
      const mine = (async () => {
        await before;
        throwIfAborted(signal);
        if (end !== undefined) throw deviceGone();
        await line.write(bytes, signal);
      })();
      last = mine.catch(() => {}); // the next one does not care why this one failed
      return mine;
    },
    async close() {
      finish('closed');
    },
  };
}
