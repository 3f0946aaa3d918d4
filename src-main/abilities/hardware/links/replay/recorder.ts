// Writes down what goes over a line, in the format of recordings.
import type { Clock } from '#main/platform/base/clock.ts';
import type { LineListener } from '../../port/devices.ts';
import { headerOf, type RecordedDevice, type RecordedEvent, recordingLimits } from './recording.ts';

export type RecordOptions = {
  readonly clock: Clock;
  readonly baudRate: number;
  /** Takes one line of the file, with its end. Must not throw. */
  readonly sink: (line: string) => void;
  readonly maxBytes?: number;
};

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** Writes the head at once, then what it is told, until the end or the bound. */
export function createRecorder(device: RecordedDevice, o: RecordOptions): LineListener & { readonly isOver: boolean } {
  const { clock, sink, maxBytes = recordingLimits.fileBytes } = o;
  const since = clock.monotonic();
  let isOver = false;
  let size = 0;
  const put = (value: unknown) => {
    const line = `${JSON.stringify(value)}\n`;
    size += line.length;
    sink(line);
  };
  type Body<T> = T extends unknown ? Omit<T, 't'> : never;
  const event = (body: Body<RecordedEvent>) => {
    if (isOver) return;
    const t = Math.round((clock.monotonic() - since) * 1_000) / 1_000;
    const room = maxBytes - size - 64; // for the last line
    const isFull = JSON.stringify(body).length > room;
    isOver = isFull || 'end' in body;
    put(isFull ? { t, full: true } : { t, ...body });
  };
  put(headerOf(device, o.baudRate));
  return {
    get isOver() {
      return isOver;
    },
    received: (bytes) => event({ in: base64(bytes) }),
    sent: (bytes) => {
      if (bytes.length > 0) event({ out: base64(bytes) });
    },
    ended: ({ reason }) => event({ end: reason }),
  };
}
