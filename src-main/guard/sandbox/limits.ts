// Resource limits of a command, set by a small shell that then becomes the command.
import { availableParallelism, totalmem } from 'node:os';
import type { SandboxState } from '#main/contract/system.ts';
import type { SpawnLimits, SpawnSpec } from './port.ts';

export type Limits = {
  readonly processes: number;
  readonly fileKiB: number;
  /** Address space; generous, because runtimes reserve far more than they use. */
  readonly addressKiB: number;
  /** Memory really written to, per process. */
  readonly dataKiB: number;
  readonly cpuSeconds: number;
  readonly openFiles: number;
};

const gib = 1024 * 1024;

const longestCpuSeconds = 24 * 60 * 60;

/** What the caller wants, where it is a sane figure below the bound. */
function below(wanted: number | undefined, bound: number): number {
  if (wanted === undefined || !(wanted >= 1)) return bound;
  return Math.min(Math.floor(wanted), bound);
}

export function limitsFor({ timeoutMs, limits = {} }: Pick<SpawnSpec, 'timeoutMs' | 'limits'>): Limits {
  const wanted: SpawnLimits = limits;
  const inKiB = (bytes: number | undefined) => (bytes === undefined ? undefined : bytes / 1024);
  const cpu = Math.ceil((timeoutMs / 1000) * availableParallelism()) + 5;
  return {
    processes: below(wanted.processes, 1024),
    fileKiB: below(inKiB(wanted.fileBytes), 8 * gib),
    addressKiB: 128 * gib,
    dataKiB: below(inKiB(wanted.memoryBytes), Math.max(2 * gib, Math.floor((totalmem() / 1024) * 0.75))),
    cpuSeconds: below(wanted.cpuSeconds, Math.min(cpu, longestCpuSeconds)),
    openFiles: below(wanted.openFiles, 8192),
  };
}

// bash and dash disagree on the letter for processes (-u, -p) and on the unit of -f (1024, 512 bytes): the looser reading
// of -f is taken. A limit that is lower already stays: raising it is refused and that is fine.
const script = (l: Limits) =>
  [
    'l() { ulimit "$@" 2>/dev/null; }',
    `l -u ${l.processes} || l -p ${l.processes}`,
    `l -f ${l.fileKiB}`,
    `l -v ${l.addressKiB}`,
    `l -d ${l.dataKiB}`,
    `l -t ${l.cpuSeconds}`,
    `l -n ${l.openFiles}`,
    'l -c 0',
    'unset -f l',
    'exec "$@"',
  ].join('\n');

/** The command itself stays a list of separate arguments: the shell passes them on as they are. */
export function withLimits(argv: readonly string[], limits: Limits): string[] {
  return ['/bin/sh', '-c', script(limits), 'sh', ...argv];
}

/** For the settings: what each process of a command is held to, or, in a container, all of them together. */
export function stateLimits(tier: SandboxState['tier']): NonNullable<SandboxState['limits']> {
  const longest = limitsFor({ timeoutMs: Number.POSITIVE_INFINITY });
  return {
    per: tier === 'docker' ? 'command' : 'process',
    processes: longest.processes,
    openFiles: longest.openFiles,
    fileBytes: longest.fileKiB * 1024,
    memoryBytes: longest.dataKiB * 1024,
  };
}
