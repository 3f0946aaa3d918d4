// A stream as its reader sees it: bounded, resumed after the last item that arrived, ended or failed once.
import type { AppError } from './errors.ts';
import type { ServerFrame } from './frames.ts';
import type { Cursor } from './ids.ts';

export type ItemFrame = Extract<ServerFrame, { type: 'item' }>;
export type ArrivedItem = { readonly cursor: Cursor; readonly data: unknown };

/** Items that wait for a slow reader; beyond it the stream is closed and resumed when the reader has caught up. */
const maxWaiting = 1_024;

export type ClientStream = {
  readonly op: string;
  readonly input: unknown;
  /** The last cursor that arrived: where a new connection goes on. */
  after: Cursor | undefined;
  /** Its id on the wire; undefined while it is paused. */
  wireId: string | undefined;
  /** False when the reader is too slow: the item was not taken and the stream must be paused. */
  take(item: ArrivedItem): boolean;
  end(error?: AppError): void;
  /** The next item that has arrived; undefined when there is none right now. */
  shift(): ArrivedItem | undefined;
  outcome(): { readonly error?: AppError } | undefined;
  /** Resolves when something happened or the signal aborted. */
  change(signal: AbortSignal | undefined): Promise<void>;
};

export function createClientStream(o: { op: string; input: unknown; after: Cursor | undefined }): ClientStream {
  let waiting: ArrivedItem[] = [];
  let head = 0;
  let outcome: { readonly error?: AppError } | undefined;
  let wake: (() => void) | undefined;
  const changed = () => {
    wake?.();
    wake = undefined;
  };
  return {
    op: o.op,
    input: o.input,
    after: o.after,
    wireId: undefined,
    take(item) {
      if (waiting.length - head >= maxWaiting) return false;
      waiting.push(item);
      this.after = item.cursor;
      changed();
      return true;
    },
    end(error) {
      outcome ??= error === undefined ? {} : { error };
      changed();
    },
    shift() {
      const item = waiting[head];
      if (item === undefined) return undefined;
      head += 1;
      if (head === waiting.length) {
        waiting = [];
        head = 0;
      }
      return item;
    },
    outcome: () => outcome,
    change: (signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const settle = () => {
          signal?.removeEventListener('abort', settle);
          resolve();
        };
        signal?.addEventListener('abort', settle, { once: true });
        wake = settle;
      }),
  };
}
