// What the store keeps of every call of a model: the account that caps are held to.
import type { MessageId, SessionId } from '#main/contract/ids.ts';
import type { CallKind, Spent } from '#main/contract/usage.ts';
import type { TokenUsage } from '#main/guard/usage/port.ts';

type Span = {
  /** Lies in the span; `until` does not. */
  readonly since: number;
  readonly until: number;
};
type CallSums = {
  readonly usage: TokenUsage;
  /** Undefined: nobody knows the price. */
  readonly costUsd?: number;
  /** What counts against the caps on money. */
  readonly countedUsd: number;
};
/** A call of a model that is about to be sent, with what is set aside for it. */
export type StoredCall = CallSums & {
  readonly id: string;
  readonly job: string;
  readonly kind: CallKind;
  readonly sessionId?: SessionId;
  readonly messageId?: MessageId;
  readonly model: string;
  readonly at: number;
};
export type CallEnd = CallSums & { readonly state: 'reported' | 'estimated' };

/** Every call of a model. Sums hold calls that have not ended, or never did, with what was set aside for them. */
export interface SpendingStore {
  /** Survives a dead process once it returns; nothing may be sent before. */
  begin(call: StoredCall): Promise<void>;
  /** Only the first end counts. */
  end(id: string, o: CallEnd): Promise<void>;
  total(o: Span): Promise<Spent>;
  ofJob(job: string): Promise<Spent>;
  /** Dearest first, like the two below. */
  byModel(o: Span): Promise<{ model: string; spent: Spent }[]>;
  byKind(o: Span): Promise<{ kind: CallKind; jobs: number; spent: Spent }[]>;
  /** `total`: how many there are without the limit. A session that is gone has no title. */
  bySession(
    o: Span & { limit: number },
  ): Promise<{ sessions: { sessionId?: SessionId; title?: string; spent: Spent }[]; total: number }>;
  /** Newest first, a row per message and model; summaries have no message. */
  byMessage(o: { sessionId: SessionId; limit: number }): Promise<{
    messages: { messageId?: MessageId; kind: CallKind; model: string; at: number; spent: Spent }[];
    total: number;
  }>;
}
