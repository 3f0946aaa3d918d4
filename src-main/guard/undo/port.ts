// The undo ledger: what was there before each effect of a tool, kept before the effect, so that it can be put back.
import type { z } from 'zod';
import type { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { UndoOutcome, UndoWords } from '#main/contract/undo.ts';
import type { Workspace } from '#main/guard/workspace/port.ts';
import type { LedgerImage } from '#main/platform/store/port/ledger.ts';

/** Whose effect it is. */
export type UndoPlace = { readonly sessionId: SessionId; readonly turnId: TurnId; readonly callId: CallId };

/** What a name and all that lies below it come to; made before a move or a delete is approved. */
export type Survey = {
  readonly kind: 'absent' | 'file' | 'folder' | 'link' | 'other';
  readonly path: string;
  /** Files and links. */
  readonly files: number;
  /** Folders, the named one among them. */
  readonly folders: number;
  readonly sizeBytes: number;
  /** The first names of files, links and, where there are none, folders. */
  readonly sample: readonly string[];
  /** Files that would be lost: too large to be kept, alone or with what was kept in the last day. */
  readonly cannotKeep: readonly string[];
  /** Of every name with its size and time; handed back to say that it is still the same. */
  readonly fingerprint: string;
};

/** What planning sees of it. */
export type FileSurvey = {
  /** As `resolve`, but a link is the thing itself. */
  locate(path: string): Promise<string>;
  /** Whether the files that a command changes could be put back. */
  canWatch(signal: AbortSignal): Promise<boolean>;
  /** `unsupported` with reason `too_many` past 10,000 names; `forbidden` when something in it is never touched. */
  survey(path: string, signal: AbortSignal): Promise<Survey>;
};

type Same = { readonly fingerprint: string; readonly signal: AbortSignal };

/**
 * The files of one call. Each change is on record, with what was there before, when it is made; after a crash at any moment
 * it has not happened or can be undone. `conflict` with reason `cannot_keep` for what is too large to be kept, unless the plan said so;
 * `changed_meanwhile` for what is not as it was surveyed.
 */
export interface RecordedFiles extends Omit<Workspace, 'steps'>, FileSurvey {
  /** Files, links and folders with all they hold; makes the folders on the way. `conflict` with reason `exists`. */
  move(from: string, to: string, o: Same): Promise<void>;
  /** What goes is kept in the ledger. */
  remove(path: string, o: Same): Promise<void>;
  /** With the folders on the way. Resolves to how many were made. */
  makeFolder(path: string, o: { readonly signal: AbortSignal }): Promise<number>;
}

export type PutTo = 'before' | 'after';

export type UndoDescription = {
  readonly what: UndoWords;
  /** Of a file. */
  readonly path?: string;
  readonly movedTo?: string;
  readonly change: 'created' | 'changed' | 'deleted' | 'moved' | 'folder_made' | 'folder_deleted' | 'setting' | 'other';
};

/**
 * One kind of effect that can be put back. The payload is JSON, so that it survives a restart; `stands` asks the world, which
 * makes every step harmless to repeat after a crash.
 */
export interface UndoKind<P> {
  readonly kind: string;
  readonly payload: z.ZodType<P>;
  describe(payload: P): UndoDescription;
  /** What stood there and what stands, as text under a name; null: nothing. Absent: its words say all there is. */
  sides?(payload: P): { readonly name: string; readonly before: string | null; readonly after: string | null };
  /** As before the effect, as after it, or neither: then somebody else has changed it since. */
  stands(payload: P, signal: AbortSignal): Promise<PutTo | 'neither'>;
  /** A reason why it can never be put there, e.g. `not_kept`; undefined where it can. */
  hindrance(payload: P, to: PutTo): Promise<'not_kept' | undefined>;
  /** After a crash: takes away what a step that was cut short left beside, if it is older than `before`. */
  tidy?(payload: P, before: number): Promise<void>;
  /** Keeps what `put` will take away, so that it can be put the other way again. */
  secure?(payload: P, signal: AbortSignal): Promise<readonly LedgerImage[]>;
  /**
   * Puts it there from the other end, or from neither when `keepCopy`: then what stands there is moved aside first.
   * `conflict` where that is not possible.
   */
  put(payload: P, to: PutTo, o: { keepCopy: boolean; signal: AbortSignal }): Promise<{ readonly keptCopy?: string }>;
}

/** An effect of a kind, about to happen. */
export type NewEffect = {
  readonly kind: string;
  readonly payload: unknown;
  readonly images?: readonly LedgerImage[];
};

/** Who journals effects. */
export interface Recorder {
  /**
   * Writes the effects down, durably, then does them. What `run` throws comes through; of the effects only those stay on record that
   * have happened. An unknown kind or a payload that is not of its form is a bug and throws before anything is done.
   */
  record<T>(place: UndoPlace, effects: readonly NewEffect[], run: () => Promise<T>): Promise<T>;
}

/** A folder that was kept before a command. */
export type CommandWatch = {
  /** Puts on record what is different by now. Resolves to how many changes; never rejects. */
  finish(): Promise<number>;
};

export interface Ledger extends Recorder {
  /**
   * Keeps the folder before a command. Undefined where that is too much (more than 5,000 names or 64 MiB, without what Git
   * ignores): then nothing that the command changes can be undone. Never rejects. What others change in the folder while the
   * command runs counts as its own.
   */
  beforeCommand(workspace: Workspace, place: UndoPlace, signal: AbortSignal): Promise<CommandWatch | undefined>;
  /** `mayLose`: the plan said that what is there cannot be kept, and was allowed. */
  files(workspace: Workspace, place: UndoPlace, o: { mayLose: boolean }): RecordedFiles;
  survey(workspace: Workspace): FileSurvey;
  /** How a kind joins: a schema, and what it means to stand and to be put. Before the first effect of that kind. */
  register<P>(kind: UndoKind<P>): void;
  /** Settles what a dead process left, drops what is older than the setting says, once a day; until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

export type { UndoOutcome };
