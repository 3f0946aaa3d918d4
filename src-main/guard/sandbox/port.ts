// The only way to start a process.
import type { SandboxState } from '#main/contract/system.ts';

export type SpawnSpec = {
  /** Never joined into a string: what was approved is what runs. */
  readonly argv: readonly [string, ...string[]];
  /** Inside the workspace. */
  readonly cwd: string;
  /** Absolute; the only writable folder besides a fresh /tmp. */
  readonly workspace: string;
  readonly network: boolean;
  readonly timeoutMs: number;
  /** Adds to the allowlisted environment; names that change how programs load are refused. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
};

export type ProcessOutput = { readonly stream: 'stdout' | 'stderr'; readonly text: string };
export type ProcessExit = {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly ms: number;
};

export interface RunningProcess {
  readonly pid: number;
  /** Ends when the process has ended. Text is decoded UTF-8, control sequences kept. */
  readonly output: AsyncIterable<ProcessOutput>;
  readonly exit: Promise<ProcessExit>;
  /** SIGTERM to the whole tree, SIGKILL after 1 s; resolves when nothing of it is left (2 s at most). */
  kill(): Promise<void>;
}

export interface Sandbox {
  state(): SandboxState;
  /** Runs the 16 checks; any that succeeds where it must be refused turns commands off. */
  probe(signal: AbortSignal): Promise<SandboxState>;
  onChange(listener: () => void): () => void;
  /**
   * `unavailable` with reason `sandbox_off` when the probe failed. Abort kills the tree. With tier `none` it runs as a plain
   * child in its own process group with the same environment; permissions see to it that every one was asked for.
   */
  spawn(spec: SpawnSpec, signal: AbortSignal): Promise<RunningProcess>;
  /** Ends every process that is still running; used at shutdown. */
  close(): Promise<void>;
}
