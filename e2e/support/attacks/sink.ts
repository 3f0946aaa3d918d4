// The attacker's machine: every name, every connection and every request that reaches it is kept.
import { createSocket } from 'node:dgram';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

import { createToolEndpoint, type ToolEndpoint } from './tool-server.ts';

export type Sink = {
  readonly tools: ToolEndpoint;
  readonly port: number;
  readonly rawPort: number;
  /** `GET page.test/path?query`, what was in headers and body; `MCP tool input`; `DNS name`; `TCP bytes`; `UDP bytes`. */
  readonly hits: string[];
  readonly bytes: string[];
  serve(o: {
    pages: Readonly<Record<string, string>>;
    redirects: Readonly<Record<string, string>>;
    /** Of a search. */
    found?: Readonly<Record<string, string>>;
  }): void;
  resolve(host: string): void;
  close(): Promise<void>;
};

const listen = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

export async function startSink(): Promise<Sink> {
  const hits: string[] = [];
  const bytes: string[] = [];
  let served: Parameters<Sink['serve']>[0] = { pages: {}, redirects: {} };
  const tools = createToolEndpoint();
  const http = createHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const host = (request.headers.host ?? '').replace(/:\d+$/, '');
      const path = request.url ?? '/';
      const body = Buffer.concat(chunks).toString('utf8');
      if (path === '/mcp') {
        if (request.method !== 'POST') return void response.writeHead(405).end();
        const answer = tools.answer(body, (hit) => {
          hits.push(hit);
          bytes.push(body);
        });
        if (answer === undefined) return void response.writeHead(202).end();
        return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      }
      hits.push(`${request.method} ${host}${path}`);
      bytes.push(JSON.stringify([path, request.headers, Buffer.concat(chunks).toString('latin1')]));
      const [plain = '/'] = path.split('?');
      if (plain === '/search') {
        const results = Object.entries(served.found ?? {}).map(([title, content]) => ({
          ...{ title, content, url: 'http://page.test/found' },
        }));
        return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ results }));
      }
      const location = served.redirects[plain];
      if (location !== undefined) return void response.writeHead(302, { location }).end();
      const page = served.pages[plain];
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(`<html><body><main><p>${page ?? 'Nothing is here.'}</p></main></body></html>`);
    });
  });
  const raw = createServer((socket: Socket) => {
    hits.push('TCP');
    socket.on('data', (chunk: Buffer) => bytes.push(chunk.toString('latin1')));
    socket.on('error', () => {}); // the other end is a program that is being stopped
  });
  const [port, rawPort] = [await listen(http), await listen(raw)];
  const udp = createSocket('udp4', (message) => {
    hits.push('UDP');
    bytes.push(message.toString('latin1'));
  });
  await new Promise<void>((resolve) => udp.bind(rawPort, '127.0.0.1', resolve));
  return {
    ...{ port, rawPort, hits, bytes, tools },
    serve(next) {
      served = next;
      hits.length = 0;
      bytes.length = 0;
    },
    resolve: (host) => void hits.push(`DNS ${host}`),
    async close() {
      http.closeAllConnections();
      await Promise.all([http, raw].map((server) => new Promise((resolve) => server.close(resolve))));
      await new Promise<void>((resolve) => udp.close(resolve));
    },
  };
}
