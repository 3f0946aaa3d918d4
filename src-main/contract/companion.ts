// Boards with our firmware beside the screen: whose buttons may answer, what they are asked, and the lock of a long press.
import { z } from 'zod';
import { DeviceKey } from './devices.ts';
import { ApprovalId, Timestamp } from './ids.ts';
import { command, stream } from './kernel.ts';

/** Why the person's word that a board may answer does not hold any more. `foreign`: its program may be another one now. */
export const Withdrawn = z.enum(['foreign', 'lied']);
export type Withdrawn = z.infer<typeof Withdrawn>;

export const CompanionBoard = z.object({
  key: DeviceKey,
  /** Its buttons may answer the question that lies open. */
  mayAnswer: z.boolean(),
  withdrawn: Withdrawn.optional(),
  /** Its own button has locked it; it switches nothing until it is reset. */
  isLocked: z.boolean(),
  isAsked: z.boolean(),
});
export type CompanionBoard = z.infer<typeof CompanionBoard>;

/** Nothing runs, nothing is taken, no device is open; until the person lets go. Kept over a restart. */
export const Lockdown = z.object({
  since: Timestamp,
  /** Whose button it was; absent where it was locked in the window. */
  board: z.string().optional(),
});
export type Lockdown = z.infer<typeof Lockdown>;

export const CompanionState = z.object({
  /** Those that are open now and have our firmware. */
  boards: z.array(CompanionBoard),
  lockdown: Lockdown.optional(),
});
export type CompanionState = z.infer<typeof CompanionState>;

export const companion = {
  follow: stream(z.object({}), CompanionState),
  /** `not_found` (`no_companion`) where no board of this key is open with our firmware. */
  letAnswer: command(z.object({ key: DeviceKey, mayAnswer: z.boolean() }), z.object({})),
  /**
   * Open for as long as the card of this question stands wholly read on a screen that can be seen. Only then it goes to a
   * board, and only when no other question waits. Items name the boards whose buttons answer it now.
   */
  attend: stream(
    z.object({ approvalId: ApprovalId, planHash: z.string().length(64) }),
    z.object({ boards: z.array(z.string()) }),
  ),
  lock: command(z.object({}), z.object({})),
  /** What was stopped stays stopped. */
  release: command(z.object({}), z.object({})),
};
