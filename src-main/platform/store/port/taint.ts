// What the store keeps of a chat's labels, and of changes that wait for the person.
import type { ProposalId, SessionId } from '#main/contract/ids.ts';
import type { Proposal } from '#main/contract/proposals.ts';
import type { Secrecy, TaintLabels, TaintSource, Trust } from '#main/contract/taint.ts';

/** `not_found` for an unknown session in every method. */
export interface TaintStore {
  /** With `turnId`: only what came in that turn. */
  labels(sessionId: SessionId, turnId?: string): Promise<TaintLabels>;
  /** Never makes anything better. Survives a dead process, and is on the disk before whatever is written after it. */
  note(
    sessionId: SessionId,
    label: Omit<TaintSource, 'at'> & { readonly turnId: string; readonly at: number },
  ): Promise<void>;
  /**
   * Addresses that the person wrote, or, `isDoubted`, that came with words of others; the first word on each counts, and the
   * first 500 of a chat are kept.
   */
  name(sessionId: SessionId, addresses: readonly string[], isDoubted: boolean): Promise<void>;
  isNamed(sessionId: SessionId, address: string): Promise<boolean>;
  reset(sessionId: SessionId): Promise<void>;
}

export type WorstLabels = { readonly trust: Trust; readonly secrecy: Secrecy };

export interface ProposalStore {
  /** The same plan in the same chat again is the proposal that lies open already. */
  add(o: { proposal: Proposal; input: unknown }): Promise<Proposal>;
  /** Newest first, at most 200. */
  open(): Promise<Proposal[]>;
  /** `not_found`. */
  get(id: ProposalId): Promise<{ proposal: Proposal; input: unknown; state: 'open' | 'accepted' | 'discarded' }>;
  /** `conflict` with reason `proposal_decided` when it does not lie open any more. */
  decide(id: ProposalId, state: 'accepted' | 'discarded', now: number): Promise<void>;
}
