// Opens one connection to addresses that were checked, and to no others.
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { AddressGuard } from '../address-guard.ts';
import type { Target } from './session.ts';

const dialTimeoutMs = 15_000;

const bracketed = (host: string) => (isIP(host) === 6 ? `[${host}]` : host);

const originOf = ({ host, port, secure }: Target) => `${secure ? 'https' : 'http'}://${bracketed(host)}:${port}`;

function open(make: () => Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = make();
    const settle = (act: () => void) => {
      signal.removeEventListener('abort', abort);
      socket.setTimeout(0);
      socket.off('error', fail);
      socket.off('timeout', expire);
      act();
    };
    const fail = (error: Error) => settle(() => reject(error));
    const expire = () => {
      socket.destroy();
      fail(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
    };
    const abort = () => {
      socket.destroy();
      fail(new Error('closed'));
    };
    socket.once('error', fail);
    socket.setTimeout(dialTimeoutMs, expire);
    socket.once(event, () => settle(() => resolve(socket)));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

export type Dialler = (target: Target, signal: AbortSignal) => Promise<Socket>;

/** Errors: those of the guard, and the network's own. */
export function createDialler(guard: AddressGuard): Dialler {
  return async (target, signal) => {
    const addresses = await guard.addresses(guard.check(`${originOf(target)}/`), signal);
    let last: unknown;
    for (const { address, family } of addresses) {
      try {
        const make = () => connectTcp({ host: address, port: target.port, family, noDelay: true });
        return await open(make, 'connect', signal);
      } catch (error) {
        if (signal.aborted) throw error;
        last = error; // the next address may answer
      }
    }
    throw last;
  };
}

/** The true host's certificate is verified, whatever the child believes. */
export function secure(
  socket: Socket,
  o: { host: string; trust?: readonly string[]; signal: AbortSignal },
): Promise<Socket> {
  const make = () =>
    connectTls({
      socket,
      ...(isIP(o.host) === 0 ? { servername: o.host } : {}),
      host: o.host,
      ALPNProtocols: ['http/1.1'],
      minVersion: 'TLSv1.2',
      ...(o.trust === undefined ? {} : { ca: [...o.trust] }),
    });
  return open(make, 'secureConnect', o.signal);
}
