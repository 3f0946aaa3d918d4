// Time and patience around one call: its own limit, and how long a tool that ignores its signal is waited for.
import type { Clock } from '#main/platform/base/clock.ts';

/** A tool that ignores its signal is given up after this; processes are gone after 2 s at most. */
const giveUpMs = 2_500;

/** Settles as the promise does; undefined when the signal aborted and the promise is still open some time later. */
export function settleSoon<T>(promise: Promise<T>, signal: AbortSignal, clock: Clock): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    let cancel: (() => void) | undefined;
    const abort = () => {
      cancel = clock.after(giveUpMs, () => resolve(undefined));
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      cancel?.();
      signal.removeEventListener('abort', abort);
    });
  });
}

export interface CallTimer {
  readonly signal: AbortSignal;
  /** Begins its time anew. */
  restart(): void;
  /** Its time stands still until `restart`; the end of the turn is still heard. */
  pause(): void;
  clear(): void;
  readonly expired: boolean;
}

/** The call's signal: aborted by the turn, or by its own time limit. Waiting for the person does not count. */
export function createCallTimer(clock: Clock, turn: AbortSignal, ms: number): CallTimer {
  const controller = new AbortController();
  let expired = false;
  let cancel: (() => void) | undefined;
  const stop = () => controller.abort('ended');
  const pause = () => {
    cancel?.();
    cancel = undefined;
  };
  const clear = () => {
    pause();
    turn.removeEventListener('abort', stop);
  };
  const restart = () => {
    clear();
    if (turn.aborted) stop();
    else turn.addEventListener('abort', stop, { once: true });
    cancel = clock.after(ms, () => {
      expired = true;
      controller.abort('ended');
    });
  };
  restart();
  return {
    signal: controller.signal,
    restart,
    pause,
    clear,
    get expired() {
      return expired;
    },
  };
}
