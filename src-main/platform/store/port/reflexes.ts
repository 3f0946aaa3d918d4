// What the store keeps of reflexes: the rules, which of them the person has switched on, and what came of them.
import type { ErrorData } from '#main/contract/errors.ts';
import type { ReflexId, SessionId } from '#main/contract/ids.ts';
import type { ReflexEvent, ReflexMoment, ReflexRule } from '#main/contract/reflexes.ts';
import type { PlacedActivity } from './activity.ts';

export type StoredReflex = {
  readonly id: ReflexId;
  /** Grows with every change of the rule. */
  readonly revision: number;
  readonly rule: ReflexRule;
  readonly draftedIn?: SessionId;
  readonly changedAt: number;
  /** Of the rule that the person switched on; absent: it is off. */
  readonly approvedHash?: string;
  /** Of the room that runs it, as JSON of its own. */
  readonly state?: unknown;
};

/** `tellAt`: when the person may be told; absent: not at all. */
export type NewReflexEvent = ReflexMoment & { readonly texts: readonly string[]; readonly tellAt?: number };
export type ReflexOutcome = Pick<ReflexEvent, 'outcome'> & { readonly error?: ErrorData; readonly tellAt?: number };

/** `noted` goes into the account of what was done, in the step that makes it true. `not_found` for an unknown id. */
export interface ReflexStore {
  /** In the order in which they were made. One that cannot be read is left out: it does nothing. */
  list(): Promise<StoredReflex[]>;
  get(id: ReflexId): Promise<StoredReflex>;
  /** `rate_limited` (`too_many_reflexes`) where there are `most` already. */
  create(o: {
    id: ReflexId;
    rule: ReflexRule;
    draftedIn?: SessionId;
    most: number;
    now: number;
  }): Promise<StoredReflex>;
  /** Off from here on, and the person's own. `conflict` (`reflex_changed`) when it is another revision. */
  save(o: { id: ReflexId; revision: number; rule: ReflexRule; now: number }): Promise<StoredReflex>;
  switchOn(o: { id: ReflexId; hash: string; state: unknown; noted: PlacedActivity }): Promise<StoredReflex>;
  /** One that is off stays so, and nothing is noted. */
  switchOff(id: ReflexId, noted: PlacedActivity): Promise<StoredReflex>;
  /** With all that came of it. */
  remove(id: ReflexId, noted: PlacedActivity): Promise<void>;
  /** May be lost with the power, not with the process. */
  keepState(id: ReflexId, state: unknown): Promise<void>;
  /**
   * What is about to be done, with the state after it; of older ones only the newest `keep` stay. Nothing happens where it is
   * not on any more: undefined.
   */
  begin(o: {
    id: ReflexId;
    state: unknown;
    event: NewReflexEvent;
    keep: number;
    noted: PlacedActivity;
  }): Promise<ReflexEvent | undefined>;
  end(n: number, outcome: ReflexOutcome): Promise<void>;
  /** What was running when the process died is `unknown` from here on, and told. Returns how many. */
  settle(now: number): Promise<number>;
  /** Newest first, below `before`. */
  events(o: { id: ReflexId; before?: number; limit: number }): Promise<{ events: ReflexEvent[]; more: boolean }>;
  /** The newest of each. */
  newest(): Promise<ReadonlyMap<ReflexId, ReflexEvent>>;
  /** What may be told by now and was not put away, newest first. */
  news(o: { now: number; limit: number }): Promise<ReflexEvent[]>;
  /** When the next may be told that must wait until then. */
  nextNewsAt(now: number): Promise<number | undefined>;
  dismiss(ns: readonly number[], now: number): Promise<void>;
}
