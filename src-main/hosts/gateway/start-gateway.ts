// The gateway: the page, the wire, uploads and the OpenAI-compatible address over HTTP, for whoever is signed in.
import type { Server } from 'node:http';
import type { OwnServer } from '#main/abilities/mcp/port.ts';
import { isAppError } from '#main/contract/errors.ts';
import type { Contract, RouterHandlers } from '#main/contract/kernel.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import { createRpc } from '#main/platform/rpc/create-rpc.ts';
import { createLocalService, type LocalService } from '#main/platform/rpc/websocket/local-service.ts';
import type { BlobStore } from '#main/platform/store/port.ts';
import { createCredentials } from './credentials.ts';
import { openGatewayToken } from './gateway-token.ts';
import { type ListenOptions, listen } from './listen.ts';
import { createMcpRoutes } from './mcp-routes.ts';
import type { ApiAgent } from './openai/agent.ts';
import { createApiRoutes } from './openai/routes.ts';
import { createRequestGuard, isLoopback, type Place } from './request-guard.ts';
import { createRouter } from './router.ts';
import { type BrowserSessions, type KeyValues, openSessions } from './sessions.ts';
import { createSockets } from './sockets.ts';
import { createStaticFiles } from './static-files.ts';
import { createStrangers } from './strangers.ts';
import { createTickets } from './tickets.ts';

export type GatewayOptions<A extends Contract> = {
  readonly contract: A;
  readonly handlers: RouterHandlers<A>;
  readonly blobs: Pick<BlobStore, 'put' | 'info' | 'stream'>;
  /** Where sign-ins are kept, as hashes: `store.settings`. */
  readonly values: KeyValues;
  /** The OpenAI-compatible address; without it, /v1 does not exist. */
  readonly api?: ApiAgent;
  /** Limpet's own tools for other programs; without them, /mcp does not exist. */
  readonly own?: OwnServer;
  /** Absolute; owned by this process. */
  readonly dataFolder: string;
  /** The built page. */
  readonly pageFolder: string;
  readonly version: string;
  /** New at every start, the same as the bus's. */
  readonly epoch: string;
  readonly listen: ListenOptions & { readonly hostNames?: readonly string[] };
  readonly log: Log;
  readonly clock: Clock;
  readonly checkOutputs?: boolean;
  /** Called once at the end, while connections still hear: stops turns. Bounded by the caller of `close`. */
  readonly drain?: () => Promise<void>;
};

export interface Gateway {
  readonly port: number;
  /** `http://127.0.0.1:18789` */
  readonly address: string;
  /** A link that signs one browser in, once, within ten minutes. */
  signInLink(): string;
  readonly sessions: Pick<BrowserSessions, 'list' | 'revoke' | 'revokeAll'>;
  /** A new token for other devices and programs; it replaces the one before. */
  renewToken(): Promise<string>;
  hasToken(): boolean;
  /** The way of the command line to this gateway. */
  readonly local: LocalService;
  /** Takes no more connections, drains, says goodbye. Idempotent; at most about four seconds. */
  close(): Promise<void>;
}

const drainMs = 3_000;
const goodbyeMs = 500;

/** Rejects as `listen` does; nothing is left open then. */
export async function startGateway<A extends Contract>(o: GatewayOptions<A>): Promise<Gateway> {
  const log = o.log.child('gateway');
  const life = new AbortController();
  const [sessions, token] = await Promise.all([
    openSessions({ values: o.values, clock: o.clock, log }),
    openGatewayToken(o.dataFolder),
  ]);
  const tickets = createTickets(o.clock);
  const strangers = createStrangers();
  const rpc = createRpc({ ...o, log });
  // The port is known once it listens, and nothing is answered before that.
  let place: Place = { scheme: 'http', port: 0, host: o.listen.host, hostNames: o.listen.hostNames ?? [] };
  const guard = createRequestGuard(() => place);
  const cookieName = () => `limpet_${place.port}`;
  const credentials = createCredentials({
    sessions,
    token,
    clock: o.clock,
    log,
    cookieName,
    onAccepted: strangers.accept,
  });
  const signal = life.signal;
  const sockets = createSockets({ rpc, guard, credentials, signal, log });
  let isEnding = false;
  const router = createRouter({
    guard,
    log,
    isEnding: () => isEnding,
    page: createStaticFiles(o.pageFolder),
    signIn: { credentials, sessions, tickets, token, guard, cookieName },
    blobs: { blobs: o.blobs, clock: o.clock },
    ...(o.own === undefined ? {} : { mcp: createMcpRoutes({ own: o.own, credentials }) }),
    ...(o.api === undefined ? {} : { api: createApiRoutes({ agent: o.api, credentials, clock: o.clock, signal }) }),
  });
  const listening = await listen(o.listen, (server) => {
    server.on('connection', strangers.add);
    server.on('request', router.handle);
    server.on('upgrade', sockets.upgrade);
  });
  place = { ...place, port: listening.port, scheme: listening.scheme };
  const shownHost = isLoopback(place.host) ? '127.0.0.1' : (place.hostNames[0] ?? place.host);
  const address = `${place.scheme}://${shownHost.includes(':') ? `[${shownHost}]` : shownHost}:${place.port}`;
  const signInLink = () => `${address}/#signin=${tickets.issue()}`;
  const local = createLocalService({
    dataFolder: o.dataFolder,
    onPort: (port) => void rpc.serve(port, { authenticate: () => ({ access: 'owner', id: 'local' }), signal }),
    signInLink,
    signal,
    log,
  });
  await local.open().catch((error: unknown) => {
    // Some file systems have no sockets; the page works without.
    log.warn('no local socket', { error: isAppError(error) ? error.message : error });
  });

  let closing: Promise<void> | undefined;
  return {
    port: place.port,
    address,
    signInLink,
    sessions,
    renewToken: token.renew,
    hasToken: token.exists,
    local,
    close() {
      isEnding = true;
      closing ??= end({ servers: listening.servers, life, drain: o.drain, clock: o.clock });
      return closing;
    },
  };
}

type Ending = {
  readonly servers: readonly Server[];
  readonly life: AbortController;
  readonly drain: (() => Promise<void>) | undefined;
  readonly clock: Clock;
};

/** Waits for a step, but not longer than this. */
function atMost(clock: Clock, ms: number, step: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const stop = clock.after(ms, resolve);
    const done = () => {
      stop();
      resolve();
    };
    step.then(done, done);
  });
}

async function end({ servers, life, drain, clock }: Ending): Promise<void> {
  const closed = Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  await atMost(clock, drainMs, drain?.() ?? Promise.resolve());
  life.abort();
  for (const server of servers) server.closeIdleConnections();
  await atMost(clock, goodbyeMs, closed);
  for (const server of servers) server.closeAllConnections();
}
