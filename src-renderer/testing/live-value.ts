// A value that streams follow: the snapshot first, then every change, until the follower leaves.
import { Cursor } from '#main/contract/ids.ts';
import type { StreamItem } from '#main/contract/kernel.ts';

export interface LiveValue<T> {
  get(): T;
  set(value: T): void;
  /** `item` turns a value into what the stream carries. */
  follow(signal: AbortSignal): AsyncIterable<StreamItem<T>>;
}

export function createLiveValue<T>(first: T): LiveValue<T> {
  let value = first;
  const changes = createFeed<T>();
  return {
    get: () => value,
    set(next) {
      value = next;
      changes.push(next);
    },
    follow: (signal) => changes.follow(value, signal),
  };
}

export interface Feed<T> {
  push(item: T): void;
  follow(first: T, signal: AbortSignal): AsyncIterable<StreamItem<T>>;
}

export function createFeed<T>(): Feed<T> {
  const followers = new Set<(item: T) => void>();
  let count = 0;
  const numbered = (data: T): StreamItem<T> => {
    count += 1;
    return { cursor: Cursor.parse(`sample:${count}`), data };
  };
  return {
    push(item) {
      for (const follower of followers) follower(item);
    },
    async *follow(first, signal) {
      const waiting: T[] = [];
      let wake = () => {};
      const take = (item: T) => {
        waiting.push(item);
        wake();
      };
      followers.add(take);
      signal.addEventListener('abort', () => wake(), { once: true });
      try {
        yield numbered(first);
        while (!signal.aborted) {
          const item = waiting.shift();
          if (item !== undefined) yield numbered(item);
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      } finally {
        followers.delete(take);
      }
    },
  };
}
