// Where a browser comes back to after a sign-in: one port of this machine, one path, one answer.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { AppError } from '#main/contract/errors.ts';
import { cancelled } from '#main/platform/base/clock.ts';
import type { OpenRedirect } from './port.ts';

const path = '/oauth/callback';

const page = (text: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Limpet</title><body style="font:16px system-ui;margin:4rem auto;max-width:30rem"><p>${text}</p></body></html>`;

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(page(text));
}

/** Port 0: any free one. `conflict` with reason `port_taken` when the port is in use. */
export const openRedirect: OpenRedirect = async (wanted) => {
  let settle: (query: URLSearchParams) => void = () => {};
  const arrived = new Promise<URLSearchParams>((resolve) => {
    settle = resolve;
  });
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { port } = server.address() as { port: number };
    // The exact Host: a name of somebody else that leads here is turned away.
    if (request.headers.host !== `127.0.0.1:${port}`) return void send(response, 403, 'Nothing here.');
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    if (request.method !== 'GET' || url.pathname !== path) return void send(response, 404, 'Nothing here.');
    send(response, 200, 'Thank you. You can close this window and go back to Limpet.');
    settle(url.searchParams);
  };
  const server = createServer({ maxHeaderSize: 16 * 1024 }, answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new AppError('conflict', 'The port for the sign-in is in use.', { cause, details: { reason: 'port_taken' } }),
      ),
    );
    server.listen({ host: '127.0.0.1', port: wanted, exclusive: true }, resolve);
  });
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}${path}`,
    wait: (signal) =>
      new Promise((resolve, reject) => {
        const abort = () => reject(cancelled());
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort, { once: true });
        void arrived.then(resolve).finally(() => signal.removeEventListener('abort', abort));
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
