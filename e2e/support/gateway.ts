// Starts the built gateway as a process of its own on a folder of its own, and knows its sign-in link.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const project = join(import.meta.dirname, '../..');

export type GatewayOptions = {
  readonly dataFolder?: string;
  readonly workspace?: string;
  /** False: no folder is named, so that the person chooses one. */
  readonly hasWorkspace?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Arguments of Node itself, before the bundle. */
  readonly nodeArgs?: readonly string[];
  /** Through the `limpet` command, as a person starts it, instead of the bundle alone. */
  readonly byCommand?: boolean;
  readonly cwd?: string;
  /** Another bundle than `out/main/gateway.js`, which LIMPET_GATEWAY can name too. */
  readonly entry?: string;
};

export type RunningGateway = {
  readonly url: string;
  readonly signIn: string;
  readonly dataFolder: string;
  readonly workspace: string;
  readonly process: ChildProcess;
  readonly output: () => string;
  /** SIGTERM, then waits; resolves to the exit code. */
  readonly stop: () => Promise<number | null>;
  /** SIGKILL, then waits. */
  readonly kill: () => Promise<void>;
};

/** Variables of the developer's shell that would bring in real vendors stay outside. */
function cleanEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LANG', 'LIMPET_BWRAP', 'TMPDIR'];
  return {
    ...Object.fromEntries(kept.map((name) => [name, process.env[name]])),
    HOME: mkdtempSync(join(tmpdir(), 'limpet-home-')),
    ...extra,
  };
}

const ended = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

/** Resolves once the sign-in link was printed; rejects with what the process said when it ended before. */
export async function startGateway(options: GatewayOptions = {}): Promise<RunningGateway> {
  const root = mkdtempSync(join(tmpdir(), 'limpet-e2e-'));
  const dataFolder = options.dataFolder ?? join(root, 'data');
  const workspace = options.workspace ?? join(root, 'workspace');
  mkdirSync(workspace, { recursive: true });
  const named = options.hasWorkspace === false ? [] : ['--workspace', workspace];
  const args = ['--data-dir', dataFolder, ...named, '--port', '0', ...(options.args ?? [])];
  const entry = options.entry ?? process.env.LIMPET_GATEWAY ?? join(project, 'out/main/gateway.js');
  const words = options.byCommand === true ? [join(project, 'build/launch/limpet.mjs'), 'gateway'] : [entry];
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), ...words, ...args], {
    env: cleanEnvironment(options.environment ?? {}),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  let output = '';
  const signIn = await new Promise<string>((resolve, reject) => {
    const read = (data: Buffer) => {
      output = `${output}${data.toString()}`.slice(-200_000);
      const link = /https?:\/\/\S+#signin=\S+/.exec(output)?.[0];
      if (link !== undefined) resolve(link);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`The gateway ended with ${code}:\n${output}`)));
  });
  return {
    url: new URL(signIn).origin,
    signIn,
    dataFolder,
    workspace,
    process: child,
    output: () => output,
    stop: async () => {
      child.kill('SIGTERM');
      const code = await ended(child);
      if (options.dataFolder === undefined) rmSync(root, { recursive: true, force: true });
      return code;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
  };
}
