// What is remembered. One method is one atomic step; there is no transaction() and no SQL outside this room's folders.
import type { ApprovalDecision } from '#main/contract/approvals.ts';
import type { Attachment, Draft } from '#main/contract/chat.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import type {
  ApprovalId,
  BlobId,
  CallId,
  CommandId,
  CompactionId,
  InboxId,
  MessageId,
  SessionId,
  TurnId,
} from '#main/contract/ids.ts';
import type {
  Approval,
  Compaction,
  EffectType,
  Message,
  MessageStatus,
  Part,
  QueuedMessage,
  Session,
  StopReason,
  ToolCall,
  TurnState,
  Usage,
} from '#main/contract/messages.ts';
import type { Words } from '#main/contract/policy.ts';
import type { SearchHit } from '#main/contract/sessions.ts';
import type { Settings } from '#main/contract/settings.ts';
import type { ActivityStore, NewActivity, PlacedActivity } from './port/activity.ts';
import type { ArtefactStore } from './port/artefacts.ts';
import type { DeviceStore } from './port/devices.ts';
import type { LedgerStore } from './port/ledger.ts';
import type { NoteStore } from './port/notes.ts';
import type { ReadingStore } from './port/readings.ts';
import type { ReflexStore } from './port/reflexes.ts';
import type { RuleStore, StoredRule } from './port/rules.ts';
import type { SnapshotStore } from './port/snapshots.ts';
import type { SpendingStore } from './port/spending.ts';
import type { ProposalStore, TaintStore } from './port/taint.ts';

export type SessionChange = Partial<
  Pick<Session, 'title' | 'titleIsAutomatic' | 'workspace' | 'pinned' | 'archived'>
> & {
  readonly model?: Session['model'] | null;
};

/** `not_found` for an unknown id in every method. Reads run beside writes and see whole steps only. */
export interface SessionStore {
  /** A repeated `commandId` returns the session made the first time. */
  create(s: {
    id: SessionId;
    commandId?: CommandId;
    title: string;
    titleIsAutomatic: boolean;
    workspace: string;
    model?: string;
    now: number;
  }): Promise<Session>;
  get(id: SessionId): Promise<Session>;
  /** Pinned ones first, then the newest; `before` goes on after that one in the same order. */
  list(o: {
    archived: boolean;
    limit: number;
    before?: { updatedAt: number; id: SessionId };
  }): Promise<{ sessions: Session[]; total: number }>;
  change(id: SessionId, change: SessionChange, now: number): Promise<Session>;
  remove(id: SessionId, now: number): Promise<Session>;
  restore(id: SessionId, now: number): Promise<Session>;
  /**
   * Deletes for good what was removed before `before`; its blobs that nobody else uses too, and dedupe keys of done inbox
   * rows as old as that. Returns how many sessions.
   */
  purge(before: number): Promise<number>;
  saveDraft(id: SessionId, draft: Draft, now: number): Promise<void>;
  draft(id: SessionId): Promise<Draft>;
  /** Newest first within the best; two-character Chinese words are found. Excerpts at most 240 characters. */
  search(o: {
    text: string;
    limit: number;
    sessionId?: SessionId;
    signal: AbortSignal;
  }): Promise<{ hits: SearchHit[]; more: boolean }>;
}

export type BranchContext = {
  readonly compaction?: Compaction;
  readonly pinned: readonly Message[];
  readonly messages: readonly Message[];
  readonly isCut: boolean;
};

/** Where in a session's tree a reader is; opaque. */
export type MessagePlace = { readonly branch: number; readonly depth: number };

export interface MessageStore {
  /** Messages of the branch that ends at `headId` (default: the session's head), by depth, oldest first. */
  history(o: {
    sessionId: SessionId;
    headId?: MessageId;
    from: number;
    limit: number;
  }): Promise<{ total: number; headId: MessageId | null; messages: Message[] }>;
  get(id: MessageId): Promise<Message>;
  /**
   * Messages of all branches, each after its parent, page by page. `after`: the `next` of the page before; it is absent at
   * the end.
   */
  every(o: {
    sessionId: SessionId;
    after?: MessagePlace;
    limit: number;
  }): Promise<{ messages: Message[]; next?: MessagePlace }>;
  /**
   * What a model needs to see of the branch: active compaction if any (the newest whose end lies on the branch), pinned
   * messages it covers, and the messages after it, oldest first. Calls carry their full stored output. Reading goes back
   * from the newest message and ends once `maxChars` of stored text were read; `isCut` says that older ones were left out.
   */
  context(sessionId: SessionId, o: { maxChars: number }): Promise<BranchContext>;
  /** Makes the newest leaf below (or at) this message the head. `conflict` while a turn runs. */
  switchTo(sessionId: SessionId, messageId: MessageId, now: number): Promise<Session>;
  pin(id: MessageId, pinned: boolean): Promise<Message>;
  callOutput(callId: CallId): Promise<string>;
  addCompaction(c: {
    id: CompactionId;
    sessionId: SessionId;
    throughId: MessageId;
    summary: string;
    usage?: Usage;
    /** The model that wrote the summary, for `usage`; without it the one of `throughId`. */
    model?: string;
    now: number;
  }): Promise<Compaction>;
  setCompactionActive(id: CompactionId, active: boolean): Promise<Compaction>;
  compactions(sessionId: SessionId): Promise<Compaction[]>;
}

/** A message from elsewhere. `blobIds` are stored already. */
export type ImportedMessage = Pick<Message, 'id' | 'parentId' | 'role' | 'parts' | 'status' | 'pinned' | 'createdAt'> &
  Partial<Pick<Message, 'model' | 'error' | 'usage' | 'endedAt'>> & { readonly blobIds: readonly BlobId[] };
export type ImportedSession = Pick<
  Session,
  'id' | 'title' | 'titleIsAutomatic' | 'workspace' | 'pinned' | 'archived' | 'createdAt' | 'updatedAt'
> & {
  /** Names what it was made from; a second import of the same finds the session by it. */
  readonly key: CommandId;
  readonly model?: string;
  readonly usage?: Usage;
};

export interface ImportStore {
  /** The session that was made from this before, deleted or not, or has this id. */
  find(o: { key: CommandId; id?: SessionId }): Promise<Session | undefined>;
  /** Which of these messages are here, at most 1,000 of them. */
  known(ids: readonly MessageId[]): Promise<ReadonlySet<MessageId>>;
  /**
   * Makes the session unless it is there, and adds those messages that are not; a parent comes before its children, in
   * this step or an earlier one. A message whose id belongs to another session, or whose parent is missing, is
   * `invalid_input`. The head moves to `headId` when that was added and the present head lies on its way, or there is none.
   */
  add(o: {
    session: ImportedSession;
    messages: readonly ImportedMessage[];
    headId?: MessageId;
    now: number;
  }): Promise<{ session: Session; added: number }>;
  /** Summaries that were made elsewhere; those that are here already are passed over. */
  addCompactions(sessionId: SessionId, compactions: readonly Compaction[]): Promise<void>;
}

export type InboundKind =
  | { readonly type: 'message' }
  /** New version of a user message, beside it. */
  | { readonly type: 'edit'; readonly messageId: MessageId }
  /** New answer beside this assistant message. */
  | { readonly type: 'regenerate'; readonly messageId: MessageId }
  | { readonly type: 'continue' };

/** What a turn may do without asking, and whether there is anybody to ask. */
export type TurnPolicy = { readonly allow: readonly EffectType[]; readonly interactive: boolean };

export type InboundRow = {
  readonly id: InboxId;
  readonly sessionId: SessionId;
  readonly channelId: string;
  /** Unique per channel; a second row with it is dropped and reported as a duplicate. */
  readonly dedupeKey: string;
  readonly kind: InboundKind;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly mode: 'steer' | 'queue';
  readonly model?: string;
  readonly policy: TurnPolicy;
  readonly now: number;
};

export interface InboxStore {
  /**
   * Commit 1: durable before it returns. `not_found` for a missing or deleted session, message or attachment;
   * `rate_limited` past 10,000 pending rows of the session.
   */
  accept(row: InboundRow): Promise<{ id: InboxId; duplicate: boolean }>;
  pending(sessionId: SessionId): Promise<QueuedMessage[]>;
  remove(sessionId: SessionId, id: InboxId): Promise<boolean>;
  /** Empties the queue of a session, returns how many. */
  clear(sessionId: SessionId): Promise<number>;
  /** Sessions with pending rows, oldest first: what the lanes wake after a start. */
  sessionsWithPending(): Promise<SessionId[]>;
}

export type BegunTurn = {
  readonly turn: TurnState;
  readonly session: Session;
  /** Each carries the id of its row: who accepted a row knows its turn. */
  readonly userMessages: Message[];
  /** The empty assistant message that the turn writes into; status `streaming`. */
  readonly answer: Message;
  readonly policy: TurnPolicy;
  readonly model: string | undefined;
  readonly channelId: string;
};

export type StepEnd = {
  readonly turnId: TurnId;
  readonly messageId: MessageId;
  readonly fence: number;
  /** All parts of the message so far; tool calls in state `planning`. */
  readonly parts: readonly Part[];
  readonly model: string;
  readonly usage?: Usage;
  readonly step: number;
  /** What was done since the last step of the turn: added to the account in the same step. So in the three below. */
  readonly activity?: readonly NewActivity[];
  readonly now: number;
};

export type TurnEnd = {
  readonly turnId: TurnId;
  readonly messageId: MessageId;
  readonly fence: number;
  readonly parts: readonly Part[];
  readonly status: Exclude<MessageStatus, 'streaming'>;
  readonly state: 'done' | 'stopped' | 'failed' | 'interrupted';
  readonly stopReason: StopReason;
  readonly error?: ErrorData;
  /** A title for a session that still has an automatic one. */
  readonly title?: string;
  /** Channels other than the UI: what to deliver. */
  readonly outbox: readonly { readonly id: string; readonly channelId: string; readonly text: string }[];
  readonly activity?: readonly NewActivity[];
  readonly now: number;
};

export interface TurnStore {
  /**
   * Takes pending rows of the session as one turn: the first alone when it is an edit, regenerate or continue, otherwise
   * all `message` rows up to the next such row, or to one of another channel or policy (nobody's words run under
   * permissions that were given to others). A user message has the id of its inbox row. Writes user messages, turn and empty answer, moves the head. Undefined
   * when nothing is pending. `conflict` when a turn of the session is running or the fence is older than one seen.
   */
  begin(o: {
    sessionId: SessionId;
    turnId: TurnId;
    answerId: MessageId;
    fence: number;
    defaultModel: string;
    now: number;
  }): Promise<BegunTurn | undefined>;
  /**
   * Streamed text of any number of messages in one relaxed transaction (may lose the last one on power loss only).
   * Messages that have ended or are gone are passed over.
   */
  flushText(rows: readonly { messageId: MessageId; parts: readonly Part[] }[]): Promise<void>;
  endStep(step: StepEnd): Promise<void>;
  /** The journal before an effect: durable when it returns. Refuses (`conflict`) an older fence or a call already begun. */
  beginCall(o: {
    turnId: TurnId;
    messageId: MessageId;
    fence: number;
    call: ToolCall;
    planHash: string;
    activity?: readonly NewActivity[];
    now: number;
  }): Promise<void>;
  /** The journal after an effect: durable when it returns. `output` is the whole; the part keeps the first 32 KiB. */
  endCall(o: {
    turnId: TurnId;
    messageId: MessageId;
    fence: number;
    call: ToolCall;
    output: string;
    activity?: readonly NewActivity[];
    now: number;
  }): Promise<void>;
  /**
   * Steering rows of the session that came by the turn's channel under its policy: closes the current answer as `done` with `parts`, writes the user messages, opens a new
   * answer in the same turn. Undefined when there are none.
   */
  takeSteering(o: {
    turnId: TurnId;
    messageId: MessageId;
    parts: readonly Part[];
    answerId: MessageId;
    fence: number;
    now: number;
  }): Promise<{ userMessages: Message[]; answer: Message; closed: Message } | undefined>;
  /** Commit 2: messages, status, outbox rows in one step. */
  finish(end: TurnEnd): Promise<{ message: Message; session: Session }>;
  /**
   * After a start: turns that a dead process left running. A turn that showed nothing and began no call goes back to the
   * inbox (`requeued`); any other is `interrupted`: its calls in `running` become `unknown`, in `planning`/`asking`
   * `stopped`; open approvals expire. Also repairs sessions' status.
   */
  recover(
    now: number,
  ): Promise<{ requeued: SessionId[]; interrupted: { sessionId: SessionId; turnId: TurnId; unknownCalls: number }[] }>;
  running(sessionId: SessionId): Promise<TurnState | undefined>;
  addUsage(o: {
    turnId: TurnId;
    messageId: MessageId;
    step: number;
    model: string;
    usage: Usage;
    now: number;
  }): Promise<void>;
  usage(o: { since: number; until: number }): Promise<{ model: string; usage: Usage }[]>;
}

export interface ApprovalStore {
  /** `sessionId`'s status becomes `asking`. */
  ask(a: Approval): Promise<void>;
  /** `conflict` when it was decided, has expired, or the hash is another one. Single use. */
  decide(o: {
    id: ApprovalId;
    planHash: string;
    decision: ApprovalDecision;
    /** With `session`: what is granted, and in words. */
    grant?: { readonly key: string; readonly words: Words };
    /** With `always`: written in the same step; one that says the same already stays as it is. */
    rule?: StoredRule;
    /** Of the grant or the rule, when it is a new one. */
    noted?: PlacedActivity;
    now: number;
  }): Promise<Approval>;
  expire(id: ApprovalId, now: number): Promise<void>;
  pending(): Promise<Approval[]>;
  /** The turn that runs in this chat waits for the person with a question of another kind, or no longer. */
  mark(sessionId: SessionId, isAsking: boolean): Promise<void>;
  hasGrant(sessionId: SessionId, grantKey: string): Promise<boolean>;
}

export type OutboxRow = {
  readonly id: string;
  readonly sessionId: SessionId;
  readonly turnId: TurnId;
  readonly channelId: string;
  readonly text: string;
  readonly attempts: number;
};
export interface OutboxStore {
  /** Rows of the channel that are due, leased until `now + leaseMs`. */
  claim(o: { channelId: string; limit: number; now: number; leaseMs: number }): Promise<OutboxRow[]>;
  markSent(id: string, now: number): Promise<void>;
  markFailed(id: string, o: { retryAt: number }): Promise<void>;
}

export interface SettingsStore {
  get(): Promise<Settings>;
  /** Deep merge of plain objects; the whole is parsed before it is kept. */
  set(patch: unknown): Promise<Settings>;
  /** What the person has set and nothing else, as it stands there: nested, perhaps wrong or unknown in places. */
  stored(): Promise<Readonly<Record<string, unknown>>>;
  /** Takes values out, by path (`limits.stepsPerTurn`), so that their defaults hold again. */
  unset(paths: readonly string[]): Promise<Settings>;
  /** Small values of rooms (connections, API key hash, last probe), JSON by key. */
  getValue(key: string): Promise<unknown>;
  setValue(key: string, value: unknown): Promise<void>;
}

export type BlobInfo = {
  readonly id: BlobId;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly mediaType: string;
  readonly name: string;
};
/** Attachments and long outputs: files named by their hash in the data folder, 0600. */
export interface BlobStore {
  /** Refuses more than `maxBytes` with `invalid_input` and leaves nothing behind. Same content, same file. */
  put(o: {
    bytes: AsyncIterable<Uint8Array>;
    name: string;
    mediaType: string;
    maxBytes: number;
    now: number;
    signal: AbortSignal;
  }): Promise<BlobInfo>;
  info(id: BlobId): Promise<BlobInfo>;
  /** A message or draft of this session has it. */
  isUsedBy(id: BlobId, sessionId: SessionId): Promise<boolean>;
  read(id: BlobId): Promise<Uint8Array>;
  stream(id: BlobId): Promise<AsyncIterable<Uint8Array>>;
  /** Where its content lies: for another program of this machine to copy, never to change. */
  path(id: BlobId): Promise<string>;
  /** Deletes those of these that no session uses. */
  drop(ids: readonly BlobId[]): Promise<void>;
}

/** A database file that is whole and sound, and what is in it. */
export type DatabaseCopy = {
  readonly schema: number;
  readonly sessions: number;
  readonly messages: number;
  /** Contents that a session uses, each once; `id` is one of the blobs with it. */
  readonly blobs: readonly { readonly id: BlobId; readonly sha256: string; readonly sizeBytes: number }[];
};

export interface Store {
  readonly sessions: SessionStore;
  readonly messages: MessageStore;
  readonly imports: ImportStore;
  readonly inbox: InboxStore;
  readonly turns: TurnStore;
  readonly approvals: ApprovalStore;
  readonly outbox: OutboxStore;
  readonly settings: SettingsStore;
  readonly blobs: BlobStore;
  readonly artefacts: ArtefactStore;
  readonly notes: NoteStore;
  readonly devices: DeviceStore;
  readonly readings: ReadingStore;
  readonly reflexes: ReflexStore;
  readonly spending: SpendingStore;
  readonly ledger: LedgerStore;
  readonly rules: RuleStore;
  readonly activity: ActivityStore;
  readonly snapshots: SnapshotStore;
  readonly taint: TaintStore;
  readonly proposals: ProposalStore;
  counts(): Promise<{ sessions: number; messages: number; sizeBytes: number; schema: number }>;
  /**
   * Makes today's copy of the database beside its use, unless there is one, and keeps the newest three. For a background
   * task, at start and once an hour. `unavailable` with reason `corrupt_database` when the database is damaged: no copy
   * is made, none is dropped. On abort nothing is left behind.
   */
  backup(signal: AbortSignal): Promise<{ made: boolean }>;
  /**
   * Writes a copy to `to`, which must not be there, while the database is in use; looked at page by page before it
   * counts. What browsers and programs sign in with is left out. Errors as for `backup`; on abort nothing is left.
   */
  copy(to: string, signal: AbortSignal): Promise<DatabaseCopy>;
  close(): Promise<void>;
}

/**
 * Another past for a data folder, made ready beside the present one and put in its place by the next `OpenStore`, which
 * also carries over what is signed in now. A process that dies at any moment leaves the old database or the new one.
 */
export interface RestoreDesk {
  /** Empties the place of the staged files. Nothing in it counts before `commit`. */
  begin(): {
    readonly database: string;
    blob(sha256: string): string;
    /** Of the data folder itself; the folder `skills` is put back as a whole. */
    file(path: string): string;
  };
  /**
   * Is this file a database that this build can open? `unsupported` with reason `newer_backup` or `other_build`,
   * `invalid_input` with reason `backup_damaged`.
   */
  inspect(path: string, signal: AbortSignal): Promise<DatabaseCopy>;
  /** From here on the next start takes the staged files. */
  commit(of: { readonly name: string; readonly madeAt: number }): void;
  discard(): void;
}

/** What opening a data folder met; notices are shown to the person. */
export type OpenedStore = {
  readonly store: Store;
  readonly notices: readonly {
    readonly id: string;
    readonly key: string;
    readonly params: Readonly<Record<string, string>>;
  }[];
};

/**
 * Opens the database of a data folder. Damage that touches no row (the search index) heals by itself, with a notice.
 * Errors: `conflict` with reason `second_copy` (another process owns the folder), `unsupported` with reason
 * `newer_database` (never written to), `unavailable` with reason `corrupt_database` (facts name the backups that open;
 * call again with `repair`), `unavailable` with reason `read_only`, `disk_full`, `file_in_the_way` or `folder_refused`.
 */
export type OpenStore = (o: {
  folder: string;
  now: () => number;
  repair?: 'restore' | 'salvage';
}) => Promise<OpenedStore>;
