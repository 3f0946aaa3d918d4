// What tools are handed: a view that only reads while they plan, and handles that allow exactly the plan while they run.
import type { AskPerson } from '#main/abilities/questions/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import type { Egress, RequestKeys } from '#main/guard/egress/port.ts';
import type { RunningProcess, Sandbox } from '#main/guard/sandbox/port.ts';
import type { FileSurvey, Ledger, RecordedFiles } from '#main/guard/undo/port.ts';
import type { Workspace, Workspaces } from '#main/guard/workspace/port.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { Plan, PlanContext, Tool, ToolContext, ToolSource } from './port.ts';
import { runSteps } from './run-steps.ts';

export type ToolBenchDeps = {
  readonly tools: ToolSource;
  readonly workspaces: Workspaces;
  readonly ledger: Pick<Ledger, 'files' | 'survey' | 'beforeCommand'>;
  readonly sandbox: Pick<Sandbox, 'state' | 'probe' | 'spawn'>;
  readonly egress: Egress;
  readonly questions: AskPerson;
  readonly requestKeys: Pick<RequestKeys, 'check'>;
  readonly store: { readonly sessions: Pick<Store['sessions'], 'search'> };
  readonly clock: Clock;
  readonly log: Log;
};

export type CallPlace = {
  readonly sessionId: SessionId;
  readonly turnId: TurnId;
  readonly callId: CallId;
  /** Folder of the session; made when it is missing. */
  readonly workspace: string;
  readonly signal: AbortSignal;
};

/** Holds the turn still while the person is being asked. */
export type WaitForPerson = <T>(work: () => Promise<T>) => Promise<T>;

export interface ToolBench {
  list(o: { sessionId: SessionId }, signal: AbortSignal): Promise<readonly Tool[]>;
  /** As `ToolSource`. */
  prompt(o: { sessionId: SessionId }, signal: AbortSignal): Promise<string | undefined>;
  planContext(place: CallPlace): Promise<PlanContext>;
  /** Without `waitForPerson` there is nobody to ask. */
  toolContext(o: {
    plan: Plan<unknown>;
    context: PlanContext;
    progress: (text: string) => void;
    waitForPerson?: WaitForPerson | undefined;
  }): Promise<ToolContext>;
  /** As `ToolSource`. */
  endBackground(sessionId?: SessionId): Promise<void>;
}

const undeclared = (what: string) =>
  new AppError('forbidden', `The plan of this call did not say that it would ${what}, so it was refused.`, {
    details: { reason: 'not_planned' },
  });

const changedScript = (path: string) =>
  new AppError('conflict', `${path} changed after this was asked, so it was not run. Run it again to ask anew.`, {
    details: { reason: 'changed_meanwhile' },
  });

/** Only reading methods, as own functions: a tool that plans cannot find `write` on what it holds. */
function readingView(workspace: Workspace, survey: FileSurvey): PlanContext['workspace'] {
  return {
    root: workspace.root,
    resolve: (path) => workspace.resolve(path),
    stat: (path) => workspace.stat(path),
    read: (path, o) => workspace.read(path, o),
    list: (path, o) => workspace.list(path, o),
    walk: (path, signal) => workspace.walk(path, signal),
    locate: (path) => survey.locate(path),
    canWatch: (signal) => survey.canWatch(signal),
    survey: (path, signal) => survey.survey(path, signal),
  };
}

/** Files as far as the plan's effects reach: reading below what it reads or writes, writing exactly what it writes. */
function plannedFiles(workspace: RecordedFiles, plan: Plan<unknown>): RecordedFiles {
  const reads = plan.effects.filter((effect) => effect.type === 'read' || effect.type === 'write');
  const writing = plan.effects.filter((effect) => effect.type === 'write');
  const writes = new Set(writing.map((effect) => effect.target));
  const deletes = new Set(writing.filter((effect) => effect.delete === true).map((effect) => effect.target));
  /** What this call made itself it may take away again: a change of several files that fails leaves none. */
  const made = new Set<string>();
  const mayRead = async (path: string): Promise<string> => {
    const resolved = await workspace.resolve(path);
    const isBelow = (root: string) => root === '.' || resolved === root || resolved.startsWith(`${root}/`);
    if (!reads.some((effect) => isBelow(effect.target))) throw undeclared(`read ${resolved}`);
    return resolved;
  };
  const mayTake = async (path: string): Promise<string> => {
    const located = await workspace.locate(path);
    if (!deletes.has(located) && !made.has(located)) throw undeclared(`take ${located} away`);
    return located;
  };
  const mayMake = async (path: string): Promise<string> => {
    const located = await workspace.locate(path);
    if (!writes.has(located)) throw undeclared(`write ${located}`);
    return located;
  };
  return {
    root: workspace.root,
    resolve: (path) => workspace.resolve(path),
    stat: async (path) => workspace.stat(await mayRead(path)),
    read: async (path, o) => workspace.read(await mayRead(path), o),
    list: async (path, o) => workspace.list(await mayRead(path), o),
    async *walk(path, signal) {
      yield* workspace.walk(await mayRead(path), signal);
    },
    async write(path, bytes, o) {
      const resolved = await workspace.resolve(path);
      if (!writes.has(resolved)) throw undeclared(`write ${resolved}`);
      await workspace.write(resolved, bytes, o);
      if (o.expectedSha256 === null) made.add(resolved);
    },
    locate: (path) => workspace.locate(path),
    canWatch: (signal) => workspace.canWatch(signal),
    survey: async (path, signal) => workspace.survey(await mayRead(path), signal),
    move: async (from, to, o) => workspace.move(await mayTake(from), await mayMake(to), o),
    remove: async (path, o) => workspace.remove(await mayTake(path), o),
    makeFolder: async (path, o) => workspace.makeFolder(await mayMake(path), o),
  };
}

type SpawnOf = ToolContext['spawn'];

/** The same process; its end comes once what it changed is on record. */
function watched(running: RunningProcess, finish: () => Promise<unknown>): RunningProcess {
  const { pid, output, lines, stdin } = running;
  const ended = async () => {
    try {
      return await running.exit;
    } finally {
      await finish();
    }
  };
  return {
    ...{ pid, output, kill: () => running.kill() },
    ...(lines === undefined ? {} : { lines }),
    ...(stdin === undefined ? {} : { stdin }),
    exit: ended(),
  };
}

function plannedSpawn(
  plan: Plan<unknown>,
  d: ToolBenchDeps,
  o: { context: PlanContext; workspace: Workspace },
): SpawnOf {
  const { context, workspace } = o;
  const { shown, effects } = plan;
  const executes = effects.some((effect) => effect.type === 'execute');
  const mayUseNetwork = effects.some((effect) => effect.type === 'network' && effect.target === '*');
  return async ({ outlivesCall = false, ...spec }) => {
    if (!executes || shown.type !== 'argv') throw undeclared('run a command');
    const isSame =
      spec.argv.length === shown.argv.length && spec.argv.every((part, index) => part === shown.argv[index]);
    if (!isSame || spec.cwd !== shown.cwd) throw undeclared('run this command');
    if (spec.network !== false && !(shown.network && mayUseNetwork)) throw undeclared('use the network');
    if (spec.timeoutMs > shown.timeoutMs) throw undeclared('run for so long');
    if (spec.env !== undefined || spec.stdin !== undefined) throw undeclared('pass variables or input');
    const { tier } = d.sandbox.state();
    if (tier !== shown.sandbox)
      throw new AppError('conflict', 'How commands run on this machine changed since this was asked. Run it again.', {
        details: { reason: 'changed_meanwhile' },
      });
    const signal = outlivesCall ? neverAborts : context.signal;
    const { sessionId, turnId, callId } = context;
    const whole = { ...spec, workspace: workspace.root, place: { sessionId, turnId } };
    const { commands } = shown;
    /** The scripts are looked at last, right before they run. */
    const start = async () => {
      for (const { path, sha256 } of shown.scripts ?? []) {
        const now = await context.workspace.read(path, { maxBytes: 0, signal: context.signal });
        if (now.sha256 !== sha256) throw changedScript(path);
      }
      if (commands === undefined) return d.sandbox.spawn(whole, signal);
      // Wholly known: its commands are started as they were decided, and no shell reads them again.
      return runSteps(commands, {
        spawn: (step) => d.sandbox.spawn({ ...whole, ...step }, signal),
        ...{ clock: d.clock, timeoutMs: spec.timeoutMs, signal },
      });
    };
    // What runs on after the call may change files at any time: nobody could say which of them are its own.
    if (outlivesCall) return start();
    const watch = await d.ledger.beforeCommand(workspace, { sessionId, turnId, callId }, signal);
    if (watch === undefined) return start();
    try {
      return watched(await start(), () => watch.finish());
    } catch (error) {
      await watch.finish();
      throw error;
    }
  };
}

function plannedFetch(plan: Plan<unknown>, d: ToolBenchDeps, signal: AbortSignal): ToolContext['fetch'] {
  const origins = new Set(plan.effects.filter((effect) => effect.type === 'network').map((effect) => effect.target));
  const isUpgrade = (origin: string) =>
    origin.startsWith('https://') && origins.has(origin.replace(/^https:/, 'http:'));
  return async (request) => {
    if (!origins.has(d.egress.check(request.url).origin)) throw undeclared(`fetch from ${request.url}`);
    const mayFill = plan.shown.type === 'request' && (plan.shown.keys?.length ?? 0) > 0;
    if (request.fillsKeys === true && !mayFill) throw undeclared('put a key in');
    // The same host over TLS is what was asked for, only safer.
    const mayFollow = (origin: string) => origins.has(origin) || isUpgrade(origin);
    return d.egress.fetch({ ...request, mayFollow }, signal);
  };
}

function askOf(
  d: ToolBenchDeps,
  { sessionId, callId, signal }: PlanContext,
  waitForPerson: WaitForPerson | undefined,
): ToolContext['ask'] {
  return async (request, until) => {
    if (waitForPerson === undefined) return { type: 'nobody' };
    const either = until === undefined ? signal : AbortSignal.any([signal, until]);
    return waitForPerson(() => d.questions.ask(request, { place: { sessionId, callId }, signal: either }));
  };
}

export function createToolBench(d: ToolBenchDeps): ToolBench {
  const log = d.log.child('tools');
  const workspaces = new WeakMap<PlanContext, Workspace>();
  return {
    list: (o, signal) => d.tools.list(o, signal),
    prompt: async (o, signal) => d.tools.prompt?.(o, signal),
    endBackground: (sessionId) => d.tools.endBackground(sessionId),

    async planContext({ workspace: root, ...place }) {
      const workspace = await d.workspaces.open(root, { create: true });
      const context: PlanContext = {
        ...place,
        workspace: readingView(workspace, d.ledger.survey(workspace)),
        sandboxTier: d.sandbox.state().tier,
        settleSandbox: async () => {
          const { tier } = d.sandbox.state();
          return tier === 'probing' ? (await d.sandbox.probe(place.signal)).tier : tier;
        },
        checkUrl: (url) => d.egress.check(url),
        checkKeys: (texts, url) => d.requestKeys.check(texts, url),
      };
      workspaces.set(context, workspace);
      return context;
    },

    async toolContext({ plan, context, progress, waitForPerson }) {
      const { sessionId, turnId, callId, signal } = context;
      const workspace = workspaces.get(context) ?? (await d.workspaces.open(context.workspace.root));
      return {
        ...context,
        sandboxTier: d.sandbox.state().tier,
        clock: d.clock,
        log: log.child('tools', { sessionId, turnId, callId }),
        progress,
        files: plannedFiles(d.ledger.files(workspace, { sessionId, turnId, callId }, { mayLose: !plan.canUndo }), plan),
        spawn: plannedSpawn(plan, d, { context, workspace }),
        watchFolder: async () => {
          const watch = await d.ledger.beforeCommand(workspace, { sessionId, turnId, callId }, signal);
          return async () => void (await watch?.finish());
        },
        fetch: plannedFetch(plan, d, signal),
        ask: askOf(d, context, waitForPerson),
        searchChats: (text, limit) => {
          if (!plan.effects.some((effect) => effect.type === 'read' && effect.target === 'chats'))
            throw undeclared('search the chats');
          return d.store.sessions.search({ text, limit, signal });
        },
      };
    },
  };
}
