// What a step costs, and who may call a model at all: every call asks here before it is sent.
import type { MessageId, SessionId } from '#main/contract/ids.ts';
import type { Usage } from '#main/contract/messages.ts';
import type { Price } from '#main/contract/models.ts';
import type { CallKind, SpentToday } from '#main/contract/usage.ts';

export type TokenUsage = Omit<Usage, 'costUsd' | 'steps'>;
export interface Pricing {
  /** US dollars; undefined where the price is unknown. Input tokens exclude cache reads and writes. */
  cost(usage: TokenUsage, price: Price | undefined): number | undefined;
}

/** What a call belongs to: a turn with its summaries, or one task in the background. Caps per job are held to its id. */
export type CallJob = {
  readonly id: string;
  readonly kind: CallKind;
  readonly sessionId?: SessionId;
  readonly messageId?: MessageId;
};

export type PlannedCall = {
  /** Undefined: the call is a job of its own. */
  readonly job: CallJob | undefined;
  readonly model: string;
  readonly price: Price | undefined;
  /** Estimated, on the safe side. */
  readonly inputTokens: number;
  /** As many as the model may write if no cap is near. */
  readonly outputTokens: number;
};

export interface CallPermit {
  /** What is set aside; the call may not write more. Less than was planned where a cap is near. */
  readonly outputTokens: number;
  /** What it took, once; later calls do nothing. Never rejects: what was set aside stays counted if it cannot be stored. */
  settle(end: { readonly usage: TokenUsage; readonly isEstimate: boolean }): Promise<void>;
}

/**
 * Nobody gets past it together: of calls that come at once each is measured with what the others have set aside. One that
 * would fit once others have ended waits for them.
 */
export interface SpendGuard {
  /** Rejects with `cap_reached` when a cap forbids the call, with `cancelled` on abort; nothing may be sent then. */
  admit(call: PlannedCall, signal: AbortSignal): Promise<CallPermit>;
  today(): Promise<SpentToday>;
}
