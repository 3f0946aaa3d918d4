// A turn as lanes, handlers and commands see it: one function that runs it, and what it shows while it runs.
import type { CompactionId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Compaction, Message, TurnState } from '#main/contract/messages.ts';
import type { Proposal } from '#main/contract/proposals.ts';

/** Why a lane ends a turn: reasons of its AbortSignal. `stop` keeps the answer as stopped, `shutdown` as interrupted. */
export type TurnAbort = 'stop' | 'shutdown';

export type TurnTask = {
  readonly sessionId: SessionId;
  /** Of the lane's lock: the store refuses an older one. */
  readonly fence: number;
  readonly signal: AbortSignal;
  /** True while a steering row may be waiting; asked between steps, so that no step reads the disk for nothing. */
  readonly takeSteering: () => boolean;
  /** Rows of the queue became messages of this turn. */
  readonly taken: () => void;
};

/** What the running turn holds in memory and the store does not have yet. Copies: the caller may keep them. */
export type LiveTurn = { readonly turn: TurnState; readonly answer: Message; readonly title: string | undefined };

export interface Loop {
  /**
   * Takes the pending rows of the session as one turn and runs it to its stored end. Undefined when nothing is pending.
   * Rejects only when no turn could be begun: afterwards every failure is the turn's own end. A turn that ends as
   * stopped, whoever or whatever stopped it, has done `endBackground` when this resolves.
   */
  runTurn(task: TurnTask): Promise<TurnId | undefined>;
  /**
   * Ends what calls of this session left running, also those of earlier turns; without a session, of all. Resolves when it
   * is gone. Never rejects.
   */
  endBackground(sessionId?: SessionId): Promise<void>;
  /** Everything that it holds has been published before it returns: take the cursor afterwards, in the same moment. */
  live(sessionId: SessionId): LiveTurn | undefined;
  /** Does what a proposal shows and nothing else. `conflict` with reason `changed_meanwhile` when it would do something else by now. */
  applyProposal(o: { proposal: Proposal; input: unknown; signal: AbortSignal }): Promise<{ readonly output: string }>;
  /** Pins have changed: what the model is told of older messages is read again. */
  forget(sessionId: SessionId): void;
  /** By hand. Null when there is nothing to summarise; `conflict` while a turn runs; `unsupported` without a model. */
  compact(sessionId: SessionId, signal: AbortSignal): Promise<Compaction | null>;
  /**
   * Notes to go on with elsewhere, stored nowhere. `offline`: no model was there, so they are the person's own messages.
   * Rejects with the model's error.
   */
  summarise(sessionId: SessionId, signal: AbortSignal): Promise<{ summary: string; offline: boolean }>;
  undoCompaction(sessionId: SessionId, compactionId: CompactionId): Promise<Compaction>;
}
