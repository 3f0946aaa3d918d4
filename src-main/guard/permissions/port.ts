// Whether a planned call may run: decided from its effects, asked of the person where the policy says so.
import type { ErrorDetails } from '#main/contract/errors.ts';
import type { ApprovalId, CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Effect, Shown } from '#main/contract/messages.ts';
import type { TurnPolicy } from '#main/platform/store/port.ts';

export type PermissionRequest = {
  readonly sessionId: SessionId;
  readonly turnId: TurnId;
  readonly callId: CallId;
  readonly tool: string;
  readonly title: { readonly key: string; readonly params: Readonly<Record<string, string>> };
  readonly effects: readonly Effect[];
  readonly shown: Shown;
  readonly planHash: string;
  readonly sessionGrant?: {
    readonly key: string;
    readonly title: { readonly key: string; readonly params: Readonly<Record<string, string>> };
  };
  readonly canUndo: boolean;
  readonly policy: TurnPolicy;
};

export type PermissionDecision =
  | {
      readonly type: 'allow';
      readonly by: 'policy' | 'session' | 'person';
      readonly approvalId?: ApprovalId;
      readonly scope?: 'once' | 'session';
    }
  /**
   * `reason` is a sentence for the model: who refused and what it can do instead. `details` is the same for the person:
   * a reason of the error catalogue with its facts.
   */
  | {
      readonly type: 'deny';
      readonly by: 'policy' | 'person' | 'timeout';
      readonly approvalId?: ApprovalId;
      readonly stop: boolean;
      readonly reason: string;
      readonly details: ErrorDetails;
    };

export interface Permissions {
  /** Without asking: undefined means that the person must be asked. */
  decideNow(request: PermissionRequest): Promise<PermissionDecision | undefined>;
  /** Asks on whatever surface the owner has, waits for the answer, denies at the time limit. Abort cancels and expires it. */
  ask(request: PermissionRequest, signal: AbortSignal): Promise<PermissionDecision>;
}
