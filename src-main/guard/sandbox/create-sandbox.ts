// Runs commands in the strongest sandbox that a probe has proved on this machine, and says which one that is.

import { AppError } from '#main/contract/errors.ts';
import type { SandboxState } from '#main/contract/system.ts';
import type { EgressProxy } from '#main/guard/egress/port.ts';
import { protectedPaths } from '#main/guard/workspace/port.ts';
import { abortable, throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Backend } from './backend.ts';
import { checkFolders } from './check-folders.ts';
import { type Environment, isRefusedVariable, refusedVariable } from './child-environment.ts';
import { type BackendChoice, makeBackend, missingReason, orderOf } from './choose-backend.ts';
import { findProgram } from './find-program.ts';
import { limitsFor, stateLimits } from './limits.ts';
import { createLoginPath } from './login-path.ts';
import { plainLaunch } from './plain-launch.ts';
import type { RunningProcess, Sandbox, SpawnProfile, SpawnSpec } from './port.ts';
import { runProbe } from './run-probe.ts';
import { type Launch, runProcess } from './run-process.ts';
import { createUsageWatch } from './watch-usage.ts';

export type SandboxDeps = {
  readonly clock: Clock;
  readonly log: Log;
  readonly dataFolder: string;
  readonly home: string;
  readonly environment: Environment;
  /** `process.platform` of the machine. */
  readonly platform: string;
  /** The way out of programs with chosen hosts; without it they are refused. */
  readonly proxy?: Pick<EgressProxy, 'open'>;
  /** A bubblewrap to use instead of the one on PATH. */
  readonly bwrapPath?: string;
  /** A docker to use instead of the one on PATH. */
  readonly dockerPath?: string;
  /** What the person chose; read at each probe. */
  readonly choice?: () => BackendChoice;
  /** Our own gateway, tried by the probe besides its own traps. */
  readonly probeTargets?: { readonly ports?: () => readonly number[]; readonly sockets?: () => readonly string[] };
};

/** The shell for commands written as one line. */
export type CreatedSandbox = Sandbox & { readonly shell: () => Promise<readonly [string, ...string[]]> };

const maxProcesses = 64;
const maxServers = 128;
const maxTimeoutMs = 24 * 60 * 60_000;

const reasons = {
  bubblewrap: 'tools.sandbox_on',
  'sandbox-runtime': 'tools.sandbox_on_runtime',
  docker: 'tools.sandbox_on_docker',
} as const;

const probing: SandboxState = { tier: 'probing', reason: 'tools.sandbox_probing', probes: [] };

export function createSandbox(deps: SandboxDeps): CreatedSandbox {
  const { clock } = deps;
  const log = deps.log.child('sandbox');
  const guarded = protectedPaths(deps);
  const listeners = new Set<() => void>();
  const running = new Map<RunningProcess, SpawnProfile>();
  const closing = new AbortController();
  const watchUsage = createUsageWatch();
  let state: SandboxState = probing;
  let found: Backend | undefined;
  let probe: Promise<SandboxState> | undefined;
  let shell: Promise<readonly [string, ...string[]]> | undefined;

  const settle = (next: Omit<SandboxState, 'checkedAt'>): SandboxState => {
    state = { ...next, checkedAt: clock.now() };
    const failed = next.probes.filter((one) => !one.refused).map((one) => one.id);
    log.info('sandbox checked', { tier: next.tier, reason: next.reason, failed });
    for (const listener of listeners) listener();
    return state;
  };

  const none = (reason: string): SandboxState => settle({ tier: 'none', reason, probes: [] });

  const prove = async (backend: Backend, signal: AbortSignal): Promise<SandboxState | undefined> => {
    const targets = { ports: deps.probeTargets?.ports?.() ?? [], sockets: deps.probeTargets?.sockets?.() ?? [] };
    const { home, dataFolder } = deps;
    const outcome = await runProbe({ clock, home, dataFolder, ...targets, backend }, signal);
    if (outcome.type === 'cannot_start') {
      log.warn('sandbox cannot start', { tier: backend.tier, version: backend.version, note: outcome.note });
      return undefined;
    }
    const { probes } = outcome;
    if (probes.some((one) => !one.refused))
      return settle({ tier: 'off', reason: backend.isOld ? 'tools.sandbox_off_old' : 'tools.sandbox_off', probes });
    found = backend;
    const limits = stateLimits(backend.tier);
    return settle({ tier: backend.tier, reason: reasons[backend.tier], probes, version: backend.version, limits });
  };

  /** The first that is there decides: one that fails its probe is never passed over for a weaker one. */
  const check = async (signal: AbortSignal): Promise<SandboxState> => {
    const before = found;
    found = undefined;
    await before?.close();
    const choice = deps.choice?.() ?? 'auto';
    let wasBlocked = false;
    for (const tier of orderOf(choice, deps.platform)) {
      const candidate = await makeBackend(tier, { ...deps, protected: guarded });
      throwIfAborted(signal);
      if (candidate.backend === undefined) {
        log.info('no such sandbox', { tier, note: candidate.note });
        continue;
      }
      const proved = await prove(candidate.backend, signal);
      if (proved !== undefined) return proved;
      wasBlocked = true;
      await candidate.backend.close();
    }
    return none(wasBlocked ? 'tools.sandbox_none_blocked' : missingReason(choice, deps.platform));
  };

  /** One probe at a time; a caller who gives up does not stop it for the others. */
  const probeOnce = (): Promise<SandboxState> => {
    probe ??= check(closing.signal)
      .catch((error: unknown) => {
        throwIfAborted(closing.signal);
        log.error('sandbox probe failed', { error });
        return settle({ tier: 'off', reason: 'tools.sandbox_off', probes: [] });
      })
      .finally(() => {
        probe = undefined;
      });
    return probe;
  };

  const settled = async (signal: AbortSignal) =>
    state.tier === 'probing' || probe !== undefined ? await abortable(probeOnce(), signal) : state;

  const checkSpec = (spec: SpawnSpec) => {
    if (spec.argv.some((part) => part.includes('\0')) || spec.cwd.includes('\0'))
      throw new AppError('invalid_input', 'A command cannot hold a NUL character. Write it without.');
    const folders = [spec.workspace, ...(spec.read ?? []), ...(spec.write ?? [])];
    const isInside = folders.some((folder) => spec.cwd === folder || spec.cwd.startsWith(`${folder}/`));
    if (deps.platform !== 'win32' && !isInside)
      throw new AppError('forbidden', 'Commands run inside the workspace.', {
        details: { reason: 'outside_workspace' },
      });
    const isServer = spec.profile === 'server';
    if (!(spec.timeoutMs > 0 && (spec.timeoutMs <= maxTimeoutMs || isServer)))
      throw new AppError('invalid_input', 'The time limit of a command is between a millisecond and a day.');
    const bound = isServer ? maxServers : maxProcesses;
    const like = [...running.values()].filter((profile) => (profile === 'server') === isServer).length;
    if (like >= bound)
      throw new AppError('rate_limited', `${bound} programs are running already. Wait for one or end one.`, {
        details: { reason: 'too_many_processes' },
      });
  };

  const openWay = async ({ network, argv, who = argv[0], place }: SpawnSpec, backend: Backend | undefined) => {
    const isOpen = network === true && backend !== undefined && !backend.sharesNetwork;
    if (typeof network !== 'object' && !isOpen) return undefined;
    if (deps.proxy === undefined)
      throw new AppError('unavailable', 'Programs with chosen hosts have no way out here.', {
        details: { reason: 'no_proxy' },
        retryable: false,
      });
    const way = { listen: backend?.listen ?? 'loopback', ...(place === undefined ? {} : { place }) };
    if (typeof network !== 'object') return deps.proxy.open({ hosts: 'any', purpose: who, ...way });
    for (const { variable } of network.secrets ?? [])
      if (variable !== undefined && isRefusedVariable(variable)) throw refusedVariable(variable);
    const { hosts, secrets = [], purpose = who } = network;
    return deps.proxy.open({ hosts, secrets, purpose, ...way });
  };

  return {
    state: () => state,
    probe: async (signal) => {
      throwIfAborted(signal);
      return abortable(probeOnce(), signal);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async spawn(spec, signal) {
      throwIfAborted(signal);
      checkSpec(spec);
      await checkFolders(spec, { home: deps.home, dataFolder: deps.dataFolder, protected: guarded });
      const { tier } = await settled(signal);
      if (tier === 'off')
        throw new AppError('unavailable', 'Commands are off: the sandbox of this machine did not hold. See Settings.', {
          details: { reason: 'sandbox_off' },
          retryable: false,
        });
      const backend = found;
      if (backend === undefined && tier !== 'none') throw new AppError('internal', 'The sandbox is not there.');
      const way = await openWay(spec, backend);
      let launch: Launch | undefined;
      const letGo = async () => {
        await way?.close();
        await launch?.cleanUp?.();
      };
      try {
        launch = backend === undefined ? plainLaunch(spec, deps, way) : await backend.launch(spec, way);
        const both = AbortSignal.any([signal, closing.signal]);
        const child = await runProcess(launch, { clock, signal: both, program: spec.argv[0] });
        running.set(child, spec.profile ?? 'command');
        const { processes, dataKiB } = limitsFor(spec);
        const onOver = (what: 'processes' | 'memory') => void child.endOver(what);
        const unwatch = watchUsage({ pid: child.pid, processes, memoryBytes: dataKiB * 1024, onOver });
        void child.exit
          .finally(unwatch)
          .then(() => child.kill())
          .then(() => running.delete(child))
          .finally(() => void letGo());
        return child;
      } catch (error) {
        await letGo();
        throw error;
      }
    },
    loginPath: createLoginPath({ ...deps, closing: closing.signal }),
    async close() {
      closing.abort();
      await Promise.all([...running.keys()].map((child) => child.kill()));
      await probe?.catch(() => {}); // called off by the line above
      await found?.close();
    },
    shell: () => {
      shell ??= findShell(deps);
      return shell;
    },
  };
}

async function findShell(deps: Pick<SandboxDeps, 'platform' | 'environment'>): Promise<readonly [string, ...string[]]> {
  if (deps.platform === 'win32') return ['powershell.exe', '-NoProfile', '-NonInteractive', '-Command'];
  const bash = await findProgram('bash', deps.environment);
  return bash === undefined ? ['sh', '-c'] : ['bash', '-c'];
}
