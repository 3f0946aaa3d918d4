// The doctor's door: a check that a room or a host adds to its round.
import type { Finding } from '#main/contract/system.ts';

/**
 * Looks at one thing and says what it found; one that throws or takes longer than 5 s becomes an error of its own. Ids of
 * findings are its own, and stay the same while the cause does.
 */
export interface DoctorCheck {
  readonly id: string;
  run(signal: AbortSignal): Promise<Finding | readonly Finding[]>;
  /** Mends what it found under this id, where the finding has a fix of type `apply`. Rejects with the reason when it cannot. */
  fix?(findingId: string, signal: AbortSignal): Promise<unknown>;
}
