// Talking: send, follow a turn live, read history, steer, stop, branch, pin, compaction.
import { z } from 'zod';
import { BlobId, CompactionId, InboxId, MessageId, SessionId } from './ids.ts';
import { command, query, stream } from './kernel.ts';
import {
  Approval,
  Compaction,
  Message,
  ModelRef,
  Part,
  QueuedMessage,
  Session,
  ToolCall,
  TurnState,
} from './messages.ts';

export const Attachment = z.object({
  blobId: BlobId,
  name: z.string().min(1).max(255),
  mediaType: z.string().min(1).max(120),
  sizeBytes: z.number().int().nonnegative(),
});
export type Attachment = z.infer<typeof Attachment>;

export const chatLimits = {
  textChars: 1_000_000,
  attachments: 16,
  imageBytes: 10 * 1024 * 1024,
  fileBytes: 25 * 1024 * 1024,
} as const;

/** Text and attachments of one message; empty text is fine with an attachment. */
export const Draft = z.object({
  text: z.string().max(chatLimits.textChars),
  attachments: z.array(Attachment).max(chatLimits.attachments).default([]),
});
export type Draft = z.infer<typeof Draft>;

/**
 * The live view of a session. First a `snapshot`; then the smallest thing that changed. A message is replaced whole by
 * `message`; its text grows by `text` (append to the part at `index`; create it when it is missing).
 */
export const TurnEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    session: Session,
    /** Messages on the current branch in all. */
    total: z.number().int(),
    /** The newest messages, in order; older ones by `history`. */
    tail: z.array(Message),
    turn: TurnState.optional(),
    queue: z.array(QueuedMessage),
    approvals: z.array(Approval),
    compactions: z.array(Compaction),
  }),
  z.object({ type: z.literal('message'), message: Message, total: z.number().int() }),
  z.object({
    type: z.literal('text'),
    messageId: MessageId,
    index: z.number().int(),
    part: z.enum(['text', 'reasoning']),
    append: z.string(),
  }),
  z.object({ type: z.literal('part'), messageId: MessageId, index: z.number().int(), part: Part }),
  z.object({ type: z.literal('call'), messageId: MessageId, call: ToolCall }),
  z.object({ type: z.literal('call-output'), callId: ToolCall.shape.callId, append: z.string() }),
  z.object({ type: z.literal('turn'), turn: TurnState }),
  z.object({ type: z.literal('queue'), queue: z.array(QueuedMessage) }),
  z.object({ type: z.literal('approvals'), approvals: z.array(Approval) }),
  z.object({ type: z.literal('session'), session: Session }),
  z.object({ type: z.literal('compactions'), compactions: z.array(Compaction) }),
]);
export type TurnEvent = z.infer<typeof TurnEvent>;

const inSession = z.object({ sessionId: SessionId });
const Sent = z.object({ inboxId: InboxId, duplicate: z.boolean() });

export const chat = {
  /**
   * Stores the message, then wakes the session. `auto`: steers a running turn, otherwise starts one. `queue`: waits for
   * the running turn to end. A second call with the same command id changes nothing.
   */
  send: command(
    inSession.extend({
      text: z.string().max(chatLimits.textChars),
      attachments: z.array(Attachment).max(chatLimits.attachments).default([]),
      mode: z.enum(['auto', 'steer', 'queue']).default('auto'),
      model: ModelRef.optional(),
    }),
    Sent,
  ),
  /** A new version of an earlier message of the person, beside the old one, and a new answer. */
  edit: command(
    inSession.extend({
      messageId: MessageId,
      text: z.string().max(chatLimits.textChars),
      attachments: z.array(Attachment).max(chatLimits.attachments).default([]),
    }),
    Sent,
  ),
  /** A new answer beside the old one. */
  regenerate: command(inSession.extend({ messageId: MessageId, model: ModelRef.optional() }), Sent),
  /** Goes on after an interrupted, stopped or failed turn. */
  continue: command(inSession, Sent),
  /** Shows another version and everything below it. */
  switchVersion: command(inSession.extend({ messageId: MessageId }), Session),
  /** Ends the running turn: no new effect within 200 ms, processes gone in 2 s, the partial answer is kept. */
  stop: command(inSession.extend({ clearQueue: z.boolean().default(false) }), z.object({ stopped: z.boolean() })),
  removeQueued: command(inSession.extend({ inboxId: InboxId }), z.object({ removed: z.boolean() })),
  pin: command(inSession.extend({ messageId: MessageId, pinned: z.boolean() }), Message),
  follow: stream(inSession, TurnEvent),
  /** Messages of the current branch by position: `from` counts from 0, the oldest. */
  history: query(
    inSession.extend({ from: z.number().int().nonnegative(), limit: z.number().int().min(1).max(200).default(50) }),
    z.object({ total: z.number().int(), headId: MessageId.nullable(), messages: z.array(Message) }),
  ),
  /** The whole stored output of a call that was cut for display. */
  callOutput: query(
    inSession.extend({ callId: ToolCall.shape.callId, from: z.number().int().nonnegative().default(0) }),
    z.object({ text: z.string(), totalChars: z.number().int() }),
  ),
  compact: command(inSession, Compaction.nullable()),
  undoCompaction: command(inSession.extend({ compactionId: CompactionId }), Compaction),
  saveDraft: command(inSession.extend({ draft: Draft }), z.object({})),
  draft: query(inSession, Draft),
};
