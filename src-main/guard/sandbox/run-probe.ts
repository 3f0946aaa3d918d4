// Runs the sixteen checks against the sandbox of this machine and says what was refused.
import type { SandboxState } from '#main/contract/system.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Backend } from './backend.ts';
import type { RunningProcess, SpawnSpec } from './port.ts';
import { buildScene, type SceneDeps } from './probe-scene.ts';
import { type ProbeId, parseVerdicts, probeIds, probeScript } from './probe-script.ts';
import { processTree } from './process-tree.ts';
import { type Launch, runProcess } from './run-process.ts';

type Probes = SandboxState['probes'];
export type ProbeOutcome =
  | { readonly type: 'done'; readonly probes: Probes }
  /** Not one command ran: the system forbids what bubblewrap needs. `note` is its own complaint. */
  | { readonly type: 'cannot_start'; readonly note: string };

const scriptTimeoutMs = 15_000;
// Below the two seconds after which a dead process’s output is closed for the reader in any case.
const orphanTimeoutMs = 1_500;
const heldChars = 16_384;

async function collect(running: RunningProcess): Promise<string> {
  let text = '';
  for await (const piece of running.output) if (text.length < heldChars) text += piece.text;
  return text;
}

/** The lifeline of a launch is cut, as the system cuts it when we die. */
async function survivesCut(launch: Launch, o: { clock: Clock; signal: AbortSignal }): Promise<string | undefined> {
  const running = await runProcess(launch, o);
  const reader = running.output[Symbol.asyncIterator]();
  try {
    const first = await reader.next();
    if (first.done === true || !first.value.text.includes('up')) return 'the sandbox did not start';
    running.dropLifeline?.();
    const late = o.clock.sleep(orphanTimeoutMs, o.signal).then(() => 'late');
    const ended = await Promise.race([running.exit.then(() => 'ended'), late]);
    return ended === 'ended' ? undefined : 'it went on after its lifeline was cut';
  } finally {
    await running.kill();
    await launch.cleanUp?.();
  }
}

/** Starts the sandbox below a shell, kills the shell without warning, and waits for everything inside to be gone. */
async function survivesParent(launch: Launch, o: { clock: Clock; signal: AbortSignal }): Promise<string | undefined> {
  const parent: Launch = {
    ...launch,
    file: '/bin/sh',
    args: ['-c', '"$@" & wait', 'sh', launch.file, ...launch.args],
    // Its exit must not make us clean up: what is left then is what the check is about.
    watcher: true,
  };
  const running = await runProcess(parent, o);
  const reader = running.output[Symbol.asyncIterator]();
  let family: number[] = [];
  try {
    const first = await reader.next();
    if (first.done === true || !first.value.text.includes('up')) return 'the sandbox did not start below a shell';
    family = processTree(running.pid, undefined);
    process.kill(running.pid, 'SIGKILL');
    const stop = new AbortController();
    const ended = (async () => {
      for (;;) if ((await reader.next()).done === true) return true;
    })();
    const late = o.clock.sleep(orphanTimeoutMs, stop.signal).then(
      () => false,
      () => false, // called off: the pipe had closed in time
    );
    const gone = await Promise.race([ended, late]);
    stop.abort();
    if (gone) family = [];
    return gone ? undefined : 'it went on after its parent had died';
  } finally {
    await running.kill();
    for (const pid of family) endOrphan(pid);
  }
}

function endOrphan(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone after all
  }
}

export type ProbeDeps = SceneDeps & { readonly backend: Pick<Backend, 'launch'> };

/** Errors: `cancelled` when aborted. Leaves nothing behind. */
export async function runProbe(deps: ProbeDeps, signal: AbortSignal): Promise<ProbeOutcome> {
  const built = await buildScene(deps);
  const { clock } = deps;
  const spec = (script: string): SpawnSpec => ({
    argv: ['/bin/sh', '-c', script],
    cwd: built.workspace,
    workspace: built.workspace,
    network: false,
    timeoutMs: scriptTimeoutMs,
  });
  try {
    const [attacks, orphan] = await Promise.all([
      deps.backend.launch(spec(`echo STARTED\n${probeScript(built.scene)}`)),
      deps.backend.launch(spec('echo up; exec sleep 5')),
    ]);
    const [output, survivor] = await Promise.all([
      runProcess(attacks, { clock, signal }).then(collect),
      (orphan.lifeline === undefined ? survivesParent : survivesCut)(orphan, { clock, signal }),
    ]);
    await attacks.cleanUp?.();
    throwIfAborted(signal);
    if (!output.includes('STARTED')) return { type: 'cannot_start', note: output.trim().slice(0, 300) };
    const refused = parseVerdicts(output);
    const breaches = await built.breaches();
    const probes = probeIds.map((id: ProbeId) => {
      if (id === 'survives_parent') return { id, refused: survivor === undefined, note: survivor ?? '' };
      const breach = breaches.get(id);
      const isRefused = refused.has(id) && breach === undefined;
      return { id, refused: isRefused, note: isRefused ? '' : (breach ?? 'it worked inside, or gave no verdict') };
    });
    return { type: 'done', probes };
  } finally {
    await built.dispose();
  }
}
