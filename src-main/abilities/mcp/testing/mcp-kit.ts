// The room of servers with the real sandbox, the real guarded web and a real loop's bench around it; keys and values in memory.
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTestQuestions } from '#main/abilities/questions/testing/test-questions.ts';
import { createToolBench } from '#main/abilities/tools/create-tool-bench.ts';
import type { Plan, PlanContext, ToolResult } from '#main/abilities/tools/port.ts';
import type { Models } from '#main/agent/providers/port.ts';
import { isAppError } from '#main/contract/errors.ts';
import { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import { McpServerId, type McpTransport } from '#main/contract/mcp.ts';
import { Settings } from '#main/contract/settings.ts';
import { createHeardActivity } from '#main/guard/activity/testing/heard-activity.ts';
import { createEgress } from '#main/guard/egress/create-egress.ts';
import { createGuardedWeb } from '#main/guard/egress/create-guarded-web.ts';
import { openRedirect } from '#main/guard/egress/create-redirect-listener.ts';
import type { EgressProxy } from '#main/guard/egress/port.ts';
import { type CreatedSandbox, createSandbox } from '#main/guard/sandbox/create-sandbox.ts';
import { createLedger } from '#main/guard/undo/create-ledger.ts';
import { createMemoryLedgerStore } from '#main/guard/undo/testing/memory-ledger-store.ts';
import { createWorkspaces } from '#main/guard/workspace/create-workspace.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { type Clock, systemClock } from '#main/platform/base/clock.ts';
import { createRedactor, silentLog } from '#main/platform/base/log.ts';
import type { SecretStore } from '#main/platform/secrets/port.ts';
import { noSecrets } from '#main/platform/secrets/testing/no-secrets.ts';
import { createMcp, type McpDeps } from '../create-mcp.ts';
import type { McpServers } from '../port.ts';

export const project = join(import.meta.dirname, '../../../..');

/** The Node that these tests run on, and a published server, as a person would name them. */
export function published(name: string, ...args: string[]): Extract<McpTransport, { type: 'stdio' }> {
  return {
    type: 'stdio',
    command: process.execPath,
    args: [join(project, 'node_modules/@modelcontextprotocol', name, 'dist/index.js'), ...args],
    env: [],
    read: [dirname(dirname(process.execPath)), join(project, 'node_modules')].filter(
      (path, at, all) => existsSync(path) && !all.slice(0, at).includes(path),
    ),
    write: [],
    network: false,
  };
}

export function memorySecrets(): SecretStore & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    protection: 'passphrase-file',
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    remove: async (key) => void values.delete(key),
    keys: async () => [...values.keys()],
  };
}

const noModel: Pick<Models, 'resolve' | 'stream'> = {
  resolve: async () => {
    throw new Error('no model in this test');
  },
  stream: () => {
    throw new Error('no model in this test');
  },
};

export type McpKit = Awaited<ReturnType<typeof createMcpKit>>;
export type McpKitOptions = { readonly proxy?: EgressProxy | undefined } & Partial<
  Pick<McpDeps, 'models' | 'openExternal' | 'clientMetadataUrl' | 'web' | 'platform' | 'sandbox' | 'transports'>
> & { readonly clock?: Clock; readonly base?: string; readonly values?: Map<string, unknown> };

export async function createMcpKit(o: McpKitOptions = {}) {
  const base = o.base ?? mkdtempSync(join(realpathSync(tmpdir()), 'limpet-mcp-'));
  const folders = { root: join(base, 'work'), home: join(base, 'home'), data: join(base, 'data') };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const clock = o.clock ?? systemClock;
  const sandbox: CreatedSandbox = createSandbox({
    clock: systemClock,
    log: silentLog,
    dataFolder: folders.data,
    home: folders.home,
    platform: process.platform,
    environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    ...(o.proxy === undefined ? {} : { proxy: o.proxy }),
  });
  if (o.sandbox === undefined && o.transports === undefined) await sandbox.probe(neverAborts);
  const values = o.values ?? new Map<string, unknown>();
  const secrets = memorySecrets();
  const store = {
    settings: {
      getValue: async (key: string) => structuredClone(values.get(key)),
      setValue: async (key: string, value: unknown) => void values.set(key, structuredClone(value)),
    },
    blobs: { path: async (id: string) => join(base, `blob-${id}`) },
  };
  const activity = createHeardActivity();
  let changes = 0;
  const { desk: questions } = createTestQuestions(clock);
  const servers: McpServers = createMcp({
    store: store as unknown as McpDeps['store'],
    questions,
    ...{ secrets, sandbox: o.sandbox ?? sandbox, clock, openRedirect },
    onTraffic: o.proxy?.onTraffic ?? (() => () => {}),
    web: o.web ?? createGuardedWeb({ ownPorts: () => [] }),
    openExternal: o.openExternal,
    models: o.models ?? noModel,
    loginPath: async () => ['/usr/local/bin', '/usr/bin', '/bin'],
    workspace: async () => folders.root,
    dataFolder: folders.data,
    home: folders.home,
    platform: o.platform ?? process.platform,
    version: '9.9.9',
    redactor: createRedactor(),
    activity,
    onChange: () => {
      changes += 1;
    },
    log: silentLog,
    ...(o.transports === undefined ? {} : { transports: o.transports }),
    ...(o.clientMetadataUrl === undefined ? {} : { clientMetadataUrl: o.clientMetadataUrl }),
  });
  const workspaces = createWorkspaces({ dataFolder: folders.data, home: folders.home, platform: process.platform });
  const bench = createToolBench({
    tools: servers.source,
    workspaces,
    ledger: createLedger({
      ...{ workspaces, dataFolder: folders.data, clock, log: silentLog },
      store: { ledger: createMemoryLedgerStore(), turns: { running: async () => undefined } },
      settings: { current: () => Settings.parse({}) },
      bus: { publish: () => {} },
      ...{ activity, secrets: noSecrets },
    }),
    questions,
    requestKeys: { check: async () => [] },
    sandbox,
    egress: createEgress({ clock: systemClock, log: silentLog, ownPorts: () => [] }),
    store: { sessions: { search: async () => ({ hits: [], more: false }) } },
    clock,
    log: silentLog,
  });
  const session = { sessionId: SessionId.parse('s1') };
  let calls = 0;
  const life = new AbortController();
  const kit = {
    ...folders,
    base,
    ...{ signal: neverAborts, sessionId: session.sessionId },
    servers,
    questions,
    secrets,
    values,
    sandbox,
    changes: () => changes,
    notes: activity.notes,
    /** What the account was told, as key and parameters. */
    noted: () => activity.notes.map(({ by, title }) => `${by}: ${title.key} ${Object.values(title.params).join(' ')}`),
    names: async () => (await servers.source.list(session, neverAborts)).map(({ name }) => name),
    async plan(
      name: string,
      input: unknown,
      signal = neverAborts,
    ): Promise<{ plan: Plan<unknown>; context: PlanContext }> {
      const tool = (await servers.source.list(session, neverAborts)).find((one) => one.name === name);
      if (tool === undefined) throw new Error(`no tool ${name}`);
      calls += 1;
      const ids = { ...session, turnId: TurnId.parse('t1'), callId: CallId.parse(`c${calls}`) };
      const context = await bench.planContext({ ...ids, workspace: folders.root, signal });
      return { plan: await tool.plan(tool.input.parse(input), context), context };
    },
    /** As the loop does after a yes. */
    async run(
      name: string,
      input: unknown,
      o: { signal?: AbortSignal; progress?: (text: string) => void } = {},
    ): Promise<ToolResult> {
      const { plan, context } = await kit.plan(name, input, o.signal);
      const tool = (await servers.source.list(session, neverAborts)).find((one) => one.name === name);
      if (tool === undefined) throw new Error(`no tool ${name}`);
      return tool.run(
        plan,
        await bench.toolContext({ plan, context, progress: o.progress ?? (() => {}), waitForPerson: (work) => work() }),
      );
    },
    /** The reason (or code) of a refused run. */
    refusal: (name: string, input: unknown) =>
      kit.run(name, input).then(
        (result) => `done: ${result.output}`,
        (error: unknown) => (isAppError(error) ? (error.details?.reason ?? error.code) : String(error)),
      ),
    /** Adds it and starts it, so that what it offers is known. */
    async add(id: string, transport: McpTransport) {
      const serverId = McpServerId.parse(id);
      await servers.save({ id: serverId, transport, inputs: {}, replace: false }, neverAborts);
      return servers.restart(serverId, neverAborts);
    },
    /** Loads by exact names. */
    async load(...names: string[]) {
      for (const query of names) await kit.run('find_tools', { query });
    },
    /** Lets the keepers work until `close`. */
    start: () => void servers.run(life.signal),
    async close() {
      life.abort();
      for (const server of await servers.list()) await servers.set(server.id, { enabled: false });
      await sandbox.close();
      if (o.base === undefined) rmSync(base, { recursive: true, force: true });
    },
  };
  return kit;
}
