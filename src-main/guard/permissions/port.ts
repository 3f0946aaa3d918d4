// Whether a planned call may run: decided from its effects, asked of the person where the policy says so.
import type { ErrorDetails } from '#main/contract/errors.ts';
import type { ApprovalId, CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Effect, ShellStep, Shown } from '#main/contract/messages.ts';
import type { Outgoing, Reason, Words } from '#main/contract/policy.ts';
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
  /** What cannot be put back, as whoever planned it knows. */
  readonly cannotUndo?: Words;
  readonly policy: TurnPolicy;
};

/** Every voice that spoke, deny and ask first. */
type Reasoned = { readonly reasons?: readonly Reason[] };

export type PermissionDecision =
  | (Reasoned & {
      readonly type: 'allow';
      readonly by: 'policy' | 'session' | 'person';
      readonly approvalId?: ApprovalId;
      readonly scope?: 'once' | 'session' | 'always';
    })
  /**
   * `reason` is a sentence for the model: who refused and what it can do instead. `details` is the same for the person:
   * a reason of the error catalogue with its facts.
   */
  | (Reasoned & {
      readonly type: 'deny';
      readonly by: 'policy' | 'person' | 'timeout';
      readonly approvalId?: ApprovalId;
      readonly stop: boolean;
      readonly reason: string;
      readonly details: ErrorDetails;
    });

export type Asking = { readonly request: PermissionRequest; readonly signal: AbortSignal };

export interface Permissions {
  /** Without asking: undefined means that the person must be asked. */
  decideNow(request: PermissionRequest): Promise<PermissionDecision | undefined>;
  /**
   * What would be decided, without counting it: no use of a rule, nothing of a trusted task's budget. `reason` of a denial is
   * the sentence for the model.
   */
  weigh(request: PermissionRequest): Promise<{ readonly answer: 'allow' | 'ask' | 'deny'; readonly reason?: string }>;
  /**
   * Asks on whatever surface the owner has, all of these at once and in this order. Each is answered for itself, denied at the
   * time limit, and cancelled and expired by its signal. Resolves to their answers, which come later.
   */
  askTogether(asked: readonly Asking[]): Promise<readonly Promise<PermissionDecision>[]>;
}

/** What the taint of a session says to a call. No rule, mode, grant or order goes past it. */
export type TaintVerdict =
  | { readonly type: 'free' }
  | { readonly type: 'ask'; readonly why: Words; readonly source: string; readonly outgoing?: Outgoing }
  /** Kept as a proposal by whoever runs the call; here it asks. */
  | { readonly type: 'propose'; readonly why: Words; readonly source: string }
  | { readonly type: 'deny'; readonly why: Words; readonly source?: string; readonly reason?: string };

export interface TaintVoice {
  judge(request: PermissionRequest): Promise<TaintVerdict>;
}

/**
 * A script as it was read. `known`: every command of it, its words, folder and place are known; it runs without a shell.
 * `unknown`: `found` names the first thing that is not understood.
 */
export type Script =
  | {
      readonly type: 'known';
      readonly steps: readonly [ShellStep, ...ShellStep[]];
      /** What its commands delete, absolute, each with the command that does. */
      readonly deletes: readonly { readonly path: string; readonly argv: readonly string[] }[];
    }
  | { readonly type: 'unknown'; readonly found: string };

export interface ShellReader {
  /** `cwd` is absolute; steps behind a `cd` lie in its folder. Reads nothing from the disk but the grammar, once. */
  read(text: string, o: { cwd: string }): Promise<Script>;
}
