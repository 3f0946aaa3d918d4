// What the store keeps of effects that can be put back.
import type { CallId, SessionId, TurnId } from '#main/contract/ids.ts';

/** A content that is kept for an entry, by its SHA-256. */
export type LedgerImage = { readonly sha256: string; readonly sizeBytes: number };

/** `begun`, `undoing` and `redoing` are on the way: only the world itself tells whether it was reached. */
export type LedgerState = 'begun' | 'done' | 'undoing' | 'undone' | 'redoing';

export type LedgerEntry = {
  readonly id: string;
  readonly sessionId: SessionId;
  readonly turnId: TurnId;
  readonly callId: CallId;
  readonly kind: string;
  readonly state: LedgerState;
  readonly at: number;
  /** JSON, in the form of its kind. */
  readonly payload: unknown;
  readonly images: readonly LedgerImage[];
};

/** How many entries of a turn stand, and how many were put back. */
export type LedgerTurn = { readonly turnId: TurnId; readonly done: number; readonly undone: number };

/** Entries in the order in which they were begun. Those of a session that is deleted for good go with it. */
export interface LedgerStore {
  /** All or none, durable when it returns: nothing may be touched before. `not_found` for an unknown session. */
  begin(entries: readonly Omit<LedgerEntry, 'state'>[]): Promise<void>;
  /** Durable. With `images`, those are kept besides the ones that are. Ids that are gone are passed over. */
  mark(ids: readonly string[], o: { state: LedgerState; images?: readonly LedgerImage[] }): Promise<void>;
  /** What never happened leaves no trace. */
  drop(ids: readonly string[]): Promise<void>;
  get(id: string): Promise<LedgerEntry>;
  ofTurn(turnId: TurnId): Promise<LedgerEntry[]>;
  /** Newest last; the newest `limit` of them. */
  ofSession(sessionId: SessionId, limit: number): Promise<LedgerEntry[]>;
  /** Turns of the session that have entries, oldest first. The journal of a command that runs (kind `command`) is none. */
  turns(sessionId: SessionId): Promise<LedgerTurn[]>;
  /** Entries on the way, which a dead process left behind. */
  open(): Promise<LedgerEntry[]>;
  /** Bytes of contents kept for entries begun at `since` or later; each content counts once. */
  keptSince(since: number): Promise<number>;
  /** Drops entries begun before. Returns how many. */
  expire(before: number): Promise<number>;
  /** Hashes of every content that an entry needs. */
  images(): Promise<ReadonlySet<string>>;
}
