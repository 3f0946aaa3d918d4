// From a request to the one function that answers it; before that, what everybody must pass.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, isAppError } from '#main/contract/errors.ts';
import type { Log } from '#main/platform/base/log.ts';
import { securityHeaders } from '#main/platform/base/page.ts';
import { failureOf } from '#main/platform/rpc/failure.ts';
import { type BlobRoutesDeps, getBlob, putBlob } from './blob-routes.ts';
import { signInFirst } from './credentials.ts';
import { type Exchange, sendError, sendJson, stopReading } from './http.ts';
import type { createMcpRoutes } from './mcp-routes.ts';
import type { createApiRoutes } from './openai/routes.ts';
import type { RequestGuard } from './request-guard.ts';
import { requireOwner, type SignInDeps, signIn, signInState, signOut } from './sign-in-routes.ts';
import type { StaticFiles } from './static-files.ts';

export type RouterDeps = {
  readonly guard: RequestGuard;
  readonly log: Log;
  readonly isEnding: () => boolean;
  readonly page: StaticFiles;
  readonly signIn: SignInDeps;
  readonly blobs: BlobRoutesDeps;
  readonly api?: ReturnType<typeof createApiRoutes>;
  readonly mcp?: ReturnType<typeof createMcpRoutes>;
};

function refuse(exchange: Pick<Exchange, 'request' | 'response'>, status: number): void {
  stopReading(exchange);
  exchange.response.writeHead(status, { 'content-length': 0 }).end();
}

export function createRouter(deps: RouterDeps) {
  const { guard, log } = deps;
  const route = async (exchange: Exchange): Promise<void> => {
    const { request, response, path } = exchange;
    const name = `${request.method} ${path}`;
    if (name === 'POST /auth/sign-in') return signIn(exchange, deps.signIn);
    if (name === 'GET /auth/state') return signInState(exchange, deps.signIn);
    if (name === 'POST /auth/sign-out') return signOut(exchange, deps.signIn);
    if (name === 'GET /healthz') return sendJson(response, 200, { status: 'ok' });
    if (name === 'PUT /blobs') {
      await requireOwner(exchange, deps.signIn);
      return putBlob(exchange, deps.blobs);
    }
    if (path.startsWith('/blobs/') && (request.method === 'GET' || request.method === 'HEAD')) {
      // The page shows it in an image element, which can carry no key but the cookie.
      if ((await deps.signIn.credentials.owner(request)) === undefined) throw signInFirst();
      return getBlob(exchange, deps.blobs);
    }
    if (path.startsWith('/v1/') && deps.api !== undefined) return deps.api.handle(exchange);
    if (path === '/mcp' && deps.mcp !== undefined) return deps.mcp.handle(exchange);
    if (/^\/(auth|blobs|v1|ws|healthz|mcp)(\/|$)/.test(path)) throw new AppError('not_found', 'There is nothing here.');
    return deps.page.serve(exchange);
  };

  /** The status with which somebody is turned away before anything is looked at. */
  const turnAway = (request: IncomingMessage): number | undefined => {
    if (!guard.isKnownHost(request) || guard.isCrossSite(request)) return 403;
    if (!guard.hasNoOrigin(request) && !guard.isOwnOrigin(request)) return 403;
    return request.url?.startsWith('/') === true ? undefined : 400;
  };
  const answer = async (exchange: Exchange): Promise<void> => {
    const status = turnAway(exchange.request);
    if (status !== undefined) return refuse(exchange, status);
    if (!deps.isEnding()) return route(exchange);
    exchange.response.setHeader('connection', 'close');
    throw new AppError('unavailable', 'Limpet is ending. Start it again.');
  };

  return {
    handle(request: IncomingMessage, response: ServerResponse): void {
      for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
      const exchange = { request, response, path: request.url?.split('?')[0] ?? '' };
      answer(exchange).catch((error: unknown) => {
        const isHungUp = response.destroyed || request.destroyed;
        if (!isHungUp && (!isAppError(error) || error.code === 'internal'))
          failureOf(error, log, `${request.method} ${exchange.path}`);
        sendError(exchange, error);
      });
    },
  };
}
