// The wire on the local socket: whoever may open it is the owner, so nobody else may.
import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';
import { AppError } from '#main/contract/errors.ts';
import { frameLimits, type Port } from '#main/contract/frames.ts';
import type { Log } from '#main/platform/base/log.ts';
import { nodeHttp } from '../node-http.ts';
import { localEndpoint, openLocal } from './local-endpoint.ts';
import { createSocketPort } from './socket-port.ts';

export type ServeLocalOptions = {
  readonly dataFolder: string;
  readonly onPort: (port: Port) => void;
  /** A new one-time link to the page, where one is served. */
  readonly signInLink?: () => string;
  readonly signal: AbortSignal;
  readonly log: Log;
};

/** The caller owns the data folder, so a socket that nobody answers is a leftover. */
async function removeLeftover(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  const answered = await openLocal(path).then(
    (socket) => socket.destroy(),
    () => undefined,
  );
  if (answered !== undefined || !found.isSocket())
    throw new AppError('conflict', `${path} is in use. Quit the program that uses it.`, {
      details: { reason: 'second_copy', facts: { file: path } },
    });
  unlinkSync(path);
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', resolve);
    // Bound within this call, so that the socket never exists with wider rights.
    const before = process.umask(0o177);
    server.listen(path);
    process.umask(before);
  });
}

/** Listens until the signal aborts; resolves once it does. Rejects with `conflict` when another process answers there. */
export async function serveLocal(o: ServeLocalOptions): Promise<void> {
  const path = localEndpoint(o.dataFolder);
  const isPipe = process.platform === 'win32';
  const server = nodeHttp().createServer((request, response) => {
    if (request.method === 'POST' && request.url === '/sign-in-link' && o.signInLink !== undefined)
      return response.setHeader('content-type', 'application/json').end(JSON.stringify({ url: o.signInLink() }));
    response.writeHead(404).end();
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: frameLimits.postAuthBytes,
    perMessageDeflate: false,
  });
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/ws' || request.headers.origin !== undefined) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (ws) => o.onPort(createSocketPort(ws, socket)));
  });
  if (!isPipe) await removeLeftover(path);
  await listen(server, path);
  if (!isPipe) chmodSync(path, 0o600);
  server.on('error', (error) => o.log.warn('local socket failed', { error }));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  if (o.signal.aborted) close();
  o.signal.addEventListener('abort', close, { once: true });
}
