// Branded ids: a session id cannot be passed where a turn id is meant.
import { z } from 'zod';

const id = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9._:-]+$/);

export const SessionId = id.brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;
export const MessageId = id.brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;
export const TurnId = id.brand<'TurnId'>();
export type TurnId = z.infer<typeof TurnId>;
export const CallId = id.brand<'CallId'>();
export type CallId = z.infer<typeof CallId>;
export const ApprovalId = id.brand<'ApprovalId'>();
export type ApprovalId = z.infer<typeof ApprovalId>;
export const InboxId = id.brand<'InboxId'>();
export type InboxId = z.infer<typeof InboxId>;
export const BlobId = id.brand<'BlobId'>();
export type BlobId = z.infer<typeof BlobId>;
export const CompactionId = id.brand<'CompactionId'>();
export type CompactionId = z.infer<typeof CompactionId>;
export const ProposalId = id.brand<'ProposalId'>();
export type ProposalId = z.infer<typeof ProposalId>;
export const RuleId = id.brand<'RuleId'>();
export type RuleId = z.infer<typeof RuleId>;
export const ArtefactId = id.brand<'ArtefactId'>();
export type ArtefactId = z.infer<typeof ArtefactId>;
export const NoteId = id.brand<'NoteId'>();
export type NoteId = z.infer<typeof NoteId>;
export const ReflexId = id.brand<'ReflexId'>();
export type ReflexId = z.infer<typeof ReflexId>;
/** Client-made; the dedupe key of a command. */
export const CommandId = id.brand<'CommandId'>();
export type CommandId = z.infer<typeof CommandId>;
/** Opaque to clients: `<epoch>:<number>`; an unknown epoch means a fresh snapshot. */
export const Cursor = z.string().min(1).max(100).brand<'Cursor'>();
export type Cursor = z.infer<typeof Cursor>;
/** Milliseconds since the Unix epoch. */
export const Timestamp = z.number().int().nonnegative();
export type Timestamp = z.infer<typeof Timestamp>;
