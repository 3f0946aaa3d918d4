// From what is kept of a server to an open line to it: a program in the sandbox, or a guarded address.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { McpServerId, McpTransport, McpValue } from '#main/contract/mcp.ts';
import type { GuardedWeb } from '#main/guard/egress/port.ts';
import type { Sandbox, SpawnNetwork } from '#main/guard/sandbox/port.ts';
import type { SecretStore } from '#main/platform/secrets/port.ts';
import { secretKey } from '../config/secret-names.ts';
import { windowsArgv } from '../config/windows-command.ts';
import { bundleWord, workspaceWord } from '../config/words.ts';
import type { StoredServer } from '../port.ts';
import type { SignIns } from './sign-in.ts';

export type OpenDeps = {
  readonly sandbox: Pick<Sandbox, 'spawn'>;
  readonly web: GuardedWeb;
  readonly secrets: Pick<SecretStore, 'get'>;
  readonly signIns: SignIns;
  /** Below it each server has a folder of its own, which is its home. */
  readonly serversFolder: string;
  /** Folders of programs as the person's own shell has them: an app started by a desktop has fewer. */
  readonly loginPath: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly platform: string;
};

export type OpenRequest = {
  readonly server: StoredServer;
  /** Of the session; what `${workspace}` in a folder stands for. */
  readonly workspace: string;
  readonly onLog: (text: string) => void;
};

/** What the proxy's records call the program of this server. */
export const purposeOf = (id: McpServerId) => `mcp:${id}`;

export type OpenedTransport = { readonly transport: Transport; release(): Promise<void> };

/** A program that may touch the session's folder is started once for each folder; everything else once. */
export function usesWorkspace(transport: McpTransport): boolean {
  if (transport.type !== 'stdio') return false;
  return [...transport.args, ...transport.read, ...transport.write].some((text) => text.includes(workspaceWord));
}

/** `${input:…}` in an argument or value: a key that was asked for once and lies in the secret store. */
async function filled(text: string, { server, workspace }: OpenRequest, d: OpenDeps): Promise<string> {
  let whole = text.replaceAll(workspaceWord, workspace).replaceAll(bundleWord, server.bundle ?? '');
  for (const [mark, id] of text.matchAll(/\$\{input:([^}]+)\}/g))
    whole = whole.replaceAll(mark, (await d.secrets.get(secretKey(server.id, 'arg', id ?? ''))) ?? '');
  return whole;
}

async function valuesOf(
  values: readonly McpValue[],
  o: OpenRequest & { kind: 'env' | 'header' },
  d: OpenDeps,
): Promise<Record<string, string>> {
  const named = await Promise.all(
    values.map(async ({ name, value, secret }) => {
      const found = secret ? await d.secrets.get(secretKey(o.server.id, o.kind, name)) : value;
      return found === undefined ? [] : [[name, await filled(found, o, d)] as const];
    }),
  );
  return Object.fromEntries(named.flat());
}

type Program = Extract<McpTransport, { type: 'stdio' }>;

/** Keys that are put in on the way are named here, and never in the program's environment. */
function networkOf({ network, direct, hosts, env }: Program, id: McpServerId): SpawnNetwork {
  if (!network || direct === true) return network;
  const secrets = env.flatMap(({ name, into }) =>
    into === undefined ? [] : [{ ...into, name: secretKey(id, 'env', name), variable: name }],
  );
  return { hosts: hosts ?? 'any', secrets, purpose: purposeOf(id) };
}

async function openProgram(
  o: OpenRequest & { transport: Program },
  d: OpenDeps,
  signal: AbortSignal,
): Promise<OpenedTransport> {
  const { transport, server } = o;
  const [{ ProcessTransport }, path] = await Promise.all([import('./process-transport.ts'), d.loginPath(signal)]);
  const own = join(d.serversFolder, server.id);
  const home = join(own, 'home');
  await mkdir(home, { recursive: true, mode: 0o700 });
  const fill = (texts: readonly string[]) => Promise.all(texts.map((text) => filled(text, o, d)));
  const [args, read, write, env] = await Promise.all([
    fill(transport.args),
    fill(transport.read),
    fill(transport.write),
    valuesOf(
      transport.env.filter(({ into }) => into === undefined),
      { ...o, kind: 'env' },
      d,
    ),
  ]);
  const command = await filled(transport.command, o, d);
  const argv = await windowsArgv([command, ...args], { platform: d.platform, path });
  const process = await d.sandbox.spawn(
    {
      ...{ argv, env, write, path, home },
      profile: 'server',
      who: `mcp:${server.id}`,
      workspace: home,
      cwd: server.bundle ?? (write.includes(o.workspace) ? o.workspace : home),
      read: server.bundle === undefined ? read : [...read, server.bundle],
      network: networkOf(transport, server.id),
      timeoutMs: Number.POSITIVE_INFINITY,
      stdin: { type: 'open' },
      stdout: 'lines',
    },
    signal,
  );
  return { transport: new ProcessTransport({ process, onLog: o.onLog }), release: () => process.kill() };
}

async function openAddress(
  o: OpenRequest & { transport: Exclude<McpTransport, { type: 'stdio' }> },
  d: OpenDeps,
): Promise<OpenedTransport> {
  const { transport, server } = o;
  const url = d.web.check(await filled(transport.url, o, d));
  const web = d.web.open(url);
  const headers = await valuesOf(transport.headers, { ...o, kind: 'header' }, d);
  const signIn = d.signIns.of(server);
  const options = {
    requestInit: { headers },
    fetch: signIn.watched(web.fetch),
    // A server with a key of its own in a header wants no other sign-in.
    ...(Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')
      ? {}
      : { authProvider: signIn.provider }),
  };
  const open = async (): Promise<Transport> => {
    if (transport.type === 'sse') {
      const { SSEClientTransport } = await import('@modelcontextprotocol/sdk/client/sse.js');
      return new SSEClientTransport(url, options);
    }
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    // The same to everybody but the checker: `sessionId` may be missing or undefined.
    return new StreamableHTTPClientTransport(url, options) as Transport;
  };
  return { transport: await open(), release: () => web.close() };
}

/** Errors: as `Sandbox.spawn` and `GuardedWeb.check`. */
export function openTransport(o: OpenRequest, d: OpenDeps, signal: AbortSignal): Promise<OpenedTransport> {
  const { transport } = o.server;
  return transport.type === 'stdio' ? openProgram({ ...o, transport }, d, signal) : openAddress({ ...o, transport }, d);
}
