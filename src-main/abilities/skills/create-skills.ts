// The skills room, joined: the book of what is found and accepted, and the tools that the model has for it.
import { join } from 'node:path';
import type { McpDesk } from '#main/abilities/mcp/port.ts';
import type { Tool, ToolSource } from '#main/abilities/tools/port.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { CatalogueEntry } from '#main/contract/skills.ts';
import type { Egress } from '#main/guard/egress/port.ts';
import type { Sandbox } from '#main/guard/sandbox/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { SecretStore } from '#main/platform/secrets/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import { createFolderReader } from './format/read-folder.ts';
import { createInstaller, type Installer } from './install/installer.ts';
import { createPackSkill, type PackedSkill } from './install/pack-skill.ts';
import { readCatalogue } from './install/read-catalogue.ts';
import { createStaging, type Staging } from './install/staging.ts';
import { createSkillKeys, type SkillKeys } from './keys/skill-keys.ts';
import { createLockFile, lockPath } from './lock/lock-file.ts';
import { createPlugins, type Plugins } from './plugins/plugins.ts';
import type { Skills } from './port.ts';
import { createRunCopies } from './run/run-copy.ts';
import { runScript, type ScriptDeps, type ScriptResult, type ScriptRun } from './run/run-script.ts';
import { createSkillBook, type SkillBook } from './skill-book.ts';
import { findBuiltIn } from './sources/places.ts';
import { type ReadSkill, readSkill } from './sources/scan.ts';
import { createDraftSkill } from './tools/draft-skill.ts';
import { createRunSkillScript } from './tools/run-skill-script.ts';
import { createUseSkill } from './tools/use-skill.ts';
import { createPurge } from './trash/purge.ts';
import { createTrash, type Trash } from './trash/trash.ts';
import { createDrafts, type Drafts } from './write/drafts.ts';

export type SkillsDeps = {
  readonly dataFolder: string;
  readonly home: string;
  readonly workspaceOf: (sessionId: SessionId) => Promise<string>;
  readonly blobs: Pick<Store['blobs'], 'path' | 'info' | 'put' | 'drop'>;
  readonly egress: Egress;
  readonly secrets: Pick<SecretStore, 'set' | 'remove' | 'keys'>;
  readonly sandbox: Sandbox;
  readonly servers: McpDesk;
  /** A skill that was accepted dropped out: its files have changed on the disk. */
  readonly onDropped?: (name: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  /** Instead of those that came with the app. */
  readonly builtIn?: string;
  readonly freshMs?: number;
};

export type CreatedSkills = Skills & {
  readonly book: SkillBook;
  readonly staging: Staging;
  readonly installer: Installer;
  readonly drafts: Drafts;
  readonly keys: SkillKeys;
  readonly trash: Trash;
  /** Deletes for good. */
  readonly purge: (trashId: string) => Promise<void>;
  readonly plugins: Plugins;
  /** As a ZIP. */
  readonly pack: (key: string, signal: AbortSignal) => Promise<PackedSkill>;
  readonly run: (o: ScriptRun) => Promise<ScriptResult>;
  readonly readStaged: (id: string, name: string) => Promise<ReadSkill>;
  readonly catalogue: (address: string, signal: AbortSignal) => Promise<CatalogueEntry[]>;
  readonly tools: ToolSource;
};

export function createSkills(d: SkillsDeps): CreatedSkills {
  const log = d.log.child('skills');
  const reader = createFolderReader();
  const lock = createLockFile(lockPath(d.dataFolder));
  const looking = new Set<string>();
  const noticeDropped = async (key: string): Promise<void> => {
    if (looking.has(key)) return;
    looking.add(key);
    try {
      const name = await installer.notice(key);
      if (name !== undefined) await d.onDropped?.(name);
    } catch (error) {
      log.warn('change of a skill not noted', { key, error });
    } finally {
      looking.delete(key);
    }
  };
  const book = createSkillBook({
    onDropped: (key) => void noticeDropped(key), // never rejects
    places: { builtIn: d.builtIn ?? findBuiltIn(import.meta.dirname), dataFolder: d.dataFolder, home: d.home },
    ...{ lock, reader, log, clock: d.clock },
    ...(d.freshMs === undefined ? {} : { freshMs: d.freshMs }),
  });
  const staging = createStaging(d);
  const trash = createTrash(d);
  const installer = createInstaller({ dataFolder: d.dataFolder, book, staging, reader, trash, clock: d.clock });
  const isInstalled = async (name: string) => (await book.list({})).some((skill) => skill.key === `person:${name}`);
  const drafts = createDrafts({ staging, installer, isInstalled });
  const plugins = createPlugins({
    ...{ book, lock, staging, installer, trash, clock: d.clock, servers: d.servers },
    run: { sandbox: d.sandbox, dataFolder: d.dataFolder },
  });
  const copies = createRunCopies({ folder: join(d.dataFolder, 'skills', 'run'), reader, now: d.clock.now });
  const keys = createSkillKeys(d.secrets);
  const scripts: ScriptDeps = { sandbox: d.sandbox, copies, dataFolder: d.dataFolder };
  const tools: readonly Tool[] = [
    createUseSkill(book),
    createRunSkillScript(book, { ...scripts, keys }),
    createDraftSkill(drafts, book.refresh),
  ];
  return {
    ...book,
    ...{ book, staging, installer, drafts, plugins, keys, trash },
    purge: createPurge({
      ...{ dataFolder: d.dataFolder, book, trash, keys },
      plugins: async () => (await plugins.list()).map(({ id }) => id),
    }),
    pack: createPackSkill({ book, reader, blobs: d.blobs, clock: d.clock }),
    run: (o) => runScript(o, scripts),
    readStaged: async (id, name) => {
      const root = staging.rootOf(id, name);
      return readSkill(root, await reader.read(root), name);
    },
    catalogue: (address, signal) => readCatalogue(address, signal, d.egress),
    tools: {
      id: 'skills',
      list: async () => tools,
      prompt: async ({ sessionId }) => book.prompt(await d.workspaceOf(sessionId)),
      endBackground: async () => {},
    },
  };
}
