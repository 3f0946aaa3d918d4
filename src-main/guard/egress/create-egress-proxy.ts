// A way out for each process that we start: an HTTP proxy that knows it by a token and lets it reach its own hosts.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, isAppError } from '#main/contract/errors.ts';
import { bareHost, portOf } from './address-guard.ts';
import { toFetchError } from './fetch-errors.ts';
import type { EgressProxy, OpenedProxy, ProxyRequest, ProxyTraffic } from './port.ts';
import { type Authority, createAuthority } from './proxy/authority.ts';
import { answerWith, createExchanges, type ExchangeDeps, refuse, serverLimits } from './proxy/exchange.ts';
import { refusalOf } from './proxy/forward.ts';
import { createSession, type Session, sessionOf, type Target } from './proxy/session.ts';

/** Where a relay listens inside a sandbox without a network: nobody else can be there. */
export const relayPort = 3128;
const maxConnections = 512;

/** Whose request it is, by what it shows for itself. */
type Find = (authorization: string | undefined) => Session | undefined;
type Connect = { readonly request: IncomingMessage; readonly client: Socket; readonly head: Buffer };

const noProxy = (cause: unknown) =>
  new AppError('unavailable', 'The way out for programs could not be opened.', {
    cause,
    details: { reason: 'no_proxy' },
  });

const anyPort = { host: '127.0.0.1', port: 0 } as const;
const listeningPort = (server: Server): number => {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw noProxy(undefined);
  return address.port;
};

/** Whom a request names, also one that is refused: for whoever is told of it. */
function named(address: string): Target {
  if (!URL.canParse(address)) return { host: address.slice(0, 300), port: 0, secure: false };
  const url = new URL(address);
  return { host: bareHost(url).slice(0, 300), port: portOf(url), secure: url.protocol === 'https:' };
}

export function createEgressProxy(deps: ExchangeDeps): EgressProxy {
  const listeners = new Set<(traffic: ProxyTraffic) => void>();
  const exchanges = createExchanges(deps, (traffic) => {
    for (const listener of listeners) listener(traffic);
  });
  const shared = new Set<Session>();
  const open = new Set<Server>();
  let authority: Promise<Authority> | undefined;
  let loopback: Promise<number> | undefined;
  const authorityOnce = () => {
    authority ??= createAuthority(deps.clock.now);
    return authority;
  };

  const onConnect = async (find: Find, { request, client, head }: Connect) => {
    client.on('error', () => client.destroy());
    const session = find(request.headers['proxy-authorization']);
    const close = (status: string, reason: string, more = '') =>
      client.end(
        `HTTP/1.1 ${status}\r\nx-limpet-reason: ${reason}\r\n${more}content-length: 0\r\nconnection: close\r\n\r\n`,
      );
    if (session === undefined)
      return close('407 Proxy Authentication Required', 'proxy_token', 'proxy-authenticate: Basic realm="limpet"\r\n');
    const from = deps.clock.monotonic();
    let target = named(`https://${request.url ?? ''}/`);
    try {
      if (!/^[^\s/?#@]+:\d{1,5}$/.test(request.url ?? ''))
        throw refuse('invalid_input', 'bad_url', 'This is no host and port.');
      target = exchanges.admit(session, `https://${request.url}/`);
      const tunnel = { client, head, session, target };
      if (session.secretsFor(target).length > 0) exchanges.terminate(tunnel, await authorityOnce());
      else await exchanges.pass(tunnel);
    } catch (error) {
      const { status, reason } = refusalOf(isAppError(error) ? error : toFetchError(error, target.host));
      const outcome = status === 403 ? 'refused' : 'failed';
      exchanges.tell({ session, target, method: 'CONNECT', path: '' }, from, { outcome, reason });
      close(status === 403 ? '403 Forbidden' : '502 Bad Gateway', reason);
    }
  };

  const onRequest = (find: Find, request: IncomingMessage, response: ServerResponse) => {
    const session = find(request.headers['proxy-authorization']);
    if (session === undefined) {
      response.setHeader('proxy-authenticate', 'Basic realm="limpet"');
      const sentence = 'This way out is for another program.';
      return answerWith(response, { status: 407, reason: 'proxy_token', sentence });
    }
    const from = deps.clock.monotonic();
    const text = request.url ?? '';
    const method = request.method ?? '';
    let target = named(text);
    try {
      // `https:` in the request line would ask us to speak TLS for a child that sends in the clear.
      if (!/^http:\/\//i.test(text)) throw refuse('invalid_input', 'bad_url', 'Write the address whole, with http://.');
      target = exchanges.admit(session, text);
      const path = /^http:\/\/[^/?#]*([^#]*)/i.exec(text)?.[1] ?? '';
      void exchanges.run(
        { session, target, method, path: path.startsWith('/') ? path : `/${path}` },
        request,
        response,
      );
    } catch (error) {
      const refusal = refusalOf(error);
      exchanges.tell({ session, target, method, path: '' }, from, { outcome: 'refused', reason: refusal.reason });
      answerWith(response, refusal);
    }
  };

  const listen = async (find: Find, at: { host: string; port: 0 } | { path: string }) => {
    const server = createServer(serverLimits, (request, response) => onRequest(find, request, response));
    server.maxConnections = maxConnections;
    server.on('connect', (request, client: Socket, head) => void onConnect(find, { request, client, head }));
    server.on('upgrade', (_request, socket) => socket.destroy()); // through a tunnel it passes
    server.on('clientError', (_error, socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) => reject(noProxy(cause)));
      server.listen(at, () => resolve());
    });
    server.unref();
    open.add(server);
    return server;
  };

  const end = (server: Server) => {
    open.delete(server);
    server.close();
    server.closeAllConnections();
  };

  const openSocket = async (session: Session): Promise<{ path: string; close(): Promise<void> }> => {
    const folder = await mkdtemp(join(tmpdir(), 'limpet-way-'));
    const path = join(folder, 'out');
    const server = await listen((given) => sessionOf(given, [session]), { path });
    const close = async () => {
      end(server);
      await rm(folder, { recursive: true, force: true });
    };
    return { path, close };
  };

  const openLoopback = async (session: Session): Promise<number> => {
    loopback ??= listen((given) => sessionOf(given, shared), anyPort).then(listeningPort);
    const port = await loopback;
    shared.add(session);
    return port;
  };

  const openPort = async (session: Session): Promise<OpenedProxy> => {
    const server = await listen(() => session, anyPort);
    const close = async () => {
      session.end();
      end(server);
    };
    const port = listeningPort(server);
    return { url: `http://127.0.0.1:${port}`, port, variables: {}, close };
  };

  return {
    async open(request: ProxyRequest): Promise<OpenedProxy> {
      const session = createSession(request);
      if (request.listen === 'port') return openPort(session);
      const made = session.needsAuthority ? await authorityOnce() : undefined;
      const socket = request.listen === 'socket' ? await openSocket(session) : undefined;
      const port = socket === undefined ? await openLoopback(session) : relayPort;
      return {
        url: `http://limpet:${session.token}@127.0.0.1:${port}`,
        port,
        ...(socket === undefined ? {} : { socketPath: socket.path }),
        ...(made === undefined ? {} : { caFile: made.bundleFile }),
        variables: session.variables,
        async close() {
          shared.delete(session);
          session.end();
          await socket?.close();
        },
      };
    },
    onTraffic(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      for (const session of shared) session.end();
      for (const server of open) end(server);
      exchanges.close();
      await (await authority)?.close();
    },
  };
}
