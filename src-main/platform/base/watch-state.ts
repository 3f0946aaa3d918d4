// A stream of something small that is sent whole: once at the start, and again after every fact about it.
import type { Cursor } from '#main/contract/ids.ts';
import type { StreamItem } from '#main/contract/kernel.ts';

/** The part of the bus that this needs; a leaf does not know the bus itself. */
type Facts<T extends string> = {
  cursor(topic: T, key: string): Cursor;
  subscribe(topic: T, key: string, o: { after: Cursor; signal: AbortSignal }): AsyncIterable<{ cursor: Cursor }>;
};

export type WatchOptions<T extends string, S> = {
  readonly facts: Facts<T>;
  readonly topic: T;
  /** Default `''`. */
  readonly key?: string;
  /** Read after every fact; what it tells is never older than the fact. */
  readonly state: () => S | Promise<S>;
  readonly signal: AbortSignal;
};

/** Ends when the signal aborts. A reader that comes back gets the whole again, so its old cursor does not matter. */
export async function* watchState<T extends string, S>(o: WatchOptions<T, S>): AsyncGenerator<StreamItem<S>> {
  // The position is taken before the state is read: a change between the two is sent twice rather than never.
  const key = o.key ?? '';
  const after = o.facts.cursor(o.topic, key);
  yield { cursor: after, data: await o.state() };
  for await (const { cursor } of o.facts.subscribe(o.topic, key, { after, signal: o.signal }))
    yield { cursor, data: await o.state() };
}
