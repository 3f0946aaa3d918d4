// Whether the gateway could have its port: tried by taking it for a moment.
import { createServer } from 'node:net';
import { type Config, usualPort } from '#main/app/config.ts';
import type { Finding } from '#main/contract/system.ts';

/** A taken port is a warning only: without a wish of its own the gateway takes the next free one. */
export function checkPort({ host, port = usualPort }: Pick<Config, 'host' | 'port'>): Promise<Finding> {
  const params = { port: String(port) };
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () =>
      resolve({ id: 'gateway-taken', state: 'warning', key: 'system.doctor_gateway_taken', params }),
    );
    server.listen({ host, port }, () =>
      server.close(() => resolve({ id: 'gateway-free', state: 'ok', key: 'system.doctor_gateway_free', params })),
    );
  });
}
