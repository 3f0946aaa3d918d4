// A proxy for a browser of our own: each connection is resolved, checked and dialled here, so redirects, workers and WebSockets
// cannot go round it. It looks into nothing: TLS stays between the browser and the site.
import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isAppError } from '#main/contract/errors.ts';
import type { Log } from '#main/platform/base/log.ts';
import { isPublicAddress } from './address-rules.ts';
import { checkUrl } from './check-url.ts';
import { type AddressDeps, checkedAddresses, type HostAddress, portOf } from './checked-addresses.ts';
import type { Refused, WebProxies, WebProxy } from './port/web-proxy.ts';

export type WebProxyDeps = AddressDeps & {
  readonly log: Log;
  /** Tests only: lets a local server stand for the internet. Production leaves it out. */
  readonly isAllowedAddress?: (address: string) => boolean;
};

const maxConnections = 400;
const connectMs = 20_000;
const idleMs = 5 * 60_000;
/** Of one connection to the proxy alone; the rest goes on to the site. */
const hopHeaders = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/i;

/** What browsers ask their makers by themselves; no page needs it, and nobody here asked for it. */
const ownServices =
  /^(update|optimizationguide-pa|safebrowsing|clientservices|chromesyncpasswords-pa|content-autofill|passwordsleakcheck-pa)\.googleapis\.com$|^clients\d?\.google\.com$|^(edge|config\.edge|msedge\.api\.cdp)\.(microsoft|skype)\.com$|^(go-updater|componentupdater|variations)\.brave\.com$|^none\.invalid$/;

class Denied extends Error {
  readonly reason: string;
  constructor(reason: string, cause: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

async function judge(text: string, d: WebProxyDeps, signal: AbortSignal) {
  const isAllowed = d.isAllowedAddress ?? isPublicAddress;
  try {
    const url = checkUrl(text, isAllowed);
    if (ownServices.test(url.hostname)) throw new Denied('own_service', undefined);
    return { url, addresses: await checkedAddresses(url, { d, isAllowed, signal }) };
  } catch (error) {
    if (error instanceof Denied) throw error;
    throw new Denied(isAppError(error) ? (error.details?.reason ?? error.code) : 'no_such_host', error);
  }
}

/** The checked addresses one after the other, and no others. */
async function dial(addresses: readonly HostAddress[], port: number): Promise<Socket> {
  let failure: unknown;
  for (const { address, family } of addresses) {
    const socket = connect({ host: address, port, family });
    try {
      await new Promise<void>((resolve, reject) => {
        socket.setTimeout(connectMs, () => reject(new Error('timeout')));
        socket.once('connect', resolve);
        socket.once('error', reject);
      });
      socket.setTimeout(0);
      return socket;
    } catch (error) {
      socket.destroy();
      failure = error;
    }
  }
  throw failure;
}

/** Both ways until either side ends. */
function join(a: Duplex, b: Socket): void {
  const end = () => {
    a.destroy();
    b.destroy();
  };
  for (const side of [a, b]) side.on('error', end).on('close', end);
  b.setTimeout(idleMs, end);
  a.pipe(b).pipe(a);
}

const hostOf = (text: string) => /^(?:[a-z]+:\/\/)?([^/?#]{1,260})/i.exec(text)?.[1] ?? '';

function forward(o: { url: URL; addresses: readonly HostAddress[]; from: IncomingMessage; to: ServerResponse }): void {
  const { url, addresses, from, to } = o;
  const kept = Object.entries(from.headers).filter(([name]) => !hopHeaders.test(name));
  const onward = sendRequest({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: portOf(url),
    path: url.pathname + url.search,
    method: from.method,
    headers: { ...Object.fromEntries(kept), host: url.host },
    agent: false,
    timeout: idleMs,
    lookup: (_host, options, callback) => {
      const [first] = addresses;
      if (options.all === true) callback(null, [...addresses]);
      else callback(null, first?.address ?? '', first?.family ?? 4);
    },
  });
  const fail = () => {
    if (!to.headersSent) to.writeHead(502).end('The site could not be reached.');
    else to.destroy();
  };
  onward.on('timeout', () => onward.destroy(new Error('timeout')));
  onward.on('error', fail);
  onward.on('response', (answer) => {
    const headers = Object.entries(answer.headers).filter(([name]) => !hopHeaders.test(name));
    to.writeHead(answer.statusCode ?? 502, Object.fromEntries(headers) as Record<string, string | string[]>);
    answer.on('error', () => to.destroy());
    answer.pipe(to);
  });
  to.on('close', () => onward.destroy());
  from.on('error', () => onward.destroy());
  from.pipe(onward);
}

export function createWebProxies(d: WebProxyDeps): WebProxies {
  const log = d.log.child('egress');
  return {
    async open(): Promise<WebProxy> {
      const listeners = new Set<(refused: Refused) => void>();
      const life = new AbortController();
      const sockets = new Set<Duplex>();
      const refuse = (text: string, error: unknown) => {
        const reason = error instanceof Denied ? error.reason : 'network';
        const refused = { host: hostOf(text), reason };
        if (reason === 'own_service') return reason;
        if (reason !== 'network') log.info('browser refused', refused);
        for (const listener of listeners) listener(refused);
        return reason;
      };
      const server = createServer(async (from, to) => {
        const text = from.url ?? '';
        try {
          // What is asked of the proxy itself, as by a page of another browser, is nothing that it serves.
          if (!/^http:\/\//i.test(text)) return to.writeHead(400).end();
          forward({ ...(await judge(text, d, life.signal)), from, to });
        } catch (error) {
          to.writeHead(403, { 'content-type': 'text/plain' }).end(
            `Limpet does not open this: ${refuse(text, error)}\n`,
          );
        }
      });
      server.maxConnections = maxConnections;
      server.on('connection', (socket) => {
        sockets.add(socket);
        socket.on('error', () => {}); // the browser went away
        socket.on('close', () => sockets.delete(socket));
      });
      server.on('upgrade', (_from, socket) => socket.destroy());
      server.on('connect', async (from: IncomingMessage, socket: Duplex, head: Buffer) => {
        const text = `https://${from.url ?? ''}/`;
        socket.on('error', () => {}); // the browser went away
        try {
          const { url, addresses } = await judge(text, d, life.signal);
          const onward = await dial(addresses, portOf(url));
          sockets.add(onward);
          onward.on('close', () => sockets.delete(onward));
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          if (head.length > 0) onward.write(head);
          join(socket, onward);
        } catch (error) {
          socket.end(`HTTP/1.1 403 Forbidden\r\nX-Limpet-Refused: ${refuse(text, error)}\r\n\r\n`);
        }
      });
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      const { port } = server.address() as AddressInfo;
      return {
        url: `http://127.0.0.1:${port}`,
        onRefused(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        async close() {
          life.abort();
          const closed = new Promise((resolve) => server.close(resolve));
          for (const socket of sockets) socket.destroy();
          server.closeAllConnections();
          await closed;
        },
      };
    },
  };
}
