// Reads a stream that should end when its signal aborts, and leaves when it does not.
import type { Clock } from '#main/platform/base/clock.ts';

/** Inside the 200 ms after which nothing may happen any more. */
const graceMs = 150;

/** Yields what the stream yields; ends without a last item when the stream is still silent a moment after the abort. */
export async function* untilGone<T>(stream: AsyncIterable<T>, signal: AbortSignal, clock: Clock): AsyncIterable<T> {
  const iterator = stream[Symbol.asyncIterator]();
  let gone: ((result: undefined) => void) | undefined;
  let cancel: (() => void) | undefined;
  let left = false;
  const leave = () => {
    left = true;
    gone?.(undefined);
  };
  const abort = () => {
    cancel = clock.after(graceMs, leave);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  let ended = false;
  try {
    while (!left) {
      const result = await new Promise<IteratorResult<T> | undefined>((resolve, reject) => {
        gone = resolve;
        iterator.next().then(resolve, reject);
      });
      if (result === undefined) return;
      if (result.done === true) {
        ended = true;
        return;
      }
      yield result.value;
    }
  } finally {
    cancel?.();
    signal.removeEventListener('abort', abort);
    // A generator that hangs would never answer `return`; nobody waits for it.
    if (!ended) iterator.return?.().then(undefined, () => {});
  }
}
