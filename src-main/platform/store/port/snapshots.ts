// The restore timeline: copies of the database, and the wish to go back to one.

export type Snapshot = {
  /** A plain name, the same for as long as the copy is there. */
  readonly id: string;
  readonly at: number;
  /** `upgrade`: made before migrations. `restore`: what stood there when the person went back to another one. */
  readonly reason: 'daily' | 'upgrade' | 'restore';
  /** Of the program that used the database last; absent in copies from before it was noted. */
  readonly version?: string;
  readonly sizeBytes: number;
  readonly sessions: number;
  /** `newer`: made by a version that this one cannot read. */
  readonly state: 'ready' | 'newer' | 'unreadable';
};
/** The restore timeline. Copies appear when they are whole and are never changed. */
export interface SnapshotStore {
  /** Newest first. */
  list(): Promise<Snapshot[]>;
  /**
   * Durable: the next opening makes a copy of the present and puts this one in its place; a notice says so. Who
   * may come in stays as it is, and what waited to be sent or answered then is not done again. `not_found` when the copy
   * cannot be read (any more).
   */
  goBackTo(id: string, now: number): Promise<void>;
  /** What the next opening will go back to. */
  wished(): Promise<string | undefined>;
  /** Takes the wish back. */
  stay(): Promise<void>;
}
