// Where a session's words came from and how private they are, kept by the runtime; and what that means for a planned call.
import type { ProposalId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Effect } from '#main/contract/messages.ts';
import type { Proposal } from '#main/contract/proposals.ts';
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

/** A call that was run, whatever came of it. `output`: everything that the model will read of it. */
export type EndedCall = {
  readonly turnId: TurnId;
  readonly effects: readonly Effect[];
  readonly output: string;
  /** Of the tool itself; goes before what the effects say. */
  readonly label: Omit<TaintLabel, 'turnId'> | undefined;
};

/** A catalogue key with its parameters. */
export type TaintWhy = { readonly key: string; readonly params: Readonly<Record<string, string>> };

/** What would leave, to the letter, and where to. */
export type TaintOutgoing = { readonly to: string; readonly text: string; readonly sizeBytes: number };

export type TaintVerdict =
  | { readonly type: 'free' }
  /** Nothing overrides it but this person's answer to this very call: no rule, no mode, no grant of a session. */
  | { readonly type: 'ask'; readonly why: TaintWhy; readonly source: string; readonly outgoing: TaintOutgoing }
  /** Not run: kept as a proposal until the person accepts it. Whoever runs the call sees to that, and nobody is asked. */
  | { readonly type: 'propose'; readonly why: TaintWhy; readonly source: string }
  /** `reason` is a sentence for the model. */
  | { readonly type: 'deny'; readonly why: TaintWhy; readonly source: string; readonly reason: string };

export interface Taint {
  labelsOf(sessionId: SessionId): Promise<TaintLabels>;
  /** What entered during one turn. */
  labelsOfTurn(sessionId: SessionId, turnId: TurnId): Promise<TaintLabels>;
  /** Only ever makes it worse. On disk once it resolves, so a crash forgets nothing. */
  note(sessionId: SessionId, label: TaintLabel): Promise<void>;
  /** As `note`, for a call that was run: by the label that its tool gave, else by its effects. */
  noteCall(sessionId: SessionId, call: EndedCall): Promise<void>;
  /** Addresses in these words are the person's own orders: exactly they may be fetched, whatever else was read. */
  heard(sessionId: SessionId, text: string): Promise<void>;
  /** The opposite: addresses in these words are nobody's order, also when the person sends them later. */
  doubt(sessionId: SessionId, text: string): Promise<void>;
  /** One voice of the permissions; reads, never waits for the person. */
  judge(request: PermissionRequest): Promise<TaintVerdict>;
  /**
   * Before a command runs in this folder. What it returns, called afterwards, puts the files back that agents take as orders
   * and says which they were; a chat with nothing but the person's own words holds nothing.
   */
  holdGuidance(sessionId: SessionId, root: string): Promise<() => Promise<readonly GuidanceChange[]>>;
  /** The person starts anew; nothing that a model can call reaches it. */
  reset(sessionId: SessionId): Promise<void>;
}

/** `text`: what it would hold now; absent when it was taken away, or is nothing that a person could read. */
export type GuidanceChange = { readonly path: string; readonly text?: string };

/** What a tool was asked for and would do. */
export type ProposedCall = {
  readonly request: PermissionRequest;
  readonly input: unknown;
  readonly verdict: Extract<TaintVerdict, { type: 'propose' }>;
};

/** Calls that wait for the person instead of running. Errors and single use as `contract/proposals.ts` says. */
export interface ProposalDesk {
  /** The same call again is the proposal that lies open already. */
  lay(call: ProposedCall): Promise<Proposal>;
  open(): Promise<Proposal[]>;
  /** `apply` does exactly the plan of this hash, or throws and has done nothing. */
  accept(
    pick: ProposalPick,
    apply: (o: { proposal: Proposal; input: unknown }) => Promise<{ readonly output: string }>,
  ): Promise<{ readonly output: string }>;
  discard(pick: ProposalPick): Promise<void>;
}
export type ProposalPick = { readonly proposalId: ProposalId; readonly planHash: string };
