// The loop with its tools and the handles that they are given, and the lanes around it.
import type { Artefacts } from '#main/abilities/artefacts/port.ts';
import { createDocuments } from '#main/abilities/documents/create-documents.ts';
import type { McpDesk } from '#main/abilities/mcp/port.ts';
import type { NoteBook } from '#main/abilities/notes/port.ts';
import type { QuestionDesk } from '#main/abilities/questions/port.ts';
import { type CreatedSkills, createSkills } from '#main/abilities/skills/create-skills.ts';
import { createAttachments } from '#main/abilities/tools/create-attachments.ts';
import { createToolBench } from '#main/abilities/tools/create-tool-bench.ts';
import { createToolSources } from '#main/abilities/tools/create-tool-sources.ts';
import type { ToolSource } from '#main/abilities/tools/port.ts';
import { builtInTools } from '#main/abilities/tools/registry.ts';
import { createLoop, type LoopDeps } from '#main/agent/loop/create-loop.ts';
import type { Loop } from '#main/agent/loop/port.ts';
import { createMessaging, type Messaging } from '#main/agent/messaging/create-messaging.ts';
import type { Models } from '#main/agent/providers/port.ts';
import type { ReplayLoop } from '#main/agent/replay/create-replay.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Activity } from '#main/guard/activity/port.ts';
import { createPricing } from '#main/guard/usage/create-usage.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Redaction } from '#main/platform/secrets/create-redaction.ts';
import type { SecretStore } from '#main/platform/secrets/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { LoadedConfig } from './config.ts';
import type { Guards } from './create-guards.ts';
import type { Web } from './create-web.ts';

export type AgentDeps = {
  readonly loaded: LoadedConfig;
  readonly store: Store;
  readonly bus: Bus;
  readonly settings: SettingsSource;
  readonly secrets: SecretStore;
  readonly guards: Guards;
  readonly web: Web;
  readonly models: Models;
  readonly artefacts: Artefacts;
  readonly notes: NoteBook;
  readonly questions: QuestionDesk;
  readonly redaction: Redaction;
  /** Takes the servers that plugins bring along. */
  readonly servers: McpDesk;
  readonly activity: Pick<Activity, 'note'>;
  /** Further tools, after the built-in ones. */
  readonly sources: readonly ToolSource[];
  /** While it gives an error nothing begins. */
  readonly refusal: () => AppError | undefined;
  readonly clock: Clock;
  readonly log: Log;
};

export type Agent = {
  readonly loop: Loop;
  readonly messaging: Messaging;
  /** Limpet's own tools without those of servers: what other programs may be given. */
  readonly ownTools: ReturnType<typeof createToolBench>;
  readonly skills: CreatedSkills;
  /** The same loop over other parts, heard by nobody: for replays. */
  readonly loopOver: (o: ReplayLoop) => Loop;
};

/** A replay leaves nothing behind: what it reads marks no chat, and nothing of it waits for the person. */
const withoutTraces: Pick<LoopDeps, 'taint' | 'proposals'> = {
  taint: {
    judge: async () => ({ type: 'free' }),
    note: async () => {},
    noteCall: async () => {},
    heard: async () => {},
    holdGuidance: async () => async () => [],
  },
  proposals: {
    lay: async () => {
      throw new AppError('internal', 'A replay proposes nothing.');
    },
  },
};

/** The person's notes stay here: nobody could say whose words another program writes into them, or what it has read. */
const forPrograms = (builtIn: ToolSource): ToolSource => ({
  ...builtIn,
  list: async (o, signal) => (await builtIn.list(o, signal)).filter(({ name }) => name !== 'notes'),
});

export function createAgent(d: AgentDeps): Agent {
  const { store, bus, clock, log } = d;
  const skills = createSkills({
    ...{ workspaceOf: async (id) => (await store.sessions.get(id)).workspace, clock, log },
    dataFolder: d.loaded.config.dataFolder,
    home: d.loaded.home,
    ...{ blobs: store.blobs, egress: d.guards.egress, sandbox: d.guards.sandbox, secrets: d.secrets },
    servers: d.servers,
    onDropped: (name) => d.activity.note({ by: 'limpet', title: { key: 'activity.skill_dropped', params: { name } } }),
  });
  skills.onChange(() => bus.publish('skills', '', { type: 'changed' }));
  const builtIn = builtInTools({
    shell: d.guards.sandbox.shell,
    reader: d.guards.permissions.shell,
    ...d.web,
    ...{ artefacts: d.artefacts, notes: d.notes },
    reading: { documents: createDocuments(), attachments: createAttachments(store) },
  });
  const benchOf = (tools: ToolSource) =>
    d.redaction.tools(createToolBench({ ...d.guards, questions: d.questions, tools, store, clock, log }));
  const bench = benchOf(createToolSources([builtIn, skills.tools, ...d.sources]));
  const always = {
    ...{ clock, log },
    workspaces: d.guards.workspaces,
    pricing: createPricing(),
    settings: d.settings,
    instructionsFolder: d.loaded.config.dataFolder,
    platform: process.platform,
    outboxChannels: new Set<string>(),
    delivered: () => {},
  };
  const { permissions, taint, proposals } = d.guards;
  const models = d.redaction.models(d.models);
  const loop = createLoop({ ...always, store, bus, permissions, taint, proposals, models, tools: bench });
  /** With what the recorded turn had loaded, by what is kept of it: no server is started for a replay. */
  const listFor = (called: readonly string[]): ToolSource['list'] => {
    return async (o, signal) => {
      const [listed, ...known] = await Promise.all([
        bench.list(o, signal),
        ...d.sources.map((source) => source.known?.(called) ?? []),
      ]);
      const names = new Set(listed.map(({ name }) => name));
      return [...listed, ...known.flat().filter(({ name }) => !names.has(name))];
    };
  };
  const loopOver = ({ wrap, called, ...parts }: ReplayLoop) =>
    createLoop({
      ...always,
      ...parts,
      ...withoutTraces,
      bus: createBus({ clock, epoch: 'replay', log }),
      tools: { ...bench, list: async (o, signal) => (await listFor(called)(o, signal)).map(wrap) },
    });
  const messaging = createMessaging({ store, bus, loop, channels: new Map(), refusal: d.refusal, clock, log });
  return { skills, loop, loopOver, messaging, ownTools: benchOf(forPrograms(builtIn)) };
}
