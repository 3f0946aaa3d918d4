// A small core for component tests: the real wire over memory, and handlers that keep their state in this process.
import { createClient } from '#main/contract/client.ts';
import { contract } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import type { ReflexNews } from '#main/contract/reflexes.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createRpc } from '#main/platform/rpc/create-rpc.ts';
import { createMemoryPorts, type MemoryPorts } from '#main/platform/rpc/memory/memory-ports.ts';
import { createSampleActivity, type SampleActivity } from './sample-activity.ts';
import { createSampleBackup, type SampleBackupOptions } from './sample-backup.ts';
import { createSampleBrowser, type SampleBrowser } from './sample-browser.ts';
import { createSampleExample } from './sample-example.ts';
import { createSampleMachine, type SampleMachineOptions } from './sample-machine.ts';
import { noNotes, type SampleNotes } from './sample-notes.ts';
import { createSamplePermissions, type SamplePermissionsOptions } from './sample-permissions.ts';
import { createSampleReflexes, sampleReflexesContract } from './sample-reflexes.ts';
import { createSampleServers, type SampleServers } from './sample-servers.ts';
import { createSampleSessions, type SampleSessionsOptions } from './sample-sessions.ts';
import { createSampleSkills } from './sample-skills.ts';
import { createSampleTransfer, type SampleTransferOptions } from './sample-transfer.ts';
import { createSampleUndo, type SampleUndo } from './sample-undo.ts';
import { createSampleUpdates, type SampleUpdatesOptions } from './sample-updates.ts';
import { type SampleUsage, sampleUsageHandlers } from './sample-usage.ts';
import { createSampleWeb } from './sample-web.ts';

export type SampleCoreOptions = SampleBackupOptions &
  SampleTransferOptions &
  SampleMachineOptions &
  SamplePermissionsOptions &
  SampleSessionsOptions &
  SampleUpdatesOptions & {
    readonly reflexNews?: readonly ReflexNews[];
    /** Names of files that a search in a workspace finds. */
    readonly files?: readonly string[];
    readonly usage?: SampleUsage;
    readonly browser?: SampleBrowser;
    readonly servers?: SampleServers;
    readonly activity?: SampleActivity;
    readonly undo?: SampleUndo;
    readonly notes?: SampleNotes;
  };

const sampleContract = {
  activity: contract.activity,
  undo: contract.undo,
  backup: contract.backup,
  browser: contract.browser,
  transfer: contract.transfer,
  sessions: contract.sessions,
  settings: contract.settings,
  models: contract.models,
  system: contract.system,
  usage: contract.usage,
  webSearch: contract.webSearch,
  skills: contract.skills,
  notes: contract.notes,
  updates: contract.updates,
  mcp: {
    ...{ watch: contract.mcp.watch, propose: contract.mcp.propose, save: contract.mcp.save, set: contract.mcp.set },
    ...{ remove: contract.mcp.remove, restart: contract.mcp.restart, tools: contract.mcp.tools, log: contract.mcp.log },
    ...{ setTool: contract.mcp.setTool, review: contract.mcp.review, signIn: contract.mcp.signIn },
    ...{ dismiss: contract.mcp.dismiss, createToken: contract.mcp.createToken },
    ...{ prompts: contract.mcp.prompts, getPrompt: contract.mcp.getPrompt, complete: contract.mcp.complete },
    ...{ resources: contract.mcp.resources, readResource: contract.mcp.readResource },
  },
  workspace: {
    folders: contract.workspace.folders,
    prepare: contract.workspace.prepare,
    files: contract.workspace.files,
  },
  approvals: contract.approvals,
  permissions: contract.permissions,
  proposals: contract.proposals,
  questions: contract.questions,
  reflexes: sampleReflexesContract,
  requestKeys: contract.requestKeys,
  commands: { list: contract.commands.list },
  desktop: { capabilities: contract.desktop.capabilities, openExternal: contract.desktop.openExternal },
  chat: {
    saveDraft: contract.chat.saveDraft,
    send: contract.chat.send,
    follow: contract.chat.follow,
    stop: contract.chat.stop,
  },
};

const folders: Readonly<Record<string, readonly string[]>> = {
  '/home/ada': ['Documents', 'Projects'],
  '/home/ada/Documents': ['Limpet'],
  '/home/ada/Documents/Limpet': [],
  '/home/ada/Projects': ['tide-clock'],
  '/home/ada/Projects/tide-clock': [],
};

export function createSampleCore(options: SampleCoreOptions = {}) {
  const sessions = createSampleSessions(options);
  const machine = createSampleMachine(options);
  const updates = createSampleUpdates(options);
  const servers = createSampleServers(options.servers);
  const activity = createSampleActivity(options.activity);
  const undo = createSampleUndo(options.undo);
  const backup = createSampleBackup(options);
  const browser = createSampleBrowser(options.browser);
  const transfer = createSampleTransfer(options);
  const drafts = new Map<string, string>();
  const listFolders: Handlers<typeof sampleContract.workspace> = {
    folders: async ({ path }) => {
      const wanted = path === undefined || path === '' ? '/home/ada' : path;
      const names = folders[wanted];
      if (names === undefined) throw new AppError('not_found', `There is no folder ${wanted}. Choose another one.`);
      const parent = wanted === '/home/ada' ? null : wanted.slice(0, wanted.lastIndexOf('/'));
      return { path: wanted, parent, folders: names.map((name) => ({ name, path: `${wanted}/${name}` })) };
    },
    prepare: async ({ path }) => {
      if (path === '/home/ada')
        throw new AppError('forbidden', 'Too wide.', { details: { reason: 'workspace_too_wide' } });
      return { path, created: folders[path] === undefined };
    },
    files: async () => ({ files: [...(options.files ?? [])] }),
  };
  const example = createSampleExample();
  const skills = createSampleSkills();
  const permissions = createSamplePermissions(options, example.decide);
  const rpc = createRpc({
    contract: sampleContract,
    handlers: {
      activity: activity.handlers,
      undo: undo.handlers,
      backup: backup.handlers,
      browser: browser.handlers,
      transfer: transfer.transferHandlers,
      sessions: sessions.handlers,
      settings: machine.settingsHandlers,
      models: machine.modelsHandlers,
      system: machine.systemHandlers,
      usage: sampleUsageHandlers(options.usage),
      webSearch: createSampleWeb(machine.settings),
      skills: skills.handlers,
      notes: options.notes?.handlers ?? noNotes,
      updates: updates.updatesHandlers,
      mcp: servers.serverHandlers,
      workspace: listFolders,
      commands: {
        list: async () => ({
          commands: [
            {
              name: 'compact',
              title: 'commands.compact_title',
              description: 'commands.compact_description',
              where: 'server' as const,
            },
          ],
        }),
      },
      desktop: {
        capabilities: async () => ({ pickFolder: false, openExternal: false, reveal: false }),
        openExternal: async () => ({}),
      },
      ...permissions.handlers,
      reflexes: createSampleReflexes(options.reflexNews),
      chat: {
        ...example.handlers,
        saveDraft: async ({ sessionId, draft }) => {
          drafts.set(sessionId, draft.text);
          return {};
        },
      },
    },
    version: '0.1.0',
    epoch: 'sample',
    log: silentLog,
    clock: systemClock,
    checkOutputs: true,
  });
  const server = new AbortController();
  let ports: MemoryPorts | undefined;
  let isReachable = true;
  const client = createClient(contract, {
    connect: async () => {
      if (!isReachable) throw new AppError('unavailable', 'Limpet cannot be reached.');
      ports = createMemoryPorts();
      void rpc.serve(ports.server, {
        authenticate: () => ({ access: 'owner', id: 'person' }),
        signal: server.signal,
      });
      return ports.client;
    },
    checkOutputs: true,
  });
  return {
    ...machine,
    ...updates,
    ...servers,
    activity,
    undo,
    sessions,
    drafts,
    example,
    permissions,
    skills,
    backup,
    browser,
    ...transfer,
    client,
    rpc,
    /** The line breaks, and stays broken until `connect`. */
    cut() {
      isReachable = false;
      ports?.cut();
    },
    connect() {
      isReachable = true;
      client.retry();
    },
    close() {
      client.close();
      server.abort();
      void skills.close();
    },
  };
}
export type SampleCore = ReturnType<typeof createSampleCore>;
