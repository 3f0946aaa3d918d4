// The only way to start a process.
import type { SessionId, TurnId } from '#main/contract/ids.ts';
import type { SandboxState } from '#main/contract/system.ts';

/**
 * `command`: one command of a turn. `server`: a program that lives as long as the app and is spoken to line by line (MCP).
 * `script`: a program of a skill or plugin. They differ in how many may run and in how long.
 */
export type SpawnProfile = 'command' | 'server' | 'script';

/** A key that the child never sees: it gets a placeholder, and the egress proxy puts the key in its place for this host. */
export type SpawnSecret = {
  /** Of the secret store. */
  readonly name: string;
  /** `host` or `host:port`; must be covered by `hosts`. */
  readonly host: string;
  /** The request header that the key belongs in, e.g. `authorization`. */
  readonly header: string;
  /** What the header is set to when the child sends none; `{secret}` stands for the key, e.g. `Bearer {secret}`. */
  readonly template?: string;
  /** Variable of the child that holds the placeholder, for programs that want to send the key themselves. */
  readonly variable?: string;
};

/** `hosts`: every public one (`any`), or `name`, `name:port` or `*.name`; https and its port where none is given. Everything goes through the egress proxy. */
export type SpawnNetwork =
  | boolean
  | { readonly hosts: readonly string[] | 'any'; readonly secrets?: readonly SpawnSecret[]; readonly purpose?: string };

/** `open`: `RunningProcess.stdin` writes to it until it is ended. */
export type SpawnInput = string | AsyncIterable<Uint8Array | string> | { readonly type: 'open' };

/** Lower than the sandbox's own bounds; a higher figure is cut to them. */
export type SpawnLimits = {
  readonly processes?: number;
  readonly openFiles?: number;
  /** Of one file. */
  readonly fileBytes?: number;
  readonly memoryBytes?: number;
  /** Of all its processors together. */
  readonly cpuSeconds?: number;
};

export type SpawnSpec = {
  /** Never joined into a string: what was approved is what runs. */
  readonly argv: readonly [string, ...string[]];
  /** Inside the workspace, or a folder of `read` or `write`. */
  readonly cwd: string;
  /** Absolute; the writable folder besides a fresh /tmp. A server's is a folder of its own. */
  readonly workspace: string;
  readonly network: SpawnNetwork;
  /** `Infinity` for profile `server` alone. */
  readonly timeoutMs: number;
  /** Default `command`. */
  readonly profile?: SpawnProfile;
  /** More folders or files, read-only. Refused with `protected_path` where they hold or are keys, our data or the home. */
  readonly read?: readonly string[];
  /** More folders, writable; the same refusals. */
  readonly write?: readonly string[];
  /** What `HOME` says, inside a writable folder. Without it, an empty folder that is gone with the process. */
  readonly home?: string;
  /** Folders of programs that go before our own PATH, e.g. from `loginPath`. */
  readonly path?: readonly string[];
  /** Adds to the allowlisted environment; names that change how programs load are refused. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: SpawnInput;
  /** `lines`, `bytes`: stdout comes as `RunningProcess.lines` or `.bytes`, and `output` holds stderr alone. Default `text`. */
  readonly stdout?: 'text' | 'lines' | 'bytes';
  readonly limits?: SpawnLimits;
  /** For the account of what goes out: who asks, where the program's own name says too little, and for which chat. */
  readonly who?: string;
  readonly place?: { readonly sessionId: SessionId; readonly turnId?: TurnId };
};

export type ProcessOutput = { readonly stream: 'stdout' | 'stderr'; readonly text: string };
export type ProcessExit = {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  /** It was ended because all its processes together were more, or took more, than they may. */
  readonly overLimit?: 'processes' | 'memory';
  readonly ms: number;
};

export interface ProcessInput {
  /** Resolves when the pipe took it. `unavailable` with reason `process_ended` when nobody reads any more. */
  write(chunk: Uint8Array | string): Promise<void>;
  end(): void;
}

export interface RunningProcess {
  readonly pid: number;
  /**
   * Ends when the process has ended. Text is decoded UTF-8, control sequences kept. A slow reader makes the process wait;
   * with `stdout: 'lines'`, stderr never waits for one: the oldest of it is dropped.
   */
  readonly output: AsyncIterable<ProcessOutput>;
  /** With `stdout: 'lines'`: each line without its end (LF or CRLF); one over 16 MiB fails with `unsupported` (`line_too_long`). */
  readonly lines?: AsyncIterable<Uint8Array>;
  /** With `stdout: 'bytes'`: as it comes. A slow reader makes the process wait. */
  readonly bytes?: AsyncIterable<Uint8Array>;
  /** With `stdin: { type: 'open' }`. */
  readonly stdin?: ProcessInput;
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
  /**
   * Folders of the person's own PATH, as their login shell says; asked once, 10 s at most, empty where nobody can say. For
   * `SpawnSpec.path`. It runs their start-up files as a terminal would.
   */
  loginPath(signal: AbortSignal): Promise<readonly string[]>;
  /** Ends every process that is still running; used at shutdown. */
  close(): Promise<void>;
}
