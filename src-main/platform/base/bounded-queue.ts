// A bounded first-in first-out queue between one producer and one consumer that waits.
import { cancelled } from './clock.ts';

export interface BoundedQueue<T> {
  /** False when it is full: the item was not taken and the producer decides what to drop. */
  push(item: T): boolean;
  /** Resolves to the next item, or to undefined once the queue has ended and is empty. */
  next(signal: AbortSignal): Promise<T | undefined>;
  end(): void;
  clear(): void;
  readonly size: number;
}

export function createBoundedQueue<T>(capacity: number): BoundedQueue<T> {
  const items: T[] = [];
  let ended = false;
  let wake: (() => void) | undefined;
  const signalWake = () => {
    wake?.();
    wake = undefined;
  };
  return {
    get size() {
      return items.length;
    },
    push(item) {
      if (ended || items.length >= capacity) return false;
      items.push(item);
      signalWake();
      return true;
    },
    async next(signal) {
      while (items.length === 0) {
        if (signal.aborted) throw cancelled();
        if (ended) return undefined;
        await new Promise<void>((resolve, reject) => {
          const abort = () => reject(cancelled());
          signal.addEventListener('abort', abort, { once: true });
          wake = () => {
            signal.removeEventListener('abort', abort);
            resolve();
          };
        });
      }
      return items.shift();
    },
    end() {
      ended = true;
      signalWake();
    },
    clear() {
      items.length = 0;
    },
  };
}
