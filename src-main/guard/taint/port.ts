// Where a session's words came from and how private they are, kept by the runtime; and what that means for a planned call.
import type { SessionId, TurnId } from '#main/contract/ids.ts';
import type { Secrecy, TaintLabels, Trust } from '#main/contract/taint.ts';
import type { PermissionRequest } from '#main/guard/permissions/port.ts';

/**
 * `trust`: whose words they are. `owner` the person's own; `known` files of the folder that the person chose for the chat,
 * and commands' output there; `untrusted` everything that strangers can write. `secrecy`: what would be lost if it left.
 */
export type TaintLabel = {
  readonly trust: Trust;
  readonly secrecy: Secrecy;
  /** Shown to the person: an address, a path, `chats`, the name of a server. */
  readonly source: string;
  readonly turnId?: TurnId;
};

/** A catalogue key with its parameters. */
export type TaintWhy = { readonly key: string; readonly params: Readonly<Record<string, string>> };

export type TaintVerdict =
  | { readonly type: 'free' }
  /** Nothing overrides it but this person's answer to this very call: no rule, no mode, no grant of a session. */
  | { readonly type: 'ask'; readonly why: TaintWhy; readonly source: string; readonly outgoing: string }
  /** Not run: kept as a proposal until the person accepts it. */
  | { readonly type: 'propose'; readonly why: TaintWhy; readonly source: string }
  /** `reason` is a sentence for the model. */
  | { readonly type: 'deny'; readonly why: TaintWhy; readonly source: string; readonly reason: string };

export interface Taint {
  labelsOf(sessionId: SessionId): Promise<TaintLabels>;
  /** What entered during one turn. */
  labelsOfTurn(sessionId: SessionId, turnId: TurnId): Promise<TaintLabels>;
  /** Only ever makes it worse. On disk once it resolves, so a crash forgets nothing. */
  note(sessionId: SessionId, label: TaintLabel): Promise<void>;
  /** One voice of the permissions; reads, never waits for the person. */
  judge(request: PermissionRequest): Promise<TaintVerdict>;
  /** The person starts anew; nothing that a model can call reaches it. */
  reset(sessionId: SessionId): Promise<void>;
}
