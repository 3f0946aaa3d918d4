// What the shell tells its windows. A window that is still loading gets it when it begins to listen.
import type { DesktopEvent, DesktopWindow } from '#main/contract/desktop.ts';
import { isCancelled } from '#main/contract/errors.ts';
import { type BoundedQueue, createBoundedQueue } from '#main/platform/base/bounded-queue.ts';

const mostWaiting = 50;

export interface Mailbox {
  /** Dropped when too much waits already: nobody listens, and nothing of it is worth keeping for ever. */
  tell(window: DesktopWindow, event: DesktopEvent): void;
  /** Begins with `ready`. Ends with the signal, or when another follower takes over. */
  follow(window: DesktopWindow, signal: AbortSignal): AsyncIterable<DesktopEvent>;
}

type Box = { readonly waiting: BoundedQueue<DesktopEvent>; end: () => void };

export function createMailbox(): Mailbox {
  const make = (): Box => ({ waiting: createBoundedQueue(mostWaiting), end: () => {} });
  const boxes: Readonly<Record<DesktopWindow, Box>> = { main: make(), quick: make() };
  return {
    tell(window, event) {
      boxes[window].waiting.push(event);
    },
    async *follow(window, signal) {
      const box = boxes[window];
      box.end();
      const replaced = new AbortController();
      box.end = () => replaced.abort();
      const either = AbortSignal.any([signal, replaced.signal]);
      yield { type: 'ready' };
      while (!either.aborted) {
        const event = await box.waiting.next(either).catch((error: unknown) => {
          if (!isCancelled(error)) throw error;
          return undefined;
        });
        if (event === undefined) return;
        yield event;
      }
    },
  };
}
