// Streamable HTTP: each client has a session of its own, which ends with it, or when it has been silent for long.
import { randomBytes } from 'node:crypto';
import type { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Offer } from './offer.ts';

export type HttpSessionsDeps = {
  /** Made anew for each session. */
  readonly offer: (sessionKey: string) => Offer;
  readonly version: string;
  readonly clock: Clock;
};

const maxSessions = 64;
const silentMs = 30 * 60_000;
const maxBodyBytes = 8 * 1024 * 1024;
const retryMs = 500;

type Session = {
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly close: () => Promise<void>;
  usedAt: number;
};

const refuse = (status: number, message: string) =>
  Response.json({ jsonrpc: '2.0', error: { code: status === 404 ? -32_001 : -32_000, message }, id: null }, { status });

export function createHttpSessions(d: HttpSessionsDeps) {
  const sessions = new Map<string, Session>();

  const sweep = async () => {
    const now = d.clock.now();
    const silent = [...sessions].filter(([, one]) => now - one.usedAt > silentMs);
    await Promise.all(silent.map(([, one]) => one.close()));
  };

  const begin = async (request: Request): Promise<Response> => {
    await sweep();
    if (sessions.size >= maxSessions) return refuse(503, 'Too many programs are connected. Try again later.');
    const [{ WebStandardStreamableHTTPServerTransport: Transport }, { createProtocolServer }, { createEventRing }] =
      await Promise.all([
        import('@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'),
        import('./protocol-server.ts'),
        import('./event-ring.ts'),
      ]);
    const key = randomBytes(16).toString('hex');
    const transport = new Transport({
      sessionIdGenerator: () => key,
      eventStore: createEventRing(),
      retryInterval: retryMs,
      maxRequestBodySize: maxBodyBytes,
    });
    const server = createProtocolServer(d.offer(key), d);
    const onclose = server.onclose;
    server.onclose = () => {
      sessions.delete(key);
      onclose?.();
    };
    await server.connect(transport);
    sessions.set(key, { transport, close: () => server.close(), usedAt: d.clock.now() });
    const response = await transport.handleRequest(request);
    // What was no greeting leaves no session behind.
    if (!response.ok) await server.close();
    return response;
  };

  return {
    async handle(request: Request): Promise<Response> {
      const key = request.headers.get('mcp-session-id');
      if (key === null) return request.method === 'POST' ? begin(request) : refuse(400, 'Begin a session first.');
      const session = sessions.get(key);
      if (session === undefined) return refuse(404, 'This session has ended. Begin a new one.');
      session.usedAt = d.clock.now();
      return session.transport.handleRequest(request);
    },
    count: () => sessions.size,
    close: async () => {
      await Promise.all([...sessions.values()].map((one) => one.close()));
    },
  };
}
