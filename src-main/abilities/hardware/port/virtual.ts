// Boards that are not there: they answer as real ones do, so that everything can be tried and tested without hardware.
import type { VirtualBoardName } from '#main/contract/devices.ts';
import type { LinkOpener } from './link.ts';

export type VirtualBoardState = {
  readonly name: VirtualBoardName;
  readonly isRunning: boolean;
  /** The process that it runs in, where it has one of its own. */
  readonly pid?: number;
  /** What its outputs do, seen from outside: pin to the share of time that it is high, 0 to 1. */
  readonly outputs?: Readonly<Record<string, number>>;
  /** Analog inputs that were laid on a voltage, and on which. */
  readonly inputs?: Readonly<Record<string, number>>;
};

/**
 * What goes wrong on a line. `garbage`: bytes that are no text. `cut`: the next line stops half-way. `silence`: nothing
 * comes and nothing is answered until it is opened again. `unplug`: it is gone, as if stopped.
 */
export type LineFault = 'garbage' | 'cut' | 'silence' | 'unplug';

export interface VirtualBoards {
  list(): readonly VirtualBoardState[];
  /** Started already: nothing happens. Errors: `cancelled`, `unavailable` (`service_start`). */
  start(name: VirtualBoardName, signal: AbortSignal): Promise<void>;
  /** As pulling the plug: its link ends as `gone`. */
  stop(name: VirtualBoardName): Promise<void>;
  /** Called after a start, a stop, and when outputs change. */
  onChange(listener: () => void): () => void;
  /** Holds a button of the Uno down for so long. Errors: `not_found` (`board_not_started`), as the next two. */
  press(button: 'approve' | 'deny', holdMs: number): void;
  /** Lays a voltage on an analog input of the Uno, 0 to 5, in place of what its sensors give; null takes it off again. */
  setAnalog(channel: number, volt: number | null): void;
  /** Of the weather station. */
  cause(fault: LineFault): void;
  /** Lists the boards that are started. Opening the Uno resets it, as it does with a real one. */
  readonly opener: LinkOpener;
}
