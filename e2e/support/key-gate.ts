// Stands before a model server and lets through only who brings the right key; can be slow, and counts who came.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type KeyGate = {
  /** Without `/v1`. */
  readonly url: string;
  /** Paths that were asked for, refused ones too. */
  readonly asked: readonly string[];
  /** Before every answer from now on. */
  delay(ms: number): void;
  stop(): Promise<void>;
};

export type KeyGateOptions = {
  /** Undefined: everybody may pass. */
  readonly key?: string;
  /** Answers that the server behind does not have, by path. */
  readonly own?: Readonly<Record<string, unknown>>;
};

const refusal = {
  error: { message: 'Incorrect API key provided.', type: 'invalid_request_error', code: 'invalid_api_key' },
};

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function pass(incoming: IncomingMessage, response: ServerResponse, target: string): void {
  const onward = request(`${target}${incoming.url ?? ''}`, { method: incoming.method, headers: incoming.headers });
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  incoming.pipe(onward);
}

export async function startKeyGate(target: string, o: KeyGateOptions = {}): Promise<KeyGate> {
  const asked: string[] = [];
  let delayMs = 0;
  const server = createServer((incoming, response) => {
    const path = incoming.url ?? '';
    asked.push(path);
    setTimeout(() => {
      const own = o.own?.[path];
      if (o.key !== undefined && incoming.headers.authorization !== `Bearer ${o.key}`) json(response, 401, refusal);
      else if (own !== undefined) json(response, 200, own);
      else pass(incoming, response, target);
    }, delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    delay(ms) {
      delayMs = ms;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
