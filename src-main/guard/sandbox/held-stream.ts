// Pieces that wait for one reader, within a bound.

const silenceMs = 200;

export type HeldStream<T> = {
  push(item: T): void;
  /** Nothing more comes; what is held is still read. */
  end(error?: unknown): void;
  /** Ends once nothing more comes for a moment. */
  giveUp(): void;
  readonly items: AsyncIterable<T>;
};

export type HeldOptions<T> = {
  readonly bound: number;
  readonly sizeOf: (item: T) => number;
  /** `wait`: `pause` is called when it is full and `resume` when half of it was read. `drop`: the oldest go. */
  readonly whenFull: { readonly pause: () => void; readonly resume: () => void } | 'drop';
};

/** One reader; memory stays bounded. An error given to `end` is thrown after what was held. */
export function createHeldStream<T>(o: HeldOptions<T>): HeldStream<T> {
  let held: T[] = [];
  /** How many of `held` were taken: an array's shift() moves all that follows, for each of many short lines. */
  let taken = 0;
  let size = 0;
  let ending: { readonly error?: unknown } | undefined;
  let isLast = false;
  let wake: (() => void) | undefined;
  const notify = () => {
    wake?.();
    wake = undefined;
  };
  const take = (): T | undefined => {
    const next = held[taken];
    if (next === undefined) return undefined;
    taken += 1;
    size -= o.sizeOf(next);
    if (taken * 2 > held.length) {
      held = held.slice(taken);
      taken = 0;
    }
    return next;
  };

  async function* read(): AsyncGenerator<T> {
    for (;;) {
      const next = take();
      if (next !== undefined) {
        if (size < o.bound / 2 && o.whenFull !== 'drop') o.whenFull.resume();
        yield next;
      } else if (ending !== undefined) {
        if (ending.error !== undefined) throw ending.error;
        return;
      } else {
        const more = new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (!isLast) await more;
        // What lies in the pipes still comes at once; what holds them open beyond that has nothing to say to us.
        else if (await Promise.race([more, silence()])) return;
      }
    }
  }

  return {
    push(item) {
      if (ending !== undefined) return;
      held.push(item);
      size += o.sizeOf(item);
      if (size >= o.bound) {
        if (o.whenFull === 'drop') while (size >= o.bound && held.length - taken > 1) take();
        else o.whenFull.pause();
      }
      notify();
    },
    end(error) {
      ending ??= error === undefined ? {} : { error };
      notify();
    },
    giveUp() {
      isLast = true;
      notify();
    },
    items: { [Symbol.asyncIterator]: read },
  };
}

const silence = () => new Promise<true>((resolve) => setTimeout(() => resolve(true), silenceMs));
