// Starts one process and makes sure that it, and everything it started, ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { AppError } from '#main/contract/errors.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { joinOutput, splitLines, takeBytes } from './output-stream.ts';
import type { ProcessExit, ProcessInput, RunningProcess, SpawnInput } from './port.ts';
import { feed } from './process-input.ts';
import { isAlive, processTree } from './process-tree.ts';

export type Launch = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdin?: SpawnInput;
  /** Default `text`. */
  readonly stdout?: 'text' | 'lines' | 'bytes';
  /** `Infinity`: until it ends by itself. */
  readonly timeoutMs: number;
  /** `NAME=value` that every process of this run carries in its environment, where that is how they are found. */
  readonly marker?: string;
  /** The first process only watches over the others and takes them along when it dies (bubblewrap). */
  readonly watcher: boolean;
  /** Written to descriptor 3. */
  readonly extraInput?: Uint8Array;
  /** What closes inside when we die, by which the process ends: descriptor 3, or its input. */
  readonly lifeline?: 'descriptor' | 'stdin';
  /** After it has ended, and nothing of it is left. */
  readonly cleanUp?: () => Promise<void>;
};

/** A stopped turn must have no effect after 200 ms; anything else gets a second to put its things in order. */
const graceMs = { stop: 120, kill: 1_000 } as const;
const goneWithinMs = 900;
const pollMs = 10;

const isWindows = process.platform === 'win32';

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // gone already, which is what was wanted
  }
}

async function started(child: ChildProcess, program: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', () => resolve());
    child.once('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT';
      const sentence = missing ? `There is no program "${program}" here.` : `"${program}" could not be started.`;
      reject(
        new AppError(missing ? 'not_found' : 'unavailable', sentence, {
          cause: error,
          retryable: false,
          details: { reason: missing ? 'no_program' : 'cannot_start', facts: { errno: error.code ?? '' } },
        }),
      );
    });
  });
  if (child.pid === undefined) throw new AppError('unavailable', `"${program}" could not be started.`);
  return child.pid;
}

type Read = {
  readonly output: RunningProcess['output'];
  readonly lines?: AsyncIterable<Uint8Array>;
  readonly bytes?: AsyncIterable<Uint8Array>;
  giveUp(): void;
};

function readOutput({ stdout, stderr }: ChildProcess, how: 'text' | 'lines' | 'bytes'): Read {
  if (stdout === null || stderr === null) throw new AppError('internal', 'A process was started without pipes.');
  if (how === 'text') {
    return joinOutput(
      [
        ['stdout', stdout],
        ['stderr', stderr],
      ],
      'wait',
    );
  }
  // Nobody has to read the complaints of a server for it to go on.
  const told = joinOutput([['stderr', stderr]], how === 'bytes' ? 'wait' : 'drop');
  if (how === 'bytes') {
    const taken = takeBytes(stdout);
    const giveUp = () => {
      taken.giveUp();
      told.giveUp();
    };
    return { output: told.output, bytes: taken.bytes, giveUp };
  }
  const split = splitLines(stdout);
  const giveUp = () => {
    split.giveUp();
    told.giveUp();
  };
  return { output: told.output, lines: split.lines, giveUp };
}

class Running implements RunningProcess {
  readonly pid: number;
  readonly output: RunningProcess['output'];
  readonly lines?: AsyncIterable<Uint8Array>;
  readonly bytes?: AsyncIterable<Uint8Array>;
  readonly stdin?: ProcessInput;
  readonly exit: Promise<ProcessExit>;
  readonly #launch: Launch;
  readonly #seen = new Set<number>();
  #hasExited = false;
  #timedOut = false;
  #overLimit: ProcessExit['overLimit'];
  #ending: Promise<void> | undefined;
  #sweep: Promise<void> | undefined;
  /** When asking ends; Stop brings it forward. Monotonic real time. */
  #forceAt = Number.POSITIVE_INFINITY;

  constructor(child: ChildProcess, pid: number, o: { launch: Launch; clock: Clock; signal: AbortSignal }) {
    this.pid = pid;
    this.#launch = o.launch;
    const read = readOutput(child, o.launch.stdout ?? 'text');
    this.output = read.output;
    if (read.lines !== undefined) this.lines = read.lines;
    if (read.bytes !== undefined) this.bytes = read.bytes;
    const input = o.launch.stdin;
    if (input !== undefined && child.stdin !== null) {
      const handle = feed(child.stdin, input, () => this.kill());
      if (handle !== undefined) this.stdin = handle;
    }
    const startedAt = o.clock.monotonic();
    const stop = () => void this.#end(graceMs.stop);
    o.signal.addEventListener('abort', stop, { once: true });
    const atLimit = () => {
      this.#timedOut = true;
      void this.#end(graceMs.kill);
    };
    const isBounded = Number.isFinite(o.launch.timeoutMs);
    const cancelTimeout = isBounded ? o.clock.after(o.launch.timeoutMs, atLimit) : () => {};
    this.exit = new Promise((resolve) => {
      child.once('exit', (exitCode, signal) => {
        this.#hasExited = true;
        cancelTimeout();
        o.signal.removeEventListener('abort', stop);
        // What it left behind would hold the pipes open and go on working unseen. A watcher takes it along by itself.
        if (!o.launch.watcher) this.#sweep ??= this.#sweepUp();
        const ms = Math.round(o.clock.monotonic() - startedAt);
        const over = this.#overLimit === undefined ? {} : { overLimit: this.#overLimit };
        resolve({ exitCode, signal, timedOut: this.#timedOut, ...over, ms });
        // A process that escaped even so must not keep the reader waiting for ever.
        setTimeout(() => read.giveUp(), 2_000).unref();
      });
    });
  }

  /** At once: what takes too much gets no time to put its things in order. */
  endOver(what: 'processes' | 'memory'): Promise<void> {
    this.#overLimit = what;
    send(this.pid, 'SIGKILL');
    return this.#end(0);
  }

  kill(): Promise<void> {
    return this.#end(graceMs.kill);
  }

  /** Who is still there. What a watcher watched over has lost its parent once the watcher is gone, so it is remembered. */
  #members(): number[] {
    if (isWindows) return [];
    if (this.#launch.watcher && this.#hasExited) return [...this.#seen].filter(isAlive);
    const members = processTree(this.pid, this.#launch.marker).filter((pid) => pid !== this.pid || !this.#hasExited);
    for (const pid of members) this.#seen.add(pid);
    return members;
  }

  async #end(grace: number): Promise<void> {
    if (this.#hasExited && this.#launch.watcher) return;
    this.#forceAt = Math.min(this.#forceAt, performance.now() + grace);
    this.#ending ??= this.#endTree();
    await this.#ending;
  }

  async #endTree(): Promise<void> {
    if (isWindows) return this.#endOnWindows();
    const asked = this.#members().filter((pid) => !(this.#launch.watcher && pid === this.pid));
    for (const pid of asked) send(pid, 'SIGTERM');
    await this.#goneInTime();
    this.#sweep ??= this.#sweepUp();
    await this.#sweep;
    await Promise.race([this.exit, pause(goneWithinMs)]);
  }

  /**
   * Kills until two looks in a row find nothing: one look can miss a process that is just replacing itself by another
   * program, because its environment cannot be read at that moment.
   */
  async #sweepUp(): Promise<void> {
    const deadline = performance.now() + goneWithinMs;
    for (let clean = 0; clean < 2 && performance.now() < deadline; ) {
      const left = this.#members();
      clean = left.length === 0 ? clean + 1 : 0;
      if (this.#launch.watcher && clean > 0) return;
      // The watcher first: the kernel ends its whole namespace with it. Once it is gone, that is only a matter of time.
      if (left.length > 0 && !this.#hasExited) send(this.pid, 'SIGKILL');
      if (!(this.#launch.watcher && this.#hasExited)) for (const pid of left) send(pid, 'SIGKILL');
      await pause(pollMs);
    }
  }

  async #goneInTime(): Promise<void> {
    while (performance.now() < this.#forceAt) {
      if (this.#hasExited && this.#members().length === 0) return;
      await Promise.race([pause(pollMs), ...(this.#hasExited ? [] : [this.exit])]);
    }
  }

  async #endOnWindows(): Promise<void> {
    const killer = spawn('taskkill', ['/pid', String(this.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    killer.on('error', () => send(this.pid, 'SIGKILL'));
    await Promise.race([this.exit, pause(goneWithinMs + graceMs.kill)]);
  }
}

// Real time on purpose: how long a dying process takes does not follow a test's clock.
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** For the probe: `dropLifeline` does what the system does when we die. */
export type LaunchedProcess = RunningProcess & {
  readonly dropLifeline?: () => void;
  endOver(what: 'processes' | 'memory'): Promise<void>;
};

/** Errors: `cancelled` when aborted before, `not_found` (`no_program`), `unavailable` (`cannot_start`). */
export async function runProcess(
  launch: Launch,
  o: { clock: Clock; signal: AbortSignal; program?: string },
): Promise<LaunchedProcess> {
  throwIfAborted(o.signal);
  const input = launch.stdin === undefined && launch.lifeline !== 'stdin' ? 'ignore' : 'pipe';
  const hasThird = launch.extraInput !== undefined || launch.lifeline === 'descriptor';
  const child = spawn(launch.file, launch.args, {
    cwd: launch.cwd,
    env: { ...launch.env },
    stdio: hasThird ? [input, 'pipe', 'pipe', 'pipe'] : [input, 'pipe', 'pipe'],
    detached: !isWindows,
    windowsHide: true,
  });
  const pid = await started(child, o.program ?? launch.file);
  child.on('error', () => {}); // a failed kill or a closed stdin; the exit tells
  const extra = child.stdio[3];
  if (launch.extraInput !== undefined && extra !== null && extra !== undefined && 'end' in extra) {
    extra.on('error', () => {}); // it died before it read; its exit tells
    extra.end(launch.extraInput);
  }
  const line = launch.lifeline === 'stdin' ? child.stdin : launch.lifeline === 'descriptor' ? extra : undefined;
  line?.on('error', () => {}); // its other end has gone, and with it the process
  const running = new Running(child, pid, { launch, clock: o.clock, signal: o.signal });
  if (o.signal.aborted) await running.kill();
  return line === undefined || line === null ? running : Object.assign(running, { dropLifeline: () => line.destroy() });
}
