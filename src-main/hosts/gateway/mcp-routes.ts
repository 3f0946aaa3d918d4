// Limpet's own tools for other programs at /mcp: off unless switched on, and only for who shows their token.
import { Readable } from 'node:stream';
import type { OwnServer } from '#main/abilities/mcp/port.ts';
import { AppError, isAppError } from '#main/contract/errors.ts';
import type { Credentials } from './credentials.ts';
import { type Exchange, readBody } from './http.ts';

export type McpRoutesDeps = {
  readonly own: Pick<OwnServer, 'isEnabled' | 'checkToken' | 'handle'>;
  readonly credentials: Credentials;
};

const maxBodyBytes = 8 * 1024 * 1024;
const passed = [...['accept', 'content-type', 'mcp-session-id', 'mcp-protocol-version', 'last-event-id']] as const;

async function requireToken({ request }: Exchange, { own, credentials }: McpRoutesDeps): Promise<void> {
  if (!own.isEnabled())
    throw new AppError('not_found', 'The tools are not served. Switch them on, on the page Servers.', {
      details: { reason: 'mcp_server_off' },
    });
  const token = credentials.bearer(request);
  const wrong = () =>
    new AppError('unauthenticated', 'Send the token of Limpet as a bearer token; make one on the page Servers.', {
      details: { reason: 'mcp_token' },
    });
  if (token === undefined) throw wrong();
  const isValid = async () => ((await own.checkToken(token)) ? true : undefined);
  await credentials.check(request, token, isValid).catch((error: unknown) => {
    throw isAppError(error) && error.code === 'unauthenticated' ? wrong() : error;
  });
}

async function toRequest({ request, path }: Exchange, signal: AbortSignal): Promise<Request> {
  const headers = new Headers();
  for (const name of passed) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const pieces: Buffer[] = [];
  if (request.method === 'POST') for await (const piece of readBody(request, maxBodyBytes)) pieces.push(piece);
  const body = request.method === 'POST' ? { body: Buffer.concat(pieces) } : {};
  // The name of the host was looked at before; what stands here is for the protocol's own library alone.
  return new Request(`http://limpet.invalid${path}`, { method: request.method ?? 'GET', headers, signal, ...body });
}

export function createMcpRoutes(deps: McpRoutesDeps) {
  return {
    /** Answers everything at /mcp. */
    async handle(exchange: Exchange): Promise<void> {
      await requireToken(exchange, deps);
      const { request, response } = exchange;
      if (!['GET', 'POST', 'DELETE'].includes(request.method ?? ''))
        throw new AppError('not_found', 'Only GET, POST and DELETE are answered here.');
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const answer = await deps.own.handle(await toRequest(exchange, gone.signal));
      response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'cache-control': 'no-store' });
      if (answer.body === null) return void response.end();
      response.flushHeaders();
      // A stream that is quiet for long is no silent connection.
      request.socket.setTimeout(0);
      const body = Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]);
      body.on('error', () => response.destroy());
      response.once('close', () => body.destroy());
      body.pipe(response);
    },
  };
}
