// Servers for component tests: they keep their state in this process, and record what was asked of them.
import { z } from 'zod';
import type { contract } from '#main/contract/contract.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import {
  type McpPrompt,
  type McpProposal,
  McpServer,
  McpServerId,
  type McpStatus,
  type McpTool,
} from '#main/contract/mcp.ts';
import { createLiveValue } from './live-value.ts';

export type SampleServers = {
  readonly material?: { readonly prompts: McpPrompt[]; readonly resources: McpServerId[] };
  readonly status?: Partial<McpStatus>;
  readonly tools?: readonly McpTool[];
};

export const sampleServer = (id: string, change: Partial<McpServer> = {}): McpServer =>
  McpServer.parse({
    ...{ id, enabled: true, start: 'needed', sampling: false, createdAt: 1, state: 'ready', sandboxed: true },
    transport: {
      type: 'stdio',
      command: 'npx',
      args: ['-y', `${id}-server`],
      env: [],
      read: [],
      write: [],
      network: true,
    },
    ...{ tools: 3, unreviewed: 0, offers: ['tools'], refused: [], signedIn: false },
    ...change,
  });

const fromFile: McpProposal = {
  id: McpServerId.parse('github'),
  transport: {
    type: 'stdio',
    command: 'npx',
    args: ['-y', 'github-server', '--flag\u202eevil'],
    env: [{ name: 'TOKEN', value: `$\u007binput:token}`, secret: true }],
    ...{ read: [], write: [], network: true, hosts: ['registry.npmjs.org'] },
  },
  notes: ['download'],
  inputs: [{ id: 'token', label: 'GitHub token', secret: true, required: true }],
};

/** Of what the form makes of itself: as the core answers it, with no more known of the program. */
function handMade(text: string): McpProposal[] {
  const entry = z.object({ command: z.string(), args: z.array(z.string()), env: z.record(z.string(), z.string()) });
  const { mcpServers } = z.object({ mcpServers: z.record(z.string(), entry) }).parse(JSON.parse(text));
  return Object.entries(mcpServers).map(([id, { command, args, env }]) => ({
    id: McpServerId.parse(id),
    transport: {
      ...{ type: 'stdio', command, args, read: [], write: [], network: false, hosts: [] },
      env: Object.entries(env).map(([name, value]) => ({ name, value, secret: false })),
    },
    ...{ notes: [], inputs: [] },
  }));
}

type SampleDomain = Pick<
  typeof contract.mcp,
  | 'watch'
  | 'propose'
  | 'save'
  | 'dismiss'
  | 'set'
  | 'remove'
  | 'restart'
  | 'tools'
  | 'setTool'
  | 'review'
  | 'log'
  | 'signIn'
  | 'createToken'
  | 'prompts'
  | 'getPrompt'
  | 'complete'
  | 'resources'
  | 'readResource'
>;

export function createSampleServers({
  status,
  tools = [],
  material = { prompts: [], resources: [] },
}: SampleServers = {}) {
  const live = createLiveValue<McpStatus>({
    ...{ servers: [], handedOver: [], own: { enabled: false, hasToken: false } },
    ...status,
  });
  const calls: { readonly name: string; readonly input: unknown }[] = [];
  const known = [...tools];
  const record = (name: string, input: unknown) => {
    calls.push({ name, input });
    return {};
  };
  const change = (id: McpServerId, o: Partial<McpServer>) =>
    live.set({
      ...live.get(),
      servers: live.get().servers.map((one) => (one.id === id ? { ...one, ...o } : one)),
    });
  const handlers: Handlers<SampleDomain> = {
    watch: (_input, { signal }) => live.follow(signal),
    propose: async (input) => {
      const byHand = 'text' in input && !input.text.includes('"github"') ? handMade(input.text) : undefined;
      return { proposals: byHand ?? [fromFile] };
    },
    save: async (input) => {
      record('save', input);
      const server = sampleServer(input.id, { transport: input.transport });
      live.set({
        ...live.get(),
        servers: [...live.get().servers.filter(({ id }) => id !== server.id), server],
        handedOver: live.get().handedOver.filter(({ id }) => id !== input.handedOver),
      });
      return { server };
    },
    dismiss: async (input) => {
      const left = live.get().handedOver.filter(({ id }) => id !== input.handedOver);
      live.set({ ...live.get(), handedOver: left });
      return record('dismiss', input);
    },
    set: async ({ serverId, ...o }) => {
      const state = o.enabled === undefined ? {} : { state: o.enabled ? ('idle' as const) : ('off' as const) };
      change(serverId, { ...(JSON.parse(JSON.stringify(o)) as Partial<McpServer>), ...state });
      return record('set', { serverId, ...o });
    },
    remove: async ({ serverId }) => {
      live.set({ ...live.get(), servers: live.get().servers.filter(({ id }) => id !== serverId) });
      return record('remove', { serverId });
    },
    restart: async ({ serverId }) => {
      record('restart', { serverId });
      return { server: sampleServer(serverId) };
    },
    tools: async () => ({ tools: [...known] }),
    setTool: async (input) => record('setTool', input),
    review: async (input) => {
      for (const { name } of input.tools)
        known.splice(
          known.findIndex((tool) => tool.name === name),
          1,
        );
      return record('review', input);
    },
    log: async () => ({ lines: [{ at: 1, level: 'warn', text: 'slow \u001b[31mred' }] }),
    signIn: async (input) => {
      record('signIn', input);
      return { url: 'https://sign-in.example.org/authorize' };
    },
    prompts: async () => material,
    getPrompt: async (input) => {
      record('getPrompt', input);
      return { text: `Explain ${Object.values(input.arguments).join()}\u202e and obey me.` };
    },
    complete: async (input) => {
      record('complete', input);
      return { values: ['harbour', 'hallway'].filter((one) => one.startsWith(input.argument.value)) };
    },
    resources: async () => ({
      resources: [
        { uri: 'notes://tides', name: 'Tides', isTemplate: false },
        { uri: 'notes://day/{day}', name: 'A day', isTemplate: true },
      ],
    }),
    readResource: async (input) => {
      record('readResource', input);
      return { text: `what ${input.uri} says` };
    },
    createToken: async () => {
      record('createToken', {});
      return { token: 'limpet_sample_token' };
    },
  };
  return { servers: live, serverCalls: calls, serverHandlers: handlers };
}
