// What is switched on boards: every way to an output goes through here, within the limits that the person set.
import type { AppError } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { BoardProtocol } from './buses.ts';
import type { SentBy } from './devices.ts';

export type OutputOrder = {
  /** As `DeviceIdentity.key`. */
  readonly device: string;
  readonly via: BoardProtocol;
  readonly pin: string;
  /** The share of the time that the pin is high, 0 to 1; an output without degrees knows 0 and 1 alone. */
  readonly value: number;
};

export type SwitchedOutput = OutputOrder & { readonly since: number };

/** `turn`: the run that switched it was stopped. `sleep`: the computer is about to. */
export type StopCause = 'person' | 'turn' | 'board' | 'sleep' | 'disconnect' | 'quit';

export type StopReport = {
  /** Keys of the devices whose outputs are safe now. */
  readonly safe: readonly string[];
  readonly failed: readonly { readonly device: string; readonly error: AppError }[];
};

export interface Outputs {
  /**
   * Switches, and remembers what is on. Errors: `forbidden` (`outside_envelope`) before anything is sent, `conflict`
   * (`bench_stopped`) after an emergency stop until the person lets go, `unsupported` (`board_lacks`), those of the board.
   */
  set(order: OutputOrder, by: SentBy, signal: AbortSignal): Promise<void>;
  /** What `set` would refuse it for, before anything is sent. */
  refusalOf(order: OutputOrder): Promise<AppError | undefined>;
  /** What was switched and is not safe again, oldest first. */
  list(): readonly SwitchedOutput[];
  /**
   * Brings every output to its safe state. By the person or by a board's button it also refuses to switch until `release`,
   * over restarts. Never rejects; ends within 3 s.
   */
  stopAll(cause: StopCause): Promise<StopReport>;
  /** The same for what this session switched, when its run was stopped. */
  stopSession(sessionId: SessionId): Promise<StopReport>;
  readonly isStopped: boolean;
  /** What the newest stop could not bring to a safe state. */
  readonly unsafe: StopReport['failed'];
  /** The person lets switching go on. */
  release(): void;
  /** After each switch, stop and release. Gives back how to end it. */
  onChange(listener: () => void): () => void;
}
