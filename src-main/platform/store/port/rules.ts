// What the store keeps of permissions: the person's rules, grants and modes of sessions, and how often rules matched.
import type { ApprovalId, RuleId, SessionId } from '#main/contract/ids.ts';
import type { Mode, ModeState } from '#main/contract/permissions.ts';
import type { RuleAnswer, RuleMatch, Words } from '#main/contract/policy.ts';
import type { PlacedActivity } from './activity.ts';

export type StoredRule = {
  readonly id: RuleId;
  readonly answer: RuleAnswer;
  readonly match: RuleMatch;
  readonly why: string;
  readonly workspace?: string;
  readonly expiresAt?: number;
  readonly createdAt: number;
  readonly approvalId?: ApprovalId;
};
/**
 * A row that cannot be read, or that says two things: each rule is written in two places. `answers` and `matches` are all
 * that could be read in either; without a match its `kind` may still be known.
 */
export type DamagedRule = {
  readonly id: RuleId;
  readonly answers: readonly RuleAnswer[];
  readonly matches: readonly RuleMatch[];
  readonly kind?: RuleMatch['type'];
  /** As it lies there. */
  readonly text: string;
  readonly why: string;
  readonly workspace?: string;
  readonly expiresAt?: number;
  readonly createdAt: number;
};
/** `words` is absent in grants of an older version. */
export type StoredGrant = { readonly key: string; readonly grantedAt: number; readonly words?: Words };
export type RuleUse = { readonly matches: number; readonly lastMatchedAt: number };
export type StoredMode = {
  readonly mode: Mode;
  readonly setAt: number;
  readonly calls: number;
  readonly ended?: NonNullable<ModeState['ended']>;
};

/** `noted` goes into the account of what was done, in the step that makes it true; not where nothing was changed. */
export interface RuleStore {
  /** Newest first. */
  list(): Promise<{ rules: StoredRule[]; damaged: DamagedRule[] }>;
  /** `conflict` with reason `same_rule` when one with the same answer, match and workspace is there; also for `change`. */
  add(rule: StoredRule, noted: PlacedActivity): Promise<void>;
  /** `not_found` when it is not there. Keeps when and by whom it was made. */
  change(rule: Omit<StoredRule, 'createdAt' | 'approvalId'>, noted: PlacedActivity): Promise<StoredRule>;
  /** False when it was not there. */
  remove(id: RuleId, noted: PlacedActivity): Promise<boolean>;
  grants(sessionId: SessionId): Promise<StoredGrant[]>;
  removeGrant(sessionId: SessionId, key: string, noted: PlacedActivity): Promise<boolean>;
  uses(): Promise<ReadonlyMap<string, RuleUse>>;
  /** Adds to what is there. Power loss may take the last ones. */
  noteUses(uses: readonly { readonly ruleId: string; readonly matches: number; readonly at: number }[]): Promise<void>;
  /** `look` where it cannot be read. */
  mode(sessionId: SessionId): Promise<StoredMode | undefined>;
  /** Begins counting anew. */
  setMode(sessionId: SessionId, o: { mode: Mode; now: number; noted: PlacedActivity }): Promise<void>;
  /** One more call of a trusted task; its number. */
  countCall(sessionId: SessionId): Promise<number>;
  /** A trusted task is over: from here on `mode` holds. */
  endTask(
    sessionId: SessionId,
    o: { mode: Mode; why: NonNullable<ModeState['ended']>; noted: PlacedActivity },
  ): Promise<void>;
  /** What a session's calls of models count against caps since then, in US dollars. */
  spentSince(sessionId: SessionId, since: number): Promise<number>;
  /** How often the person allowed calls of this shape since they last said no. */
  allowedOf(shape: string): Promise<number>;
}
