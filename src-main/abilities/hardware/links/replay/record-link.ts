// Writes down what goes over a link, and is otherwise that link.
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Link } from '../../port/link.ts';
import { createByteQueue } from '../byte-queue.ts';
import { headerOf, type RecordedEvent, recordingLimits } from './recording.ts';

export type RecordOptions = {
  readonly clock: Clock;
  readonly baudRate: number;
  /** Takes one line of the file, with its end. Must not throw. */
  readonly sink: (line: string) => void;
  readonly maxBytes?: number;
};

function createWriter({ clock, sink, maxBytes = recordingLimits.fileBytes }: RecordOptions) {
  const since = clock.monotonic();
  let isOver = false;
  let size = 0;
  const put = (value: unknown) => {
    const line = `${JSON.stringify(value)}\n`;
    size += line.length;
    sink(line);
  };
  type Body<T> = T extends unknown ? Omit<T, 't'> : never;
  return {
    put,
    event(body: Body<RecordedEvent>) {
      if (isOver) return;
      const t = Math.round((clock.monotonic() - since) * 1_000) / 1_000;
      const room = maxBytes - size - 64; // for the last line
      const isFull = JSON.stringify(body).length > room;
      isOver = isFull || 'end' in body;
      put(isFull ? { t, full: true } : { t, ...body });
    },
  };
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** Reads the link from now on, so nobody else may. Bytes are noted when they come, and before they are sent. */
export function recordLink(link: Link, o: RecordOptions): Link {
  const writer = createWriter(o);
  writer.put(headerOf(link.identity, o.baudRate));
  const queue = createByteQueue();
  const pumped = (async () => {
    for await (const bytes of link.data) {
      writer.event({ in: base64(bytes) });
      queue.push(bytes);
    }
  })();
  const closed = (async () => {
    const end = await link.closed;
    await pumped;
    queue.end();
    writer.event({ end: end.reason });
    return end;
  })();
  const { setSignals } = link;
  return {
    identity: link.identity,
    data: queue.data,
    closed,
    async write(bytes, signal) {
      throwIfAborted(signal);
      if (bytes.length > 0) writer.event({ out: base64(bytes) });
      await link.write(bytes, signal);
    },
    ...(setSignals === undefined ? {} : { setSignals: (lines) => setSignals.call(link, lines) }),
    async close() {
      await link.close();
      await closed;
    },
  };
}
