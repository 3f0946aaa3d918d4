// Lets others see what goes over a link, both ways, without taking anything from who uses it.
import type { LineListener } from '../port/devices.ts';
import type { Link } from '../port/link.ts';

export interface Taps {
  /** The same link, seen by all who listen now or later. Its data are for one reader, as before. */
  wrap(link: Link): Link;
  add(listener: LineListener): () => void;
}

async function* seen(link: Link, listeners: ReadonlySet<LineListener>): AsyncGenerator<Uint8Array> {
  for await (const bytes of link.data) {
    for (const { received } of listeners) received(bytes);
    yield bytes;
  }
  const end = await link.closed;
  for (const { ended } of [...listeners]) ended(end);
}

export function createTaps(): Taps {
  const listeners = new Set<LineListener>();
  return {
    wrap(link) {
      const { setSignals } = link;
      return {
        identity: link.identity,
        data: seen(link, listeners),
        closed: link.closed,
        async write(bytes, signal) {
          for (const { sent } of listeners) if (!signal.aborted) sent(bytes);
          await link.write(bytes, signal);
        },
        ...(setSignals === undefined ? {} : { setSignals: (lines) => setSignals.call(link, lines) }),
        close: () => link.close(),
      };
    },
    add(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
