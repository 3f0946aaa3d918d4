// Resource limits of a command, set by a small shell that then becomes the command.
import { availableParallelism, totalmem } from 'node:os';

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

export function limitsFor(timeoutMs: number): Limits {
  return {
    processes: 1024,
    fileKiB: 8 * gib,
    addressKiB: 128 * gib,
    dataKiB: Math.max(2 * gib, Math.floor((totalmem() / 1024) * 0.75)),
    cpuSeconds: Math.ceil((timeoutMs / 1000) * availableParallelism()) + 5,
    openFiles: 8192,
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
