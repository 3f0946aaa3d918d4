// Runs the commands of a known script one after the other or joined by pipes, as a shell would, without one.
import { AppError, isAppError } from '#main/contract/errors.ts';
import type { ShellStep } from '#main/contract/messages.ts';
import type { ProcessExit, ProcessOutput, RunningProcess, SpawnSpec } from '#main/guard/sandbox/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';

export type StepSpec = Pick<SpawnSpec, 'argv' | 'cwd' | 'timeoutMs'> & Pick<Partial<SpawnSpec>, 'stdin' | 'stdout'>;
export type StepsOptions = {
  readonly spawn: (spec: StepSpec) => Promise<RunningProcess>;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Of all of them together. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

const heldChars = 1024 * 1024;
const notFoundStatus = 127;

/** Commands between which bytes flow; `when` is that of the first. */
type Group = { readonly when: ShellStep['when']; readonly steps: readonly ShellStep[] };

function groupsOf(steps: readonly ShellStep[]): Group[] {
  const groups: { when: ShellStep['when']; steps: ShellStep[] }[] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (step.when === 'pipe' && last !== undefined) last.steps.push(step);
    else groups.push({ when: step.when, steps: [step] });
  }
  return groups;
}

/** Pieces for one reader; who adds to a full one waits. */
function createChannel() {
  const held: ProcessOutput[] = [];
  let size = 0;
  let isOver = false;
  let wakeReader = () => {};
  let wakeWriters: (() => void)[] = [];
  async function* read(): AsyncGenerator<ProcessOutput> {
    for (;;) {
      const piece = held.shift();
      if (piece !== undefined) {
        size -= piece.text.length;
        if (size < heldChars / 2) for (const wake of wakeWriters.splice(0)) wake();
        yield piece;
      } else if (isOver) return;
      else
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
    }
  }
  return {
    items: { [Symbol.asyncIterator]: read },
    async add(piece: ProcessOutput) {
      held.push(piece);
      size += piece.text.length;
      wakeReader();
      if (size >= heldChars && !isOver) await new Promise<void>((resolve) => wakeWriters.push(resolve));
    },
    end() {
      isOver = true;
      wakeReader();
      for (const wake of wakeWriters) wake();
      wakeWriters = [];
    },
  };
}

class Steps implements RunningProcess {
  readonly output: AsyncIterable<ProcessOutput>;
  readonly exit: Promise<ProcessExit>;
  readonly #o: StepsOptions;
  readonly #channel = createChannel();
  readonly #startedAt: number;
  readonly #running = new Set<RunningProcess>();
  #pid = 0;
  #isKilled = false;

  constructor(steps: readonly ShellStep[], o: StepsOptions) {
    this.#o = o;
    this.#startedAt = o.clock.monotonic();
    this.output = this.#channel.items;
    this.exit = this.#run(groupsOf(steps)).finally(() => this.#channel.end());
    this.exit.catch(() => {}); // told to whoever waits for it
  }

  /** Of the command that was started last. */
  get pid(): number {
    return this.#pid;
  }

  async kill(): Promise<void> {
    this.#isKilled = true;
    await Promise.all([...this.#running].map((process) => process.kill()));
  }

  async #run(groups: readonly Group[]): Promise<ProcessExit> {
    let last: ProcessExit = { exitCode: 0, signal: null, timedOut: false, ms: 0 };
    for (const { when, steps } of groups) {
      if (when === 'and' && last.exitCode !== 0) continue;
      if (when === 'or' && last.exitCode === 0) continue;
      if (this.#isKilled || this.#o.signal.aborted) {
        last = { ...last, exitCode: null, signal: last.signal ?? 'SIGTERM' };
        break;
      }
      if (this.#leftMs() <= 0) {
        last = { ...last, exitCode: null, timedOut: true };
        break;
      }
      last = await this.#runGroup(steps);
      if (last.timedOut) break;
    }
    return { ...last, ms: Math.round(this.#o.clock.monotonic() - this.#startedAt) };
  }

  #leftMs(): number {
    return this.#o.timeoutMs - (this.#o.clock.monotonic() - this.#startedAt);
  }

  async #runGroup(steps: readonly ShellStep[]): Promise<ProcessExit> {
    const processes: (RunningProcess | undefined)[] = [];
    try {
      for (const [index, step] of steps.entries())
        processes.push(await this.#start(step, { reads: index > 0, writes: index < steps.length - 1 }));
    } catch (error) {
      await Promise.all(processes.map((process) => process?.kill()));
      throw error;
    }
    const pumps = processes.map((process, index) =>
      this.#pump(process, processes[index + 1], index < steps.length - 1),
    );
    const exits = await Promise.all(processes.map((process) => process?.exit));
    await Promise.all(pumps);
    const missing: ProcessExit = { exitCode: notFoundStatus, signal: null, timedOut: false, ms: 0 };
    const timedOut = exits.some((exit) => exit?.timedOut === true);
    return { ...(exits.at(-1) ?? missing), timedOut };
  }

  /** Undefined: there is no such program, which was said. */
  async #start(step: ShellStep, o: { reads: boolean; writes: boolean }): Promise<RunningProcess | undefined> {
    const [program, ...words] = step.argv;
    if (program === undefined) throw new AppError('internal', 'A step of a script holds no command.');
    try {
      const process = await this.#o.spawn({
        argv: [program, ...words],
        cwd: step.cwd,
        timeoutMs: Math.max(1, this.#leftMs()),
        ...(o.reads ? { stdin: { type: 'open' as const } } : {}),
        ...(o.writes ? { stdout: 'bytes' as const } : {}),
      });
      this.#pid = process.pid;
      this.#running.add(process);
      const forget = () => this.#running.delete(process);
      process.exit.then(forget, forget);
      if (this.#isKilled) await process.kill();
      return process;
    } catch (error) {
      if (!isAppError(error) || error.details?.reason !== 'no_program') throw error;
      await this.#channel.add({ stream: 'stderr', text: `${program}: command not found\n` });
      return undefined;
    }
  }

  /** What it prints goes to the reader, or to the next command; when that one reads no more, it ends like at a broken pipe. */
  async #pump(process: RunningProcess | undefined, next: RunningProcess | undefined, isPiped: boolean): Promise<void> {
    const tell = async () => {
      for await (const piece of process?.output ?? []) await this.#channel.add(piece);
    };
    const pass = async () => {
      try {
        for await (const chunk of process?.bytes ?? []) await next?.stdin?.write(chunk);
      } catch {
        await process?.kill(); // the next command has ended
      } finally {
        next?.stdin?.end();
      }
    };
    await Promise.all([tell(), isPiped ? pass() : undefined]);
  }
}

/** Errors of starting come with `exit`, after what was printed before. A missing program is status 127, as in a shell. */
export async function runSteps(steps: readonly ShellStep[], o: StepsOptions): Promise<RunningProcess> {
  return new Steps(steps, o);
}
