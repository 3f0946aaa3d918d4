// What the agent changed, turn by turn, and putting it back.
import { z } from 'zod';
import { CallId, SessionId, Timestamp, TurnId } from './ids.ts';
import { command, query, stream } from './kernel.ts';
import { Shown } from './messages.ts';

export const UndoWords = z.object({ key: z.string(), params: z.record(z.string(), z.string()) });
export type UndoWords = z.infer<typeof UndoWords>;

const EntryId = z.string().min(1).max(100);

export const UndoEntry = z.object({
  id: EntryId,
  turnId: TurnId,
  callId: CallId,
  at: Timestamp,
  kind: z.string(),
  change: z.enum(['created', 'changed', 'deleted', 'moved', 'folder_made', 'folder_deleted', 'setting', 'other']),
  what: UndoWords,
  /** Relative to the folder that the chat worked in. */
  path: z.string().optional(),
  movedTo: z.string().optional(),
  state: z.enum(['done', 'undone']),
  /** Why it can never be put back: what was there was too large to keep. */
  hindrance: z.enum(['not_kept']).optional(),
});
export type UndoEntry = z.infer<typeof UndoEntry>;

export const UndoOutcome = z.object({
  entryId: EntryId,
  what: UndoWords,
  path: z.string().optional(),
  /** `nothing`: it stood there already. `conflict`: somebody changed it since, so it was left alone. */
  outcome: z.enum(['put_back', 'nothing', 'conflict', 'failed']),
  /** `changed_since`, `folder_not_empty`, `not_kept`, `workspace_gone` or the reason of the disk. */
  reason: z.string().optional(),
  /** Whether asking again with `keepCopy` would put it back, with what stands there now moved aside. */
  canKeepCopy: z.boolean(),
  /** Where what stood there was moved to. */
  keptCopy: z.string().optional(),
});
export type UndoOutcome = z.infer<typeof UndoOutcome>;

export const UndoTurn = z.object({
  turnId: TurnId,
  /** Changes that stand, and those that were put back. */
  done: z.number().int(),
  undone: z.number().int(),
});
export type UndoTurn = z.infer<typeof UndoTurn>;

const Outcomes = z.object({ outcomes: z.array(UndoOutcome) });

export const undo = {
  /** In the order in which they happened. */
  forTurn: query(z.object({ turnId: TurnId }), z.object({ entries: z.array(UndoEntry) })),
  list: query(
    z.object({ sessionId: SessionId, limit: z.number().int().min(1).max(1_000).default(200) }),
    z.object({ entries: z.array(UndoEntry) }),
  ),
  /** One item whenever an entry of the session came or changed. */
  follow: stream(z.object({ sessionId: SessionId }), z.object({ turns: z.array(UndoTurn) })),
  /** What a file was before and is after. `not_found` when neither is kept any more. */
  change: query(z.object({ entryId: EntryId }), z.object({ shown: Shown })),
  /**
   * Newest first. What changed since is left alone and named, unless `keepCopy`. `conflict` with reason `turn_running`.
   */
  undoTurn: command(z.object({ turnId: TurnId, keepCopy: z.boolean().default(false) }), Outcomes),
  undoEntry: command(z.object({ entryId: EntryId, keepCopy: z.boolean().default(false) }), Outcomes),
  /** The other way: of a whole turn, oldest first, or of one entry. */
  redo: command(
    z.object({ turnId: TurnId, entryId: EntryId.optional(), keepCopy: z.boolean().default(false) }),
    Outcomes,
  ),
};
