// The account of what was done: entries are appended in the step that makes them true, each sealed with the one before.
import type { ActivityEntry, ActivityFact, ActivityType } from '#main/contract/activity.ts';
import type { SessionId, TurnId } from '#main/contract/ids.ts';

export type NewActivity = { readonly at: number; readonly fact: ActivityFact };
/** With whose it is; what writes it in a step of its own takes it along. */
export type PlacedActivity = NewActivity & { readonly sessionId?: SessionId; readonly turnId?: TurnId };

export type ActivityFilter = {
  readonly sessionId?: SessionId;
  readonly turnId?: TurnId;
  readonly types?: readonly ActivityType[];
  readonly text?: string;
};

export interface ActivityStore {
  /** For what has no step of its own. Durable when it returns. */
  append(o: PlacedActivity): Promise<void>;
  /** Newest first, below `before`. Rows that no longer hold what was written are left out here; the chain tells of them. */
  list(
    o: ActivityFilter & { before?: number; limit: number },
  ): Promise<{ entries: ActivityEntry[]; more: boolean; titles: Record<string, string> }>;
  /** Oldest first, at most `limit`, of one turn. */
  ofTurn(turnId: TurnId, limit: number): Promise<ActivityEntry[]>;
  /** A page of the chain as it stands, oldest first: `text` is what the hash was made over. */
  chain(o: { after: number; limit: number }): Promise<{ n: number; text: string; previous: string; hash: string }[]>;
  /** Where the chain begins: the entry before the oldest that is kept. */
  anchor(): Promise<{ n: number; hash: string }>;
  /** The newest entry. */
  head(): Promise<{ n: number; hash: string }>;
  /** Drops entries older than `before`; the chain then begins behind the newest of them. Returns how many. */
  prune(before: number): Promise<number>;
}
