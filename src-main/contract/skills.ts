// Skills: folders of instructions, and programs that go with them, as the person lists, reviews, installs and writes them.
import { z } from 'zod';
import { BlobId, Timestamp } from './ids.ts';
import { command, query, stream } from './kernel.ts';

/** As agentskills.io has it: also the name of the skill's folder. */
export const SkillName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
export type SkillName = z.infer<typeof SkillName>;

/** Where a skill was found; of two with one name the one further left is used. */
export const SkillSource = z.enum(['person', 'home', 'workspace', 'built-in']);
export type SkillSource = z.infer<typeof SkillSource>;

/**
 * `unreviewed`: found, never accepted. `changed`: its files are not those that were accepted. `shadowed`: another one with
 * this name goes first. `broken`: `problem` says why. Only `ready` ones are known to the model.
 */
export const SkillState = z.enum(['ready', 'off', 'unreviewed', 'changed', 'shadowed', 'broken']);
export type SkillState = z.infer<typeof SkillState>;

/** A sentence of the catalogue. */
export const Said = z.object({ key: z.string(), params: z.record(z.string(), z.string()) });
export type Said = z.infer<typeof Said>;

const hostName = /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:\d{1,5})?$/;
export const SkillHost = z.string().max(260).regex(hostName);
/** Relative to the workspace, `.` is all of it. */
const folder = z
  .string()
  .min(1)
  .max(500)
  .refine((path) => !/^([/\\~]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)|\0/.test(path), 'a folder inside the workspace');

export const SkillSecret = z.object({
  /** How the skill calls it; kept for this skill and this host alone. */
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/),
  /** The only host that it is sent to, by Limpet itself. */
  host: SkillHost,
  header: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/)
    .default('Authorization'),
});
export type SkillSecret = z.infer<typeof SkillSecret>;

/** What a skill's programs may reach. What is not declared is refused; what was not granted too. */
export const SkillCapabilities = z.object({
  files: z
    .object({ read: z.array(folder).max(20).default([]), write: z.array(folder).max(20).default([]) })
    .prefault({}),
  hosts: z.array(SkillHost).max(20).default([]),
  /** Tools that the text asks the model to use: shown, never granted by it. */
  tools: z.array(z.string().min(1).max(100)).max(50).default([]),
  devices: z.array(z.string().min(1).max(200)).max(20).default([]),
  secrets: z.array(SkillSecret).max(10).default([]),
});
export type SkillCapabilities = z.infer<typeof SkillCapabilities>;

/** Where an installed skill came from, so that it can be looked for again. */
export const SkillOrigin = z.discriminatedUnion('type', [
  z.object({ type: z.literal('folder'), path: z.string().min(1).max(4096) }),
  z.object({ type: z.literal('zip'), name: z.string().max(300) }),
  z.object({
    type: z.literal('git'),
    url: z.string().min(1).max(2_000),
    /** A branch or a tag. */
    ref: z.string().min(1).max(200).optional(),
    commit: z.string().max(64).optional(),
  }),
  z.object({ type: z.literal('catalogue'), address: z.string().min(1).max(4096), name: SkillName }),
  z.object({ type: z.literal('written') }),
  /** Written by the model, accepted by the person. */
  z.object({ type: z.literal('draft') }),
]);
export type SkillOrigin = z.infer<typeof SkillOrigin>;

/** Names one skill at one place: `person:tidy-folder`, `workspace:/home/me/site/.limpet/skills/deploy`. */
export const SkillKey = z.string().min(3).max(4_200);

/** A key of the person that a skill was granted: sent by Limpet to this host alone, and seen by nobody. */
export const SkillKeyState = z.object({ name: z.string(), host: z.string(), isSet: z.boolean() });
export type SkillKeyState = z.infer<typeof SkillKeyState>;

export const Skill = z.object({
  key: SkillKey,
  name: z.string(),
  description: z.string(),
  /** One word for what it does, of `metadata.verb`. */
  verb: z.string().optional(),
  license: z.string().optional(),
  compatibility: z.string().optional(),
  source: SkillSource,
  /** The folder, as a whole path. */
  place: z.string(),
  /** `manifest`: a program with a manifest.json, used through an adapter. */
  kind: z.enum(['skill', 'manifest']),
  state: SkillState,
  problem: Said.optional(),
  /** What goes first, of a shadowed one. */
  shadowedBy: SkillKey.optional(),
  scripts: z.array(z.string()),
  fileCount: z.number().int(),
  /** Of all its files; empty for a broken one. */
  hash: z.string(),
  wants: SkillCapabilities,
  granted: SkillCapabilities.optional(),
  /** Of the granted secrets. */
  keys: z.array(SkillKeyState).optional(),
  origin: SkillOrigin.optional(),
  /** The plugin that brought it. */
  plugin: z.string().optional(),
  acceptedAt: Timestamp.optional(),
});
export type Skill = z.infer<typeof Skill>;

/** What a plugin brings besides its skills, to be done by the person one by one. */
export const PluginStep = z.object({
  id: z.string().max(300),
  /** `message`: read it. `pip`, `cli`: a package or program that it needs. `server`: an MCP server. `skill`: sets it up in a chat. */
  kind: z.enum(['message', 'pip', 'cli', 'server', 'skill']),
  /** The message, the package, the program, the server's configuration as JSON, the skill's name. */
  text: z.string(),
  name: z.string().optional(),
  done: z.boolean(),
});
export type PluginStep = z.infer<typeof PluginStep>;

export const SkillPlugin = z.object({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  description: z.string(),
  /** Their names. */
  skills: z.array(z.string()),
  steps: z.array(PluginStep),
  problem: Said.optional(),
});
export type SkillPlugin = z.infer<typeof SkillPlugin>;

/** Fetched or written, looked at or waiting for it; nothing of it is used before it is accepted. */
export const StagedSkills = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  origin: SkillOrigin,
  at: Timestamp,
  plugin: SkillPlugin.optional(),
  /** `replaces`: installed already, so this is an update. */
  skills: z.array(
    z.object({ name: z.string(), description: z.string(), problem: Said.optional(), replaces: SkillKey.optional() }),
  ),
});
export type StagedSkills = z.infer<typeof StagedSkills>;

/** What was removed, or gave way to another version; it can come back as it was. */
export const TrashedSkill = z.object({
  trashId: z.string().regex(/^[a-z0-9-]{1,140}$/),
  type: z.enum(['skill', 'plugin']),
  name: z.string(),
  at: Timestamp,
  why: z.enum(['removed', 'replaced']),
});
export type TrashedSkill = z.infer<typeof TrashedSkill>;

export const SkillsState = z.object({
  skills: z.array(Skill),
  staged: z.array(StagedSkills),
  plugins: z.array(SkillPlugin),
  trash: z.array(TrashedSkill),
});
export type SkillsState = z.infer<typeof SkillsState>;

/** One skill, where it is found or where it waits. */
export const SkillAt = z.union([
  z.object({ key: SkillKey }),
  z.object({ stagedId: StagedSkills.shape.id, name: z.string().min(1).max(255) }),
]);
export type SkillAt = z.infer<typeof SkillAt>;

export const ReviewedFile = z.object({
  path: z.string(),
  sizeBytes: z.number().int(),
  sha256: z.string(),
  /** `program`: may be run. `other`: no text, so nothing of it can be shown. */
  kind: z.enum(['text', 'program', 'other']),
  /** What shows nothing is made visible in it. */
  text: z.string().optional(),
  isCut: z.boolean(),
  hasHidden: z.boolean(),
  change: z.enum(['same', 'added', 'changed', 'removed']),
  /** Unified, of a changed text whose accepted version is still there. */
  diff: z.string().optional(),
});
export type ReviewedFile = z.infer<typeof ReviewedFile>;

export const SkillReview = z.object({
  name: z.string(),
  description: z.string(),
  verb: z.string().optional(),
  license: z.string().optional(),
  compatibility: z.string().optional(),
  problem: Said.optional(),
  hash: z.string(),
  /** Something was accepted under this key before; `change` of the files speaks of that. */
  isUpdate: z.boolean(),
  files: z.array(ReviewedFile),
  scripts: z.array(z.string()),
  wants: SkillCapabilities,
  /** Before: never carried over by itself. */
  granted: SkillCapabilities.optional(),
  /** What a person should look at twice. */
  warnings: z.array(Said),
  origin: SkillOrigin.optional(),
});
export type SkillReview = z.infer<typeof SkillReview>;

/** As the editor writes it; the head of SKILL.md is made from the fields. */
export const SkillDraft = z.object({
  name: z.string().max(64),
  description: z.string().max(2_000),
  verb: z.string().max(40).default(''),
  license: z.string().max(300).default(''),
  compatibility: z.string().max(1_000).default(''),
  body: z.string().max(200_000),
  wants: SkillCapabilities,
  /** Besides SKILL.md and limpet.json; text only. */
  files: z
    .array(z.object({ path: z.string().min(1).max(300), text: z.string().max(300_000) }))
    .max(40)
    .default([]),
});
export type SkillDraft = z.infer<typeof SkillDraft>;

export const ScriptRun = z.object({
  output: z.string(),
  errors: z.string(),
  exitCode: z.number().int().nullable(),
  timedOut: z.boolean(),
});
export type ScriptRun = z.infer<typeof ScriptRun>;

export const SkillFrom = z.discriminatedUnion('type', [
  z.object({ type: z.literal('folder'), path: z.string().min(1).max(4096) }),
  z.object({ type: z.literal('zip'), blobId: BlobId }),
  z.object({ type: z.literal('git'), url: z.string().min(1).max(2_000), ref: z.string().min(1).max(200).optional() }),
  z.object({ type: z.literal('catalogue'), address: z.string().min(1).max(4096), name: SkillName }),
]);
export type SkillFrom = z.infer<typeof SkillFrom>;

export const CatalogueEntry = z.object({
  name: SkillName,
  description: z.string().max(1_024),
  license: z.string().max(300).optional(),
  /** An https address of a ZIP or of a Git repository, or a path beside the catalogue. */
  address: z.string().min(1).max(2_000),
  /** Of the ZIP. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** Of the repository. */
  commit: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .optional(),
});
export type CatalogueEntry = z.infer<typeof CatalogueEntry>;

const Where = z.object({
  /** Also the skills of this folder. */
  workspace: z.string().max(4096).optional(),
});

export const skills = {
  list: query(Where, SkillsState),
  watch: stream(Where, SkillsState),
  /** A ready one is kept back from the model, or given to it again. `conflict` for one that was never accepted. */
  setEnabled: command(z.object({ key: SkillKey, enabled: z.boolean() }), z.object({})),
  /** Everything that a person should see before they accept: files with their content, wishes, what looks odd. */
  review: query(SkillAt, SkillReview),
  /** Fetches and unpacks, nothing more: nothing runs, nothing is used. */
  stage: command(z.object({ from: SkillFrom }), z.object({ stagedId: z.string() })),
  /** From where it came before; what it brings is reviewed like a new one. */
  update: command(z.object({ key: SkillKey }), z.object({ stagedId: z.string() })),
  discard: command(z.object({ stagedId: StagedSkills.shape.id }), z.object({})),
  /**
   * What was reviewed, exactly: `conflict` with reason `skill_hash_differs` when the files have another hash now. Nothing
   * beyond what it wants can be granted.
   */
  accept: command(
    z.object({ at: SkillAt, hash: z.string(), granted: SkillCapabilities.optional() }),
    z.object({ key: SkillKey, replaced: TrashedSkill.shape.trashId.optional() }),
  ),
  /** The opposite of `accept`: an installed one goes to the trash, what it replaced comes back; a found one waits again. */
  takeBack: command(z.object({ key: SkillKey, replaced: TrashedSkill.shape.trashId.optional() }), z.object({})),
  /** Found ones of a folder that the person trusts, at the hashes that they were shown; grants nothing. */
  acceptMany: command(
    z.object({ skills: z.array(z.object({ key: SkillKey, hash: z.string() })).max(300) }),
    z.object({}),
  ),
  /** All skills of a plugin, each as it was reviewed, and its steps to be done. */
  acceptPlugin: command(
    z.object({
      stagedId: StagedSkills.shape.id,
      skills: z.array(z.object({ name: SkillName, hash: z.string(), granted: SkillCapabilities.optional() })).max(50),
    }),
    z.object({ id: z.string() }),
  ),
  setPluginStep: command(
    z.object({ id: z.string().max(200), step: z.string().max(300), done: z.boolean() }),
    z.object({}),
  ),
  /**
   * Carries one step out, by the person's own press: a package is installed in the sandbox, a program looked for, a server
   * handed to the page of servers. `unsupported` for a step that only a person can do. `said`: what came of it, in its words.
   */
  runPluginStep: command(
    z.object({ id: z.string().max(200), step: z.string().max(300) }),
    z.object({ said: z.string() }),
  ),
  /** It goes to the trash with its skills, and servers of it that wait are gone; one that was added stays until it is removed. */
  removePlugin: command(z.object({ id: z.string().max(200) }), z.object({ trashId: z.string() })),
  /** For the editor: what lies there, as it is. */
  draftOf: query(SkillAt, SkillDraft),
  /** The SKILL.md that would be written, and what is wrong with it. */
  checkDraft: query(
    z.object({ draft: SkillDraft }),
    z.object({ text: z.string(), problem: Said.optional(), warnings: z.array(Said) }),
  ),
  /** Written by the person, so it is accepted with it; `replaces` is the installed one that was edited. */
  saveDraft: command(
    z.object({ draft: SkillDraft, replaces: SkillKey.optional() }),
    z.object({ key: SkillKey, replaced: TrashedSkill.shape.trashId.optional() }),
  ),
  /** By the person's own hand, in the sandbox, with what is granted. */
  runScript: command(
    z.object({
      key: SkillKey,
      script: z.string().min(1).max(300),
      input: z.string().max(1_000_000).default(''),
      workspace: z.string().min(1).max(4096),
    }),
    ScriptRun,
  ),
  /** A granted key, entered by the person; null forgets it. It goes to the secret store and never comes back. */
  setKey: command(
    z.object({
      key: SkillKey,
      name: SkillSecret.shape.name,
      host: SkillHost,
      value: z.string().min(1).max(2_560).nullable(),
    }),
    z.object({}),
  ),
  /** As a ZIP that installs again elsewhere with this `hash`; fetched like an attachment, gone an hour later. */
  export: command(
    z.object({ key: SkillKey }),
    z.object({ blobId: BlobId, name: z.string(), sizeBytes: z.number().int(), hash: z.string() }),
  ),
  /** An installed one, to a trash from which it can come back. */
  remove: command(z.object({ key: SkillKey }), z.object({ trashId: z.string() })),
  /** `key` of a skill; a plugin comes back with its skills. `conflict` with reason `skill_exists`. */
  restore: command(z.object({ trashId: TrashedSkill.shape.trashId }), z.object({ key: SkillKey.optional() })),
  /** Deleted for good, with what its programs kept and the keys that were entered for it. Nothing brings it back. */
  purge: command(z.object({ trashId: TrashedSkill.shape.trashId }), z.object({})),
  /** Reads a list of skills: a file of this machine or an https address. */
  catalogue: query(z.object({ address: z.string().min(1).max(4096) }), z.object({ skills: z.array(CatalogueEntry) })),
};
