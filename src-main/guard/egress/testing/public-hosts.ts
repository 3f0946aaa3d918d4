// Servers of this machine that stand for hosts of the internet, with certificates of an authority of the test's own.
import { readFileSync } from 'node:fs';
import type { Server as PlainServer } from 'node:http';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { AddressGuardDeps } from '../address-guard.ts';
import { isPublicAddress } from '../address-rules.ts';
import { createAuthority } from '../proxy/authority.ts';

export type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
export type PublicHost = { readonly port: number; readonly seen: Seen[] };
type Answer = (seen: Seen, response: ServerResponse) => void;

export type PublicHosts = {
  /** To be trusted instead of the world's authorities. */
  readonly trust: readonly string[];
  /** Every name is a host of this machine, unless it is one of `inside`. */
  readonly guard: Omit<AddressGuardDeps, 'ownPorts'>;
  readonly inside: Map<string, string>;
  readonly resolved: string[];
  https(name: string, answer?: Answer): Promise<PublicHost>;
  http(answer?: Answer): Promise<PublicHost>;
  close(): Promise<void>;
};

const echo: Answer = (_seen, response) => response.end('ok');

function listener(seen: Seen[], answer: Answer) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const one = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(one);
      answer(one, response);
    });
  };
}

/** `address`: of this machine, that they listen on. */
export async function createPublicHosts(address = '127.0.0.1'): Promise<PublicHosts> {
  const authority = await createAuthority(() => Date.now());
  const [own = ''] = readFileSync(authority.bundleFile, 'utf8').split(/(?<=-----END CERTIFICATE-----)/);
  const servers: (Server | PlainServer)[] = [];
  const inside = new Map<string, string>();
  const resolved: string[] = [];
  const listen = async (server: Server | PlainServer) => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, address, () => resolve()));
    return (server.address() as AddressInfo).port;
  };
  return {
    trust: [own],
    guard: {
      resolver: async (host) => {
        resolved.push(host);
        return [{ address: inside.get(host) ?? address, family: 4 }];
      },
      isAllowedAddress: (one) => one === address || isPublicAddress(one),
    },
    inside,
    resolved,
    async https(name, answer = echo) {
      const seen: Seen[] = [];
      const options = {
        SNICallback: (_name: string, done: (error: null, context: ReturnType<typeof authority.contextFor>) => void) =>
          done(null, authority.contextFor(name)),
      };
      return { port: await listen(createHttps(options, listener(seen, answer))), seen };
    },
    async http(answer = echo) {
      const seen: Seen[] = [];
      return { port: await listen(createHttp(listener(seen, answer))), seen };
    },
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await authority.close();
    },
  };
}
