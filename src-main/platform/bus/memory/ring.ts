// The newest events of one topic and key, bounded in count and bytes; what fell out is known by its position.

export type RingEntry<T> = { readonly seq: number; readonly event: T; readonly bytes: number };
export type RingLimits = { readonly events: number; readonly bytes: number };

export interface Ring<T> {
  /** Positions up to here can no longer be resumed without a snapshot. */
  readonly floor: number;
  /** Whoever waits for the next event; a ring with waiters is never dropped. */
  readonly waiters: Set<() => void>;
  readonly size: number;
  touchedAt: number;
  readonly bytes: number;
  push(entry: RingEntry<T>): void;
  /** Forgets everything: readers that are behind get a fresh snapshot. */
  clear(): void;
  /** The oldest kept event after a position. */
  after(seq: number): RingEntry<T> | undefined;
}

export function createRing<T>(floorAtStart: number, limits: RingLimits): Ring<T> {
  let entries: RingEntry<T>[] = [];
  let head = 0;
  let bytes = 0;
  let floor = floorAtStart;
  const dropOldest = () => {
    const oldest = entries[head];
    if (oldest === undefined) return;
    head += 1;
    bytes -= oldest.bytes;
    floor = oldest.seq;
  };
  return {
    touchedAt: 0,
    waiters: new Set(),
    get floor() {
      return floor;
    },
    get bytes() {
      return bytes;
    },
    get size() {
      return entries.length - head;
    },
    push(entry) {
      entries.push(entry);
      bytes += entry.bytes;
      while (entries.length - head > limits.events || bytes > limits.bytes) dropOldest();
      // Shifting at every push would copy the ring each time.
      if (head > 64 && head * 2 > entries.length) {
        entries = entries.slice(head);
        head = 0;
      }
    },
    clear() {
      floor = entries.at(-1)?.seq ?? floor;
      entries = [];
      head = 0;
      bytes = 0;
    },
    after(seq) {
      let low = head;
      let high = entries.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((entries[middle]?.seq ?? 0) > seq) high = middle;
        else low = middle + 1;
      }
      return entries[low];
    },
  };
}
