// The other side of an attack: an address that counts whatever reaches it, and a careless page that proves the attacks work.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type EvilServer = {
  readonly url: string;
  readonly host: string;
  /** Paths that were asked for, a socket that only connected is `(connected)`. */
  readonly hits: string[];
  stop(): Promise<void>;
};

const listen = (server: Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
const close = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

export async function startEvilServer(): Promise<EvilServer> {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*');
    response.end('');
  });
  server.on('connection', () => hits.push('(connected)'));
  server.on('upgrade', (request, socket) => {
    hits.push(request.url ?? '');
    socket.destroy();
  });
  const host = `127.0.0.1:${await listen(server)}`;
  return { url: `http://${host}`, host, hits, stop: () => close(server) };
}

/** A page that puts every text into a frame as it is, without any protection. */
export async function startCarelessPage(texts: readonly string[]): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    const index = /^\/text\/(\d+)$/.exec(request.url ?? '')?.[1];
    const frames = texts.map((_, at) => `<iframe src="/text/${at}"></iframe>`).join('');
    response.end(`<!doctype html><body>${index === undefined ? frames : texts[Number(index)]}`);
  });
  return { url: `http://127.0.0.1:${await listen(server)}/`, stop: () => close(server) };
}
