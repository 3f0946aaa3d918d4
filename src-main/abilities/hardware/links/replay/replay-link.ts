// Plays a recording as the device that it was made of.
import { AppError, toErrorData } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { DeviceIdentity, Link, LinkEnd } from '../../port/link.ts';
import { createByteQueue } from '../byte-queue.ts';
import type { Recording } from './recording.ts';

export type ReplayOptions = {
  readonly identity: DeviceIdentity;
  readonly recording: Recording;
  readonly clock: Clock;
  readonly onEnd: () => void;
  /** It begins, or no longer has, to wait for bytes. */
  readonly onAwait: () => void;
};

export type Replay = {
  readonly link: Link;
  /** Bytes to the device that the recording has come to and that were not written yet. */
  awaited(): Uint8Array | undefined;
  unplug(): void;
};

const differs = (place: number) =>
  new AppError('conflict', `Byte ${place} that was sent is not what the recording says. Record it anew.`, {
    retryable: false,
    details: { reason: 'replay_differs', facts: { place: String(place) } },
  });
const gone = () =>
  new AppError('unavailable', 'The recording has ended. Connect it again to play it from its beginning.', {
    retryable: false,
    details: { reason: 'device_gone' },
  });

class Player {
  readonly #o: ReplayOptions;
  readonly #queue = createByteQueue();
  readonly #expected: Buffer;
  #written = 0;
  /** Bytes to the device that the recording has come to. */
  #due = 0;
  #next = 0;
  #atMs = 0;
  #isWaiting = false;
  #cancel = () => {};
  #end: LinkEnd | undefined;
  #tell: (end: LinkEnd) => void = () => {};
  readonly closed = new Promise<LinkEnd>((resolve) => {
    this.#tell = resolve;
  });

  constructor(o: ReplayOptions) {
    this.#o = o;
    const outs = o.recording.events.map((event) =>
      'out' in event ? Buffer.from(event.out, 'base64') : Buffer.alloc(0),
    );
    this.#expected = Buffer.concat(outs);
    this.#arm();
  }

  get data() {
    return this.#queue.data;
  }

  /** Waits for the time of the next event, as far from the one before as it was recorded. */
  #arm(): void {
    const event = this.#o.recording.events[this.#next];
    if (event === undefined || this.#end !== undefined) return;
    this.#cancel = this.#o.clock.after(event.t - this.#atMs, () => {
      this.#atMs = event.t;
      this.#next += 1;
      if ('in' in event) this.#queue.push(Buffer.from(event.in, 'base64'));
      else if ('out' in event) this.#due += Buffer.byteLength(event.out, 'base64');
      else if ('end' in event && event.end !== 'closed') return this.finish({ reason: event.end });
      this.#isWaiting = this.#written < this.#due;
      if (this.#isWaiting) this.#o.onAwait();
      else this.#arm();
    });
  }

  take(bytes: Uint8Array): void {
    if (this.#end !== undefined) throw gone();
    const expected = this.#expected.subarray(this.#written, this.#written + bytes.length);
    const place = bytes.findIndex((byte, index) => byte !== expected[index]);
    if (place >= 0) {
      const error = differs(this.#written + place + 1);
      this.finish({ reason: 'failed', error: toErrorData(error) });
      throw error;
    }
    this.#written += bytes.length;
    if (!this.#isWaiting || this.#written < this.#due) return;
    this.#isWaiting = false;
    this.#o.onAwait();
    this.#arm();
  }

  awaited(): Uint8Array | undefined {
    return this.#isWaiting && this.#end === undefined ? this.#expected.subarray(this.#written, this.#due) : undefined;
  }

  finish(end: LinkEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#cancel();
    this.#queue.end();
    this.#o.onEnd();
    this.#tell(end);
  }
}

export function createReplayLink(o: ReplayOptions): Replay {
  const player = new Player(o);
  const link: Link = {
    identity: o.identity,
    data: player.data,
    closed: player.closed,
    async write(bytes, signal) {
      throwIfAborted(signal);
      player.take(bytes);
    },
    async close() {
      player.finish({ reason: 'closed' });
    },
  };
  return { link, awaited: () => player.awaited(), unplug: () => player.finish({ reason: 'gone' }) };
}
