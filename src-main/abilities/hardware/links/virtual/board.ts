// What a virtual board is to the link that is opened to it.
import { AppError } from '#main/contract/errors.ts';

export const deviceGone = () =>
  new AppError('unavailable', 'The device is no longer there. Connect it again.', {
    retryable: false,
    details: { reason: 'device_gone' },
  });

export type BoardLine = {
  /** Resolves when the bytes are on their way; waits where too many are. Errors: `cancelled`, `unavailable` (`device_gone`). */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  unplug(): void;
};

export interface Board {
  /** Somebody opened its port; there is one at a time. */
  plug(onBytes: (bytes: Uint8Array) => void): BoardLine;
  /** Resolves when it is no more, whoever ended it. */
  readonly gone: Promise<void>;
  stop(): Promise<void>;
}
