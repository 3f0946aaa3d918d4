// What happens to one request or tunnel of a process: admitted or refused, passed on, told.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { AppError, isAppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import { type AddressGuardDeps, bareHost, createAddressGuard, portOf } from '../address-guard.ts';
import { toFetchError } from '../fetch-errors.ts';
import type { ProxyTraffic, ReadSecret } from '../port.ts';
import type { Authority } from './authority.ts';
import { createDialler } from './dial.ts';
import { authorityOf, type Counts, forward, refusalOf } from './forward.ts';
import type { Session, Target } from './session.ts';

export type ExchangeDeps = AddressGuardDeps & {
  readonly clock: Clock;
  readonly log: Log;
  readonly readSecret: ReadSecret;
  /** Tests only: certificates of hosts that stand for the internet. */
  readonly trust?: readonly string[];
};

export type Asked = {
  readonly session: Session;
  readonly target: Target;
  readonly method: string;
  readonly path: string;
};
export type Tunnel = {
  readonly client: Socket;
  readonly head: Buffer;
  readonly session: Session;
  readonly target: Target;
};
type Outcome = Partial<ProxyTraffic> & { readonly outcome: ProxyTraffic['outcome'] };

export const idleMs = 10 * 60_000;
export const serverLimits = { maxHeaderSize: 64 * 1024, requestTimeout: 0 } as const;
const established = 'HTTP/1.1 200 Connection established\r\n\r\n';

/** Of hosts that a session never reaches. */
const unheard = 'own_service';

export const refuse = (code: 'forbidden' | 'invalid_input', reason: string, sentence: string) =>
  new AppError(code, sentence, { details: { reason } });

const plainPath = (path: string) => (path.includes('?') ? `${path.slice(0, path.indexOf('?'))}?…` : path);

export const answerWith = (response: ServerResponse, o: { status: number; reason: string; sentence: string }) => {
  if (response.headersSent) return void response.destroy();
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-limpet-reason': o.reason, connection: 'close' };
  response.writeHead(o.status, headers).end(`Limpet: ${o.sentence}\n`);
};

export function createExchanges(deps: ExchangeDeps, onTraffic: (traffic: ProxyTraffic) => void) {
  const guard = createAddressGuard(deps);
  const dial = createDialler(guard);
  const log = deps.log.child('egress');
  const targets = new WeakMap<Duplex, { readonly session: Session; readonly target: Target }>();
  const forwarding = { dial, read: deps.readSecret, ...(deps.trust === undefined ? {} : { trust: deps.trust }) };

  const tell = (asked: Asked, from: number, o: Outcome) => {
    const { session, target, method } = asked;
    if (o.reason === unheard) return;
    const traffic: ProxyTraffic = {
      ...{ purpose: session.purpose, host: target.host, port: target.port, method },
      ...(session.place === undefined ? {} : { place: session.place }),
      path: session.sent.redact(plainPath(asked.path)).slice(0, 2_000),
      ...{ sentBytes: 0, receivedBytes: 0, secrets: [], ms: Math.round(deps.clock.monotonic() - from) },
      ...o,
    };
    log.info('proxied', {
      host: traffic.host,
      outcome: traffic.outcome,
      reason: traffic.reason,
      status: traffic.status,
    });
    session.onTraffic?.(traffic);
    onTraffic(traffic);
  };

  /** The rules of the process come first: what is not on its list is not even resolved. */
  const admit = (session: Session, origin: string): Target => {
    const url = guard.check(origin);
    const target = { host: bareHost(url), port: portOf(url), secure: url.protocol === 'https:' };
    if (session.never?.test(target.host)) throw refuse('forbidden', unheard, `Nobody asked for ${target.host}.`);
    if (!session.mayReach(target))
      throw new AppError('forbidden', `This program may not reach ${target.host}:${target.port}.`, {
        details: { reason: 'host_refused', facts: { host: `${target.host}:${target.port}` } },
      });
    return target;
  };

  const run = async (asked: Asked, request: IncomingMessage, response: ServerResponse) => {
    const from = deps.clock.monotonic();
    const counts: Counts = { sent: 0, received: 0, secrets: [] };
    const bytes = () => ({ sentBytes: counts.sent, receivedBytes: counts.received, secrets: counts.secrets });
    try {
      await forward({ ...asked, request, response }, counts, forwarding);
      tell(asked, from, {
        outcome: 'passed',
        ...(counts.status === undefined ? {} : { status: counts.status }),
        ...bytes(),
      });
    } catch (error) {
      const known = isAppError(error) ? error : toFetchError(error, asked.target.host);
      const refusal = refusalOf(known);
      tell(asked, from, { outcome: refusal.status === 403 ? 'refused' : 'failed', reason: refusal.reason, ...bytes() });
      answerWith(response, refusal);
    }
  };

  /** Of a terminated tunnel: where it goes was settled when it was opened. */
  const inner: Server = createServer(serverLimits, (request, response) => {
    const known = targets.get(request.socket);
    const path = request.url ?? '';
    const host = request.headers.host?.toLowerCase();
    if (known === undefined || !path.startsWith('/'))
      return answerWith(response, { status: 400, reason: 'bad_url', sentence: 'This request names no path.' });
    const { target } = known;
    const names = [authorityOf(target), `${authorityOf({ ...target, port: 443 })}:${target.port}`];
    if (host === undefined || !names.includes(host))
      return answerWith(response, {
        status: 421,
        reason: 'host_refused',
        sentence: 'This request is for another host.',
      });
    void run({ ...known, method: request.method ?? '', path }, request, response);
  });

  /** The child speaks TLS with us, so that keys can be put in; we speak TLS with the true host. */
  const terminate = ({ client, head, session, target }: Tunnel, { contextFor }: Authority) => {
    client.write(established);
    if (head.length > 0) client.unshift(head);
    const socket = new TLSSocket(client, {
      isServer: true,
      secureContext: contextFor(target.host),
      ALPNProtocols: ['http/1.1'],
    });
    socket.on('error', () => socket.destroy()); // the child does not trust us, or has gone
    const end = () => socket.destroy();
    session.signal.addEventListener('abort', end, { once: true });
    socket.once('close', () => session.signal.removeEventListener('abort', end));
    targets.set(socket, { session, target });
    inner.emit('connection', socket);
  };

  /** Bytes in both directions, unseen. */
  const pass = async ({ client, head, session, target }: Tunnel) => {
    const from = deps.clock.monotonic();
    const upstream = await dial(target, session.signal);
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    session.signal.addEventListener('abort', end, { once: true });
    client.write(established);
    if (head.length > 0) upstream.write(head);
    upstream.setTimeout(idleMs, end);
    client.once('close', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    upstream.once('close', () => {
      client.end();
      session.signal.removeEventListener('abort', end);
      const bytes = { sentBytes: upstream.bytesWritten, receivedBytes: upstream.bytesRead };
      tell({ session, target, method: 'CONNECT', path: '' }, from, { outcome: 'passed', ...bytes });
    });
    client.pipe(upstream).pipe(client);
  };

  return { admit, run, tell, terminate, pass, close: () => inner.closeAllConnections() };
}
