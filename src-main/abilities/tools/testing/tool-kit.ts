// A session's worth of real rooms for trying tools: workspace on disk, real sandbox, real fetching, no model.
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Artefacts } from '#main/abilities/artefacts/port.ts';
import type { Browser } from '#main/abilities/browser/port.ts';
import { createDocuments } from '#main/abilities/documents/create-documents.ts';
import { createMemoryNotes } from '#main/abilities/notes/testing/memory-notes.ts';
import type { QuestionDesk } from '#main/abilities/questions/port.ts';
import { createTestQuestions } from '#main/abilities/questions/testing/test-questions.ts';
import { createAttachments } from '#main/abilities/tools/create-attachments.ts';
import { createToolBench, type ToolBench, type ToolBenchDeps } from '#main/abilities/tools/create-tool-bench.ts';
import type { Plan, PlanContext, Tool, ToolContext, ToolResult, ToolSource } from '#main/abilities/tools/port.ts';
import { builtInTools } from '#main/abilities/tools/registry.ts';
import type { Artefact } from '#main/contract/artefacts.ts';
import { AppError, isAppError } from '#main/contract/errors.ts';
import { ArtefactId, type BlobId, CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { SearchHit } from '#main/contract/sessions.ts';
import { Settings } from '#main/contract/settings.ts';
import { createHeardActivity } from '#main/guard/activity/testing/heard-activity.ts';
import { createEgress, type EgressDeps } from '#main/guard/egress/create-egress.ts';
import { createRequestKeys } from '#main/guard/egress/create-request-keys.ts';
import type { ShellReader } from '#main/guard/permissions/port.ts';
import { type CreatedSandbox, createSandbox } from '#main/guard/sandbox/create-sandbox.ts';
import type { Sandbox } from '#main/guard/sandbox/port.ts';
import { type CreatedLedger, createLedger } from '#main/guard/undo/create-ledger.ts';
import { createMemoryLedgerStore } from '#main/guard/undo/testing/memory-ledger-store.ts';
import { createWorkspaces } from '#main/guard/workspace/create-workspace.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { type Clock, systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { noSecrets } from '#main/platform/secrets/testing/no-secrets.ts';

export type ToolKitOptions = {
  /** Keys for requests by name, and their hosts. */
  readonly keys?: Readonly<Record<string, { readonly value: string; readonly hosts: readonly string[] }>>;
  readonly clock?: Clock;
  readonly bwrapPath?: string;
  readonly egress?: Partial<EgressDeps>;
  readonly hits?: readonly SearchHit[];
  /** Without one, every command runs in the shell. */
  readonly reader?: ShellReader;
  /** Instead of the real one. */
  readonly sandbox?: CreatedSandbox;
  /** Of the settings: how much is kept for undo. */
  readonly undo?: Partial<Settings['undo']>;
  readonly browser?: (dataFolder: string) => Browser;
  /** Attachments of session `s1` by id. */
  readonly attachments?: Readonly<Record<string, { name: string; bytes: Uint8Array }>>;
};

export type RanTool = { readonly plan: Plan<unknown>; readonly result: ToolResult; readonly progress: string };

export interface ToolKit {
  readonly base: string;
  readonly root: string;
  readonly home: string;
  readonly data: string;
  readonly sandbox: Sandbox;
  readonly bench: ToolBench;
  /** All calls of the kit are of turn `t1` in session `s1`. */
  readonly ledger: CreatedLedger;
  readonly questions: QuestionDesk;
  readonly builtIn: ToolSource;
  readonly browser: Browser | undefined;
  tool(name: string): Promise<Tool>;
  context(signal?: AbortSignal, o?: { session?: string }): Promise<PlanContext>;
  plan(name: string, input: unknown, signal?: AbortSignal): Promise<{ plan: Plan<unknown>; context: PlanContext }>;
  toolContext(plan: Plan<unknown>, context: PlanContext): Promise<ToolContext>;
  /** Parses, plans and runs, as the loop does after a yes. */
  run(name: string, input: unknown, signal?: AbortSignal): Promise<RanTool>;
  /** The reason (or code) of a refused run. */
  refusal(name: string, input: unknown): Promise<string>;
  close(): Promise<void>;
}

export function reasonOf(error: unknown): string {
  return isAppError(error) ? (error.details?.reason ?? error.code) : String(error);
}

/** As the store keeps them, without one. */
function memoryArtefacts(): Artefacts {
  const all = new Map<string, Artefact>();
  return {
    async show({ sessionId, callId, artefactId, kind, title, content }) {
      const id = artefactId ?? ArtefactId.parse(`artefact-${all.size + 1}`);
      const known = all.get(id);
      if (artefactId !== undefined && known === undefined) throw new AppError('not_found', 'There is none.');
      const number = (known?.versions.length ?? 0) + 1;
      const version = { number, kind, title, sizeChars: content.length, callId, createdAt: 0 };
      const made: Artefact = { id, sessionId, versions: [...(known?.versions ?? []), version] };
      all.set(id, made);
      return made;
    },
    list: async () => [...all.values()],
    read: async () => ({ content: '' }),
  };
}

export function createToolKit(o: ToolKitOptions = {}): ToolKit {
  const base = mkdtempSync(join(realpathSync(tmpdir()), 'limpet-tools-'));
  const folders = { root: join(base, 'work'), home: join(base, 'home'), data: join(base, 'data') };
  for (const folder of Object.values(folders)) mkdirSync(folder);
  const clock = o.clock ?? systemClock;
  const { home, data: dataFolder } = folders;
  const blobOf = (id: BlobId) => {
    const { name, bytes } = o.attachments?.[id] ?? { name: '', bytes: new Uint8Array() };
    return { bytes, info: { id, name, sizeBytes: bytes.length, sha256: '', mediaType: 'application/octet-stream' } };
  };
  const sandbox =
    o.sandbox ??
    createSandbox({
      clock: systemClock,
      log: silentLog,
      dataFolder,
      home,
      platform: process.platform,
      environment: { PATH: '/usr/local/bin:/usr/bin:/bin' },
      ...(o.bwrapPath === undefined ? {} : { bwrapPath: o.bwrapPath }),
    });
  const browser = o.browser?.(dataFolder);
  const attachments = createAttachments({
    blobs: {
      isUsedBy: async (id, sessionId) => sessionId === 's1' && o.attachments?.[id] !== undefined,
      info: async (id) => blobOf(id).info,
      read: async (id) => blobOf(id).bytes,
    },
  });
  const builtIn = builtInTools({
    shell: sandbox.shell,
    ...(o.reader === undefined ? {} : { reader: o.reader }),
    ...(browser === undefined ? {} : { browser }),
    reading: { documents: createDocuments(), attachments },
    artefacts: memoryArtefacts(),
    notes: createMemoryNotes(),
  });
  const workspaces = createWorkspaces({ dataFolder, home, platform: process.platform });
  const ledger = createLedger({
    ...{ workspaces, dataFolder, clock, log: silentLog },
    store: { ledger: createMemoryLedgerStore(), turns: { running: async () => undefined } },
    settings: { current: () => Settings.parse({ undo: o.undo ?? {} }) },
    bus: { publish: () => {} },
    ...{ activity: createHeardActivity(), secrets: noSecrets },
  });
  const { desk: questions } = createTestQuestions(clock);
  const requestKeys = createRequestKeys({
    values: {
      getValue: async () => Object.entries(o.keys ?? {}).map(([name, { hosts }]) => ({ name, hosts })),
      setValue: async () => {},
    },
    secrets: {
      get: async (name) => o.keys?.[name.replace('request.', '')]?.value,
      set: async () => {},
      remove: async () => {},
      keys: async () => Object.keys(o.keys ?? {}).map((name) => `request.${name}`),
    },
    onChange: () => {},
    log: silentLog,
  });
  const deps: ToolBenchDeps = {
    questions,
    requestKeys,
    tools: builtIn,
    workspaces,
    ledger,
    sandbox,
    egress: createEgress({ clock: systemClock, log: silentLog, ownPorts: () => [], keys: requestKeys, ...o.egress }),
    store: { sessions: { search: async () => ({ hits: [...(o.hits ?? [])], more: false }) } },
    clock,
    log: silentLog,
  };
  const bench = createToolBench(deps);
  let calls = 0;

  const kit: ToolKit = {
    base,
    ...folders,
    sandbox,
    bench,
    ledger,
    questions,
    builtIn,
    browser,
    async tool(name) {
      const tools = await builtIn.list({ sessionId: SessionId.parse('s1') }, neverAborts);
      const found = tools.find((one) => one.name === name);
      if (found === undefined) throw new Error(`no tool ${name}`);
      return found;
    },
    context(signal = neverAborts, { session = 's1' } = {}) {
      calls += 1;
      const sessionId = SessionId.parse(session);
      const callId = CallId.parse(`c${calls}`);
      return bench.planContext({ sessionId, turnId: TurnId.parse('t1'), callId, workspace: folders.root, signal });
    },
    async plan(name, input, signal) {
      const context = await kit.context(signal);
      const tool = await kit.tool(name);
      return { plan: await tool.plan(tool.input.parse(input), context), context };
    },
    toolContext: (plan, context) => bench.toolContext({ plan, context, progress: () => {} }),
    async run(name, input, signal) {
      const { plan, context } = await kit.plan(name, input, signal);
      let progress = '';
      const add = (text: string) => {
        progress += text;
      };
      const full = await bench.toolContext({ plan, context, progress: add, waitForPerson: (work) => work() });
      const result = await (await kit.tool(name)).run(plan, full);
      return { plan, result, progress };
    },
    refusal: (name, input) =>
      kit.run(name, input).then(
        () => 'done',
        (error: unknown) => reasonOf(error),
      ),
    async close() {
      await sandbox.close();
      rmSync(base, { recursive: true, force: true });
    },
  };
  return kit;
}
