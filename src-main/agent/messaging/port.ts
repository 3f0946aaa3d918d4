// One way in, one lane per session, one way out.
import type { Attachment } from '#main/contract/chat.ts';
import type { InboxId, SessionId } from '#main/contract/ids.ts';
import type { InboundKind, TurnPolicy } from '#main/platform/store/port.ts';

export type InboundMessage = {
  readonly sessionId: SessionId;
  /** `ui`, `cli`, `api`; later a messenger. */
  readonly channelId: string;
  readonly dedupeKey: string;
  readonly kind: InboundKind;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly mode: 'auto' | 'steer' | 'queue';
  readonly model?: string;
  readonly policy: TurnPolicy;
};

export interface Inbox {
  /** Resolves once stored; the lane is awake then. `invalid_input` for an empty message. */
  accept(message: InboundMessage): Promise<{ inboxId: InboxId; duplicate: boolean }>;
}

export interface Lanes {
  wake(sessionId: SessionId): void;
  /**
   * Aborts the running turn and ends what the session left running in the background; resolves when the turn has ended
   * and all processes are gone. False when no turn ran.
   */
  stop(sessionId: SessionId): Promise<boolean>;
  /** As `stop`, for every session at once and for what ran in the background of others; tells how many lanes were at work. */
  stopEvery(): Promise<number>;
  /** Wakes every session with a message that waits. */
  wakePending(): Promise<void>;
  stopAll(): Promise<void>;
  isRunning(sessionId: SessionId): boolean;
  /** How many sessions have a turn that runs or waits for its place. */
  runningCount(): number;
  /** Resolves when the lane has nothing left to do. */
  idle(sessionId: SessionId): Promise<void>;
  /** Recovers after a start, wakes pending sessions, runs until aborted, then drains: running turns are stopped as interrupted. */
  run(signal: AbortSignal): Promise<void>;
}
