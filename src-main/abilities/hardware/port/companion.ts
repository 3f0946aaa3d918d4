// Consent by hand: what app and wire see of the boards that stand beside the screen.
import type { CompanionState } from '#main/contract/companion.ts';
import type { ApprovalId } from '#main/contract/ids.ts';

export type Attended = { readonly approvalId: ApprovalId; readonly planHash: string };

export interface Companion {
  /** At once, then after each change; ends with the signal. */
  follow(signal: AbortSignal): AsyncIterable<CompanionState>;
  /** Errors: `not_found` (`no_companion`). */
  letAnswer(key: string, mayAnswer: boolean): Promise<void>;
  /** While this is read, the question can be seen on a screen. Gives the names of the boards that ask it now. */
  attend(question: Attended, signal: AbortSignal): AsyncIterable<readonly string[]>;
  run(signal: AbortSignal): Promise<void>;
}
