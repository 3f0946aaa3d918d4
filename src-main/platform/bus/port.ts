// Facts and leases between parts (later: between gateways). Never commands.

import type { TurnEvent } from '#main/contract/chat.ts';
import type { Cursor, SessionId } from '#main/contract/ids.ts';
import type { Approval, Session } from '#main/contract/messages.ts';
import type { Proposal } from '#main/contract/proposals.ts';

/** Topics and what is published on them. The keys of `turn` and `mode` are session ids; others use `''`. */
export type BusTopics = {
  /** Everything of `TurnEvent` but the snapshot, or `reset`: the branch changed, take a new snapshot. */
  turn: Exclude<TurnEvent, { type: 'snapshot' }> | { type: 'reset' };
  sessions: { type: 'changed'; session: Session } | { type: 'removed'; sessionId: SessionId };
  approvals: { approvals: Approval[] };
  /** Those that lie open beside approvals. */
  questions: { type: 'changed' };
  proposals: { proposals: Proposal[] };
  /** The key is the session id. */
  taint: { type: 'changed' };
  settings: { type: 'changed' };
  /** Servers of tools and their tools. */
  mcp: { type: 'changed' };
  /** Keys for requests, or their hosts. */
  requestKeys: { type: 'changed' };
  models: { type: 'changed' };
  system: { type: 'changed' };
  usage: { type: 'changed' };
  /** Entries were added to the account of what was done. */
  activity: { type: 'changed' };
  updates: { type: 'changed' };
  backup: { type: 'changed' };
  transfer: { type: 'changed' };
  webSearch: { type: 'changed' };
  skills: { type: 'changed' };
  browser: { type: 'changed' };
  /** The key is the session id. */
  artefacts: { type: 'changed' };
  notes: { type: 'changed' };
  /** Rules over what sensors say, and what came of them. */
  reflexes: { type: 'changed' };
  /** Paused or going on. */
  work: { type: 'changed' };
  /** What a session's turns changed, or that it was put back; the key is the session id. */
  undo: { type: 'changed' };
  /** Rules of any scope. */
  permissions: { type: 'changed' };
  /** The key is the session id. */
  mode: { type: 'changed' };
};
export type Topic = keyof BusTopics;

export type BusItem<T> =
  | { readonly cursor: Cursor; readonly event: T }
  | { readonly cursor: Cursor; readonly lost: true };

export interface Lock {
  /** Grows with every holder; a store step that carries an older one is refused. */
  readonly fence: number;
  readonly signal: AbortSignal;
  release(): void;
}

export interface Bus {
  publish<T extends Topic>(topic: T, key: string, event: BusTopics[T]): void;
  /**
   * Events after `after`, or from now on. An item with `lost` says that events fell out of the ring (slow reader, old
   * or foreign cursor): the reader takes a snapshot and goes on from that item's cursor. Ends when the signal aborts.
   */
  subscribe<T extends Topic>(
    topic: T,
    key: string,
    o: { after?: Cursor; signal: AbortSignal },
  ): AsyncIterable<BusItem<BusTopics[T]>>;
  /** The position after the newest event: take it before reading the store for a snapshot. */
  cursor(topic: Topic, key: string): Cursor;
  /** Undefined when somebody else holds it. Renewed by itself until released. */
  lock(key: string, ttlMs: number): Promise<Lock | undefined>;
}
