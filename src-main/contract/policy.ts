// The language of rules: what they match, what they answer, and how a decision says why.
import { z } from 'zod';
import { ApprovalId, RuleId, SessionId, Timestamp } from './ids.ts';

/** A key of the catalogue and its parameters. */
export const Words = z.object({ key: z.string(), params: z.record(z.string(), z.string()) });
export type Words = z.infer<typeof Words>;

/** `deny` goes before `ask` before `allow`, whoever says it and however narrow it is. */
export const RuleAnswer = z.enum(['deny', 'ask', 'allow']);
export type RuleAnswer = z.infer<typeof RuleAnswer>;

/**
 * `floor`: built in. `person`: kept in the database, holds everywhere. `workspace`: from `.limpet/permissions.json` of the
 * folder; may deny and ask, never allow. `session`: granted for one chat.
 */
export const RuleScope = z.enum(['floor', 'person', 'workspace', 'session']);
export type RuleScope = z.infer<typeof RuleScope>;

const word = z.string().max(4096);

export const RuleMatch = z.discriminatedUnion('type', [
  /**
   * One command of a script, word by word. `*` in a word stands for any text; a last word that is `*` alone stands for
   * any further words, also none. Places outside the workspace are allowed only where a word spells them out.
   */
  z.object({ type: z.literal('command'), argv: z.array(word).min(1).max(100) }),
  /** A glob. `./` starts at the session's workspace, `~/` at the home folder, `/` at the root. */
  z.object({ type: z.literal('path'), access: z.enum(['read', 'write', 'any']), glob: word.min(1) }),
  /** `example.org`, `*.example.org` (below it, not itself), `*`. Without a port: the usual ones, 80 and 443. */
  z.object({
    type: z.literal('host'),
    host: z.string().min(1).max(255),
    port: z.number().int().min(1).max(65_535).optional(),
  }),
  /** A glob over tool names: `web_fetch`, `github__*`. */
  z.object({ type: z.literal('tool'), tool: z.string().min(1).max(200) }),
  /** Without a peer: everybody of the channel. */
  z.object({ type: z.literal('recipient'), channel: z.string().min(1).max(100), peer: z.string().max(300).optional() }),
  /** `identity` as the device says it, e.g. `2341:0043:85735313`; a last `*` stands for any rest. */
  z.object({
    type: z.literal('device'),
    identity: z.string().min(1).max(300),
    access: z.enum(['read', 'write']).optional(),
  }),
  z.object({
    type: z.literal('effect'),
    effect: z.enum(['read', 'write', 'execute', 'network', 'message', 'device', 'policy']),
  }),
  /** One call as it was approved and nothing else: tool, what it touches, and what was shown. Made by approvals only. */
  z.object({ type: z.literal('exact'), hash: z.string().length(64), text: z.string() }),
]);
export type RuleMatch = z.infer<typeof RuleMatch>;

/** What a person may write. `exact` ones come from an approval. */
export const RuleDraft = z.object({
  answer: RuleAnswer,
  match: RuleMatch,
  /** In the person's own words. */
  why: z.string().max(500).default(''),
  /** Holds in this folder alone; everywhere without. */
  workspace: z.string().max(4096).optional(),
  /** Ends by itself. */
  expiresAt: Timestamp.optional(),
});
export type RuleDraft = z.infer<typeof RuleDraft>;

export const DeadRule = z.discriminatedUnion('type', [
  /** Has matched nothing for 30 days. */
  z.object({ type: z.literal('unused'), sinceDays: z.number().int() }),
  /** Another rule that answers earlier matches everything that this one does. */
  z.object({ type: z.literal('shadowed'), by: RuleId }),
  /** Its folder or file is not there any more. */
  z.object({ type: z.literal('gone'), path: z.string() }),
  /** An allow in the file of a workspace: such a file may only narrow. */
  z.object({ type: z.literal('ignored') }),
]);
export type DeadRule = z.infer<typeof DeadRule>;

export const Rule = z.object({
  id: RuleId,
  answer: RuleAnswer,
  scope: RuleScope,
  match: RuleMatch,
  /** Why it exists: of the floor a sentence of the catalogue, otherwise `policy.why_person` with `text`, and alike. */
  why: Words,
  workspace: z.string().optional(),
  /** Of a session's grant. */
  sessionId: SessionId.optional(),
  expiresAt: Timestamp.optional(),
  createdAt: Timestamp.optional(),
  /** The approval that wrote it, or the person; absent for the floor and for files. */
  createdBy: z.discriminatedUnion('type', [
    z.object({ type: z.literal('person') }),
    z.object({ type: z.literal('approval'), approvalId: ApprovalId }),
    z.object({ type: z.literal('floor') }),
    z.object({ type: z.literal('file'), path: z.string() }),
  ]),
  lastMatchedAt: Timestamp.optional(),
  matches: z.number().int().nonnegative(),
  dead: DeadRule.optional(),
});
export type Rule = z.infer<typeof Rule>;

/** Who said it. `shell`: the look at a command's parse. `sandbox`: what holds commands here. `bulk`: many at once. */
export const Voice = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rule'), ruleId: RuleId, scope: RuleScope }),
  z.object({ type: z.literal('mode'), mode: z.enum(['look', 'ask', 'work', 'trusted']) }),
  z.object({ type: z.enum(['shell', 'sandbox', 'bulk', 'device', 'taint', 'order', 'grant', 'workspace_file']) }),
]);
export type Voice = z.infer<typeof Voice>;

export const Reason = z.object({
  answer: RuleAnswer,
  voice: Voice,
  /** What of the call it is about: a path, a command, a host. */
  target: z.string(),
  words: Words,
});
export type Reason = z.infer<typeof Reason>;

export const Outgoing = z.object({
  /** Where it would go. */
  to: z.string(),
  text: z.string(),
  sizeBytes: z.number().int().nonnegative(),
});
export type Outgoing = z.infer<typeof Outgoing>;

export const Proposal = z.object({
  rule: RuleDraft,
  /** The rule in words, for the card. */
  words: Words,
  /** How often the person has allowed the same. */
  times: z.number().int(),
});
export type Proposal = z.infer<typeof Proposal>;
