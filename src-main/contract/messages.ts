// What a conversation is made of: sessions, messages, parts, turns, tool calls, approvals as the wire carries them.
import { z } from 'zod';
import { ErrorData } from './errors.ts';
import { ApprovalId, BlobId, CallId, CompactionId, InboxId, MessageId, SessionId, Timestamp, TurnId } from './ids.ts';
import { Outgoing, Proposal, Reason, Words } from './policy.ts';

/** `connection/name`, e.g. `anthropic/claude-sonnet-4-5`, `offline/commands`. */
export const ModelRef = z
  .string()
  .min(3)
  .max(300)
  .regex(/^[^/\s]+\/\S.*$/, 'write it as connection/name');
export type ModelRef = z.infer<typeof ModelRef>;

export const EffectType = z.enum(['read', 'write', 'execute', 'network', 'message', 'device', 'policy']);
export type EffectType = z.infer<typeof EffectType>;
export const Effect = z.object({
  type: EffectType,
  /** A path, an argv joined for reading, an origin; what the effect touches. */
  target: z.string(),
  /** For read and write: the target lies in the session's workspace. */
  insideWorkspace: z.boolean().optional(),
  /** Of a write: what is there is deleted or moved away. */
  delete: z.boolean().optional(),
  /** How many items it touches, where that is more than the one target: a delete of many asks with this number. */
  count: z.number().int().nonnegative().optional(),
  /** Some of these items, for the card. */
  sample: z.array(z.string()).max(20).optional(),
  /** Of an execute: every command of the script as its argument list, where all of it is known. Absent: nobody knows. */
  command: z.array(z.array(z.string())).optional(),
  /** Of a script that is not wholly known: the first thing in it that is not understood. */
  unknown: z.string().optional(),
  /** Of a message: who gets it. Of a device: `read` or `write` is `access`. */
  recipient: z.string().optional(),
  access: z.enum(['read', 'write']).optional(),
  /** Of a device: asked for each time, whatever rules, modes and grants say. */
  asksEachTime: z.literal(true).optional(),
});
export type Effect = z.infer<typeof Effect>;

/** Of the person's notes: `notes`, all of them; `note:<id>`; `note:new`. A file is never meant: it says where it lies. */
export const isNote = ({ target, insideWorkspace }: Effect): boolean =>
  insideWorkspace === undefined && (target === 'notes' || target.startsWith('note:'));

/** One file of a change to several. */
export const FileChange = z.object({
  path: z.string(),
  change: z.enum(['created', 'changed', 'deleted', 'moved']),
  /** Where a moved file was. */
  from: z.string().optional(),
  /** Unified diff; empty when only the place changes. */
  diff: z.string(),
  added: z.number().int(),
  removed: z.number().int(),
});
export type FileChange = z.infer<typeof FileChange>;

/** A command of a script that is wholly known, and when it runs: at the start, after the one before it, if that went well… */
export const ShellStep = z.object({
  argv: z.array(z.string()).min(1),
  /** Absolute. */
  cwd: z.string(),
  /** `pipe`: reads what the step before it prints. */
  when: z.enum(['first', 'after', 'and', 'or', 'pipe']),
});
export type ShellStep = z.infer<typeof ShellStep>;

/** Exactly what is shown to the person and what an approval binds to. */
export const Shown = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('argv'),
    argv: z.array(z.string()),
    cwd: z.string(),
    /** How it will run: `bubblewrap` (sandboxed), `none` (no sandbox on this machine). */
    sandbox: z.string(),
    network: z.boolean(),
    timeoutMs: z.number().int(),
    /** These are started, one by one and without a shell; `argv` says the same for reading. Absent: `argv` is started. */
    commands: z.array(ShellStep).optional(),
    /** Files that it runs, as they were when it was planned: changed ones are asked anew. */
    scripts: z.array(z.object({ path: z.string(), sha256: z.string() })).optional(),
  }),
  z.object({
    type: z.literal('diff'),
    path: z.string(),
    /** Unified diff; `created` when the file does not exist yet. */
    diff: z.string(),
    created: z.boolean(),
    added: z.number().int(),
    removed: z.number().int(),
  }),
  /** Several files at once, all or none. */
  z.object({ type: z.literal('changes'), files: z.array(FileChange) }),
  z.object({
    type: z.literal('request'),
    method: z.string(),
    url: z.string(),
    /** Those that were asked for; the connection adds its own. */
    headers: z.record(z.string(), z.string()).optional(),
    body: z.string().optional(),
    /** Names of stored keys that are put in on the way, for this address alone. */
    keys: z.array(z.string()).optional(),
  }),
  z.object({ type: z.literal('text'), text: z.string() }),
]);
export type Shown = z.infer<typeof Shown>;

/**
 * `asking` waits for the person; `unknown` means the process died between start and result: it may have run.
 */
export const CallState = z.enum([
  ...(['planning', 'asking', 'running', 'done', 'failed', 'denied', 'stopped', 'unknown'] as const),
  /** Not run: laid before the person as a proposal. */
  'proposed',
]);
export type CallState = z.infer<typeof CallState>;

export const ToolCall = z.object({
  type: z.literal('tool_call'),
  callId: CallId,
  tool: z.string(),
  input: z.unknown(), // the tool's own schema parsed it; shown as JSON
  state: CallState,
  /** One line in words for the card: "Read tide-notes.txt". A key of the catalogue plus its parameters. */
  title: z.object({ key: z.string(), params: z.record(z.string(), z.string()) }),
  effects: z.array(Effect).default([]),
  shown: Shown.optional(),
  /** What the model got; at most 32 KiB here, the whole is in `outputBlobId`. */
  output: z.string().optional(),
  outputBlobId: BlobId.optional(),
  error: ErrorData.optional(),
  exitCode: z.number().int().nullable().optional(),
  approval: z
    .object({
      id: ApprovalId,
      by: z.enum(['person', 'session', 'policy', 'timeout']),
      scope: z.enum(['once', 'session', 'always']).optional(),
    })
    .optional(),
  startedAt: Timestamp.optional(),
  endedAt: Timestamp.optional(),
  /** The model printed the call as text and Limpet recognised it. */
  fromText: z.boolean().optional(),
  /** The step of its turn that asked for it, from 1: calls of one step go back to the model together. */
  step: z.number().int().optional(),
});
export type ToolCall = z.infer<typeof ToolCall>;

export const Part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('reasoning'),
    text: z.string(),
    /** Opaque; some vendors want it back unchanged. */
    signature: z.string().optional(),
    ms: z.number().int().optional(),
  }),
  z.object({
    type: z.literal('image'),
    blobId: BlobId,
    mediaType: z.string(),
    name: z.string(),
    sizeBytes: z.number().int(),
  }),
  z.object({
    type: z.literal('file'),
    blobId: BlobId,
    mediaType: z.string(),
    name: z.string(),
    sizeBytes: z.number().int(),
  }),
  ToolCall,
  /** A remark of the runtime inside the answer: failover, retry, a limit reached, a text tool call that was not run. */
  z.object({ type: z.literal('note'), key: z.string(), params: z.record(z.string(), z.string()) }),
]);
export type Part = z.infer<typeof Part>;

export const Usage = z.object({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  cacheReadTokens: z.number().int().nonnegative().default(0),
  cacheWriteTokens: z.number().int().nonnegative().default(0),
  reasoningTokens: z.number().int().nonnegative().default(0),
  /** US dollars; absent where the price is unknown. */
  costUsd: z.number().nonnegative().optional(),
  steps: z.number().int().nonnegative().default(1),
  /** Steps among them whose price nobody knows: `costUsd` is the cost of the others. */
  unpricedSteps: z.number().int().nonnegative().optional(),
});
export type Usage = z.infer<typeof Usage>;

export const MessageStatus = z.enum(['streaming', 'done', 'interrupted', 'stopped', 'failed']);
export type MessageStatus = z.infer<typeof MessageStatus>;

export const Message = z.object({
  id: MessageId,
  sessionId: SessionId,
  turnId: TurnId.optional(),
  parentId: MessageId.nullable(),
  /** Position on its branch, from 0; history is paged by it. */
  depth: z.number().int().nonnegative(),
  role: z.enum(['user', 'assistant']),
  parts: z.array(Part),
  status: MessageStatus,
  error: ErrorData.optional(),
  /** Assistant only. `offline/…` answers are marked 'no model'. */
  model: z.string().optional(),
  usage: Usage.optional(),
  pinned: z.boolean(),
  /** Other versions of this message (edit, regenerate): all ids in order of creation, this one among them. */
  versions: z.array(MessageId),
  createdAt: Timestamp,
  endedAt: Timestamp.optional(),
});
export type Message = z.infer<typeof Message>;

export const SessionStatus = z.enum(['idle', 'running', 'asking', 'interrupted', 'failed']);
export type SessionStatus = z.infer<typeof SessionStatus>;

export const Session = z.object({
  id: SessionId,
  title: z.string(),
  /** False once the person has named it: then no automatic title replaces theirs. */
  titleIsAutomatic: z.boolean(),
  workspace: z.string(),
  /** Undefined: the default model of the settings. */
  model: ModelRef.optional(),
  pinned: z.boolean(),
  archived: z.boolean(),
  status: SessionStatus,
  headId: MessageId.nullable(),
  messageCount: z.number().int(),
  usage: Usage.optional(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  deletedAt: Timestamp.optional(),
});
export type Session = z.infer<typeof Session>;

export const StopReason = z.enum([
  'end',
  'max_output',
  'tool_calls',
  'refused',
  'cancelled',
  'limit_steps',
  'limit_tokens',
  'limit_cost',
  'limit_time',
  'error',
  'interrupted',
]);
export type StopReason = z.infer<typeof StopReason>;

export const TurnState = z.object({
  id: TurnId,
  sessionId: SessionId,
  state: z.enum(['running', 'asking', 'stopping', 'done', 'stopped', 'failed', 'interrupted']),
  model: z.string(),
  step: z.number().int(),
  startedAt: Timestamp,
  endedAt: Timestamp.optional(),
  stopReason: StopReason.optional(),
  error: ErrorData.optional(),
  /** A wait before the next try, e.g. rate limited: show a countdown. */
  retry: z.object({ attempt: z.number().int(), atMs: Timestamp, error: ErrorData }).optional(),
});
export type TurnState = z.infer<typeof TurnState>;

/** Accepted, stored, not yet part of a turn. */
export const QueuedMessage = z.object({
  id: InboxId,
  text: z.string(),
  mode: z.enum(['steer', 'queue']),
  attachments: z.number().int(),
  createdAt: Timestamp,
});
export type QueuedMessage = z.infer<typeof QueuedMessage>;

export const Compaction = z.object({
  id: CompactionId,
  sessionId: SessionId,
  /** The last message that the summary covers. */
  throughId: MessageId,
  throughDepth: z.number().int(),
  coveredCount: z.number().int(),
  summary: z.string(),
  active: z.boolean(),
  createdAt: Timestamp,
});
export type Compaction = z.infer<typeof Compaction>;

export const Approval = z.object({
  id: ApprovalId,
  sessionId: SessionId,
  sessionTitle: z.string(),
  turnId: TurnId,
  callId: CallId,
  tool: z.string(),
  title: z.object({ key: z.string(), params: z.record(z.string(), z.string()) }),
  effects: z.array(Effect),
  shown: Shown,
  /** sha256 over what is shown and the effects; sent back with the decision, so nobody approves what they did not see. */
  planHash: z.string(),
  /** What "This session" would cover, as a catalogue key; absent where no session grant is possible. */
  sessionGrant: z.object({ key: z.string(), params: z.record(z.string(), z.string()) }).optional(),
  /** The file or the switch can be put back by hand; a command cannot. */
  canUndo: z.boolean(),
  /** What cannot be put back, said before it is approved. */
  cannotUndo: Words.optional(),
  /** Why it was asked: the weightiest of `reasons`. */
  why: Words.optional(),
  /** Everything that had a say, deny and ask before allow. */
  reasons: z.array(Reason).optional(),
  /** The untrusted text that may be behind it: an address, a file, a sender. */
  source: z.string().optional(),
  /** What would leave this machine. */
  outgoing: Outgoing.optional(),
  /** What "Always for exactly this" would allow from now on; absent where that is not possible. */
  always: Words.optional(),
  /** Equal for calls of the same shape: one card may hold them, `decideGroup` answers them together. */
  shape: z.string().optional(),
  /** A rule that would spare this question, after three equal answers; `permissions.addRule` takes it as it is. */
  proposal: Proposal.optional(),
  createdAt: Timestamp,
  expiresAt: Timestamp,
});
export type Approval = z.infer<typeof Approval>;
