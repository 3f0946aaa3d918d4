// Standing measurements: a part of a board, measured again and again by the person's one order.
import type { Watch, WatchedPart } from '#main/contract/readings.ts';
import type { SentBy } from './devices.ts';

export type WatchOrder = {
  readonly deviceKey: string;
  readonly part: WatchedPart;
  readonly everySeconds: number;
  /** Milliseconds since 1970. */
  readonly until?: number | undefined;
};

export interface Watches {
  list(): Promise<readonly Watch[]>;
  /** At once, then after each change; ends with the signal. */
  follow(signal: AbortSignal): AsyncIterable<readonly Watch[]>;
  /** What `start` would refuse it with. */
  check(order: WatchOrder): Promise<void>;
  /**
   * Durable when it resolves; the same part measured already: this one takes its place. Errors: `forbidden`
   * (`device_not_allowed`), `invalid_input` (`unknown_sensor`, `board_unknown`), `conflict` (`too_many_watches`).
   */
  start(order: WatchOrder, by: SentBy): Promise<Watch>;
  /** Of one that has ended: nothing happens. */
  end(id: string, by: SentBy): Promise<void>;
  /**
   * Measures while devices are connected, and after a start opens those again that it had. Ends with the signal.
   */
  run(signal: AbortSignal): Promise<void>;
}
