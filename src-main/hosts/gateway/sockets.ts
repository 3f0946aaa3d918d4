// From an HTTP upgrade to a served connection: nobody gets a socket who has not shown who they are.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { AppError, isAppError } from '#main/contract/errors.ts';
import { closeCodes, frameLimits } from '#main/contract/frames.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Rpc } from '#main/platform/rpc/create-rpc.ts';
import { nodeHttp } from '#main/platform/rpc/node-http.ts';
import { createSocketPort } from '#main/platform/rpc/websocket/socket-port.ts';
import { type Caller, type Credentials, signInFirst } from './credentials.ts';
import { statusOf } from './http.ts';
import type { RequestGuard } from './request-guard.ts';

export type SocketsDeps = {
  readonly rpc: Rpc;
  readonly guard: RequestGuard;
  readonly credentials: Credentials;
  readonly signal: AbortSignal;
  readonly log: Log;
};

const maxSockets = 256;

function refuse(socket: Duplex, status: number): void {
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${nodeHttp().STATUS_CODES[status] ?? 'Refused'}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
  );
}

export function createSockets(deps: SocketsDeps) {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: frameLimits.postAuthBytes,
    perMessageDeflate: false, // loopback needs none, and packed frames hide their size
    clientTracking: true,
  });

  /** A page must be our own and signed in; a program sends no Origin but the token. */
  const identify = async (request: IncomingMessage): Promise<Caller> => {
    if (request.headers.origin !== undefined && !deps.guard.isOwnOrigin(request))
      throw new AppError('forbidden', 'This page may not connect.');
    if (server.clients.size >= maxSockets) throw new AppError('unavailable', 'Too many connections are open.');
    const caller = await deps.credentials.owner(request);
    if (caller === undefined) throw signInFirst();
    if (caller.session !== undefined && deps.guard.hasNoOrigin(request))
      throw new AppError('forbidden', 'A program signs in with the token of the gateway.');
    return caller;
  };

  const serve = (request: IncomingMessage, socket: Duplex, o: { head: Buffer; caller: Caller }) => {
    const { session, principal } = o.caller;
    server.handleUpgrade(request, socket, o.head, (ws) => {
      const life = new AbortController();
      const end = () => life.abort();
      deps.signal.addEventListener('abort', end, { once: true });
      session?.life.addEventListener('abort', end, { once: true });
      void deps.rpc
        .serve(createSocketPort(ws, socket), {
          authenticate: async (token) => {
            if (session === undefined) return principal;
            const shown = `${session.id} ${String(token)}`;
            const check = () => (session.isPageKey(token) ? principal : undefined);
            return deps.credentials.check(request, shown, check).catch(() => undefined); // the connection is closed then
          },
          signal: life.signal,
          closeCode: () => (session?.life.aborted === true ? closeCodes.unauthenticated : closeCodes.goingAway),
        })
        .finally(() => {
          deps.signal.removeEventListener('abort', end);
          session?.life.removeEventListener('abort', end);
        });
      if (deps.signal.aborted || session?.life.aborted === true) end();
    });
  };

  const accept = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    if (!deps.guard.isKnownHost(request) || deps.guard.isCrossSite(request))
      throw new AppError('forbidden', 'This page may not connect.');
    if (request.url?.split('?')[0] !== '/ws') throw new AppError('not_found', 'There is nothing here.');
    serve(request, socket, { head, caller: await identify(request) });
  };

  return {
    /** Takes every upgrade of a server; the socket is answered or destroyed. */
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      socket.on('error', () => socket.destroy()); // a peer that vanishes while it is being refused
      accept(request, socket, head).catch((error: unknown) => {
        if (!isAppError(error)) deps.log.error('upgrade failed', { error });
        refuse(socket, isAppError(error) ? statusOf(error.code) : 500);
      });
    },
  };
}
