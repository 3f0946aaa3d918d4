// A third-party mock of the vendors' servers, behind a relay that keeps the exact bytes that it was sent.
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LLMock } from '@copilotkit/aimock';

export interface MockRelay {
  readonly url: string;
  readonly mock: LLMock;
  /** Bodies of the POST requests, as text, oldest first. */
  readonly bodies: readonly string[];
  close(): Promise<void>;
}

export async function startMockRelay(): Promise<MockRelay> {
  const mock = new LLMock({ port: 0 });
  await mock.start();
  const target = new URL(mock.url);
  const bodies: string[] = [];
  const relay = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      if (incoming.method === 'POST') bodies.push(body.toString('utf8'));
      const onward = httpRequest(
        {
          host: target.hostname,
          port: target.port,
          path: incoming.url,
          method: incoming.method,
          headers: { ...incoming.headers, host: target.host },
        },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const { port } = relay.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    mock,
    bodies,
    async close() {
      relay.closeAllConnections();
      await new Promise<void>((resolve) => relay.close(() => resolve()));
      await mock.stop();
    },
  };
}

/** The share of the first text that the second begins with. */
export function sharedPrefix(first: string, second: string): number {
  let at = 0;
  while (at < first.length && first[at] === second[at]) at += 1;
  return at / first.length;
}

export const parsed = (text: string | undefined): Record<string, unknown> =>
  JSON.parse(text ?? '{}') as Record<string, unknown>;
