// What the agent may do without asking: rules in four scopes, a mode for each chat, and a way to try both.
import { z } from 'zod';
import { RuleId, SessionId, Timestamp } from './ids.ts';
import { command, query, stream } from './kernel.ts';
import { Reason, Rule, RuleAnswer, RuleDraft, Words } from './policy.ts';

export const ModeName = z.enum(['look', 'ask', 'work', 'trusted']);
export type ModeName = z.infer<typeof ModeName>;

/** Of a trusted task: what it is, where it may work, and where it ends. */
export const TrustedTask = z.object({
  what: z.string().min(1).max(500),
  /** Absolute; the session's workspace belongs to it also when it is not named. */
  folders: z.array(z.string().min(1).max(4096)).max(20),
  /** As in a rule: `example.org`, `*.example.org`. */
  hosts: z.array(z.string().min(1).max(255)).max(50),
  until: Timestamp,
  budget: z.object({
    /** Calls that changed something or went out. */
    calls: z.number().int().min(1).max(100_000),
    /** US dollars of this chat from the start of the task. */
    costUsd: z.number().min(0.01).max(10_000),
  }),
});
export type TrustedTask = z.infer<typeof TrustedTask>;

/**
 * `look`: reads only, everything else is denied. `ask`: reads of the workspace run, the rest asks. `work`: also writes in
 * the workspace that can be undone, and sandboxed commands without network whose parse is wholly known. `trusted`: the same
 * in the folders and at the hosts of one task, until its time or budget is used up; then it is `work` again.
 */
export const Mode = z.discriminatedUnion('type', [
  z.object({ type: z.literal('look') }),
  z.object({ type: z.literal('ask') }),
  z.object({ type: z.literal('work') }),
  z.object({ type: z.literal('trusted'), task: TrustedTask }),
]);
export type Mode = z.infer<typeof Mode>;

export const ModeState = z.object({
  sessionId: SessionId,
  mode: Mode,
  /** Undefined: as the setting says for new chats. */
  setAt: Timestamp.optional(),
  /** Of a trusted task, so far. */
  used: z.object({ calls: z.number().int(), costUsd: z.number() }).optional(),
  /** A trusted task ended by itself a moment ago, and why. */
  ended: z.enum(['time', 'calls', 'cost']).optional(),
});
export type ModeState = z.infer<typeof ModeState>;

export const WorkspaceRules = z.object({
  /** The whole path of `.limpet/permissions.json`. */
  path: z.string(),
  state: z.enum(['none', 'read', 'broken']),
  /** Of a broken one: what is wrong. While it is broken nothing runs by itself in this folder. */
  problem: Words.optional(),
});
export type WorkspaceRules = z.infer<typeof WorkspaceRules>;

/** Where rules are looked at from: a chat brings its workspace and its grants along. */
const Place = z.object({ sessionId: SessionId.optional(), workspace: z.string().max(4096).optional() });

/**
 * A rule of the person that cannot be read any more. `removeRule` takes it away, `changeRule` writes it anew. `effect`, until
 * then: `nothing` it only allowed something and does not any more; `holds` what can be read of it is refused or asks;
 * `asks` so does everything that it may have meant.
 */
export const DamagedRule = z.object({
  id: RuleId,
  /** As it lies there. */
  text: z.string(),
  why: z.string(),
  workspace: z.string().optional(),
  createdAt: Timestamp,
  effect: z.enum(['nothing', 'holds', 'asks']),
  /** What it was, where no two readings are possible. */
  draft: RuleDraft.optional(),
});
export type DamagedRule = z.infer<typeof DamagedRule>;

export const RuleBook = z.object({
  /** Floor first, then person, workspace, session; within a scope the newest first. */
  rules: z.array(Rule),
  damaged: z.array(DamagedRule).optional(),
  workspaceFile: WorkspaceRules.optional(),
});
export type RuleBook = z.infer<typeof RuleBook>;

export const Trial = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('command'),
    command: z.string().min(1).max(100_000),
    network: z.boolean().default(false),
  }),
  z.object({ type: z.literal('path'), path: z.string().min(1).max(4096), access: z.enum(['read', 'write', 'delete']) }),
  /** An address or a bare host name. */
  z.object({ type: z.literal('host'), host: z.string().min(1).max(2048) }),
  z.object({ type: z.literal('tool'), tool: z.string().min(1).max(200) }),
]);
export type Trial = z.infer<typeof Trial>;

export const Verdict = z.object({
  answer: RuleAnswer,
  /** Deny and ask first. Every voice that spoke, not only the one that counted. */
  reasons: z.array(Reason),
  /** Of a command that is wholly known: each command as the list of words that would be started, without a shell. */
  commands: z.array(z.array(z.string())).optional(),
});
export type Verdict = z.infer<typeof Verdict>;

export const permissions = {
  rules: query(Place, RuleBook),
  /** The same, again after every change. */
  watch: stream(Place, RuleBook),
  /** `invalid_input` with reason `bad_rule` for a match that cannot be read; the same rule twice is a `conflict`. */
  addRule: command(z.object({ rule: RuleDraft }), Rule),
  /** Of the person's own. `forbidden` for the floor, a file, a grant. */
  changeRule: command(z.object({ ruleId: RuleId, rule: RuleDraft }), Rule),
  /** A person's rule, or a grant of the chat that is named. */
  removeRule: command(
    z.object({ ruleId: RuleId, sessionId: SessionId.optional() }),
    z.object({ removed: z.boolean() }),
  ),
  /** By the very code that decides calls. Reads only, counts as no match. */
  tryIt: query(Place.extend({ trial: Trial }), Verdict),
  mode: query(z.object({ sessionId: SessionId }), ModeState),
  watchMode: stream(z.object({ sessionId: SessionId }), ModeState),
  /** `invalid_input` for a task that ends in the past, `forbidden` for a folder that no workspace may be. */
  setMode: command(z.object({ sessionId: SessionId, mode: Mode }), ModeState),
};
