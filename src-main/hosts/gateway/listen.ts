// Where the gateway listens: loopback by itself, anywhere else only with TLS or the person's word.
import { readFileSync } from 'node:fs';
import type { Server, ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { usualPort } from '#main/app/config.ts';
import { AppError, isAppError } from '#main/contract/errors.ts';
import { nodeHttp, nodeHttps } from '#main/platform/rpc/node-http.ts';
import { isLoopback } from './request-guard.ts';

export type ListenOptions = {
  readonly host: string;
  /** Undefined: the usual port, or a free one when that is taken. */
  readonly port: number | undefined;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** Serve another address than loopback without TLS, because a tunnel or proxy adds it. */
  readonly allowInsecure: boolean;
};

const portsToTry = 10;

const serverOptions: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 120_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
};

function readTls({ tlsCert, tlsKey }: ListenOptions): { cert: Buffer; key: Buffer } | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new AppError('invalid_input', 'TLS needs both: --tls-cert and --tls-key.');
  const read = (path: string) => {
    try {
      return readFileSync(path);
    } catch (cause) {
      throw new AppError('invalid_input', `The file ${path} for TLS cannot be read.`, { cause });
    }
  };
  return { cert: read(tlsCert), key: read(tlsKey) };
}

function createTls(tls: { cert: Buffer; key: Buffer }): Server {
  try {
    return nodeHttps().createServer({ ...serverOptions, ...tls, handshakeTimeout: 10_000 });
  } catch (cause) {
    throw new AppError('invalid_input', 'The certificate and key for TLS do not fit together.', {
      cause,
      details: { reason: 'bad_tls' },
    });
  }
}

function listenOnce(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

export type Listening = {
  readonly servers: readonly Server[];
  readonly port: number;
  readonly scheme: 'http' | 'https';
};

/**
 * `forbidden` with reason `needs_tls` for an open address without TLS; `conflict` with reason `port_taken`; `invalid_input`
 * for an address that is not this machine's.
 */
export async function listen(o: ListenOptions, onServer: (server: Server) => void): Promise<Listening> {
  const tls = readTls(o);
  if (!isLoopback(o.host) && tls === undefined && !o.allowInsecure)
    throw new AppError('forbidden', `Limpet does not serve ${o.host} without TLS.`, {
      details: { reason: 'needs_tls', facts: { host: o.host } },
    });
  const scheme = tls === undefined ? 'http' : 'https';
  const create = () => {
    const server = tls === undefined ? nodeHttp().createServer(serverOptions) : createTls(tls);
    server.maxConnections = 1_024;
    onServer(server);
    return server;
  };
  const listenAll = async (wanted: number): Promise<Listening> => {
    const isBoth = o.host === '127.0.0.1' || o.host === 'localhost';
    const first = create();
    const port = await listenOnce(first, wanted, isBoth ? '127.0.0.1' : o.host);
    if (!isBoth) return { servers: [first], port, scheme };
    const second = create();
    try {
      await listenOnce(second, port, '::1');
      return { servers: [first, second], port, scheme };
    } catch (error) {
      // Without IPv6 one is enough; but a stranger on the same port must not answer for `localhost`.
      if (codeOf(error) !== 'EADDRINUSE') return { servers: [first], port, scheme };
      first.close();
      throw error;
    }
  };
  // A free port of one address may be taken on the other, so the system is asked more than once.
  const anyPort = Array<number>(portsToTry).fill(0);
  const usual = anyPort.map((_port, index) => usualPort + index).concat(anyPort);
  const candidates = o.port === undefined ? usual : o.port === 0 ? anyPort : [o.port];
  for (const [index, port] of candidates.entries()) {
    try {
      return await listenAll(port);
    } catch (error) {
      if (isAppError(error)) throw error;
      const code = codeOf(error);
      if (code === 'EADDRINUSE' && index < candidates.length - 1) continue;
      throw refusal(error, { ...o, port });
    }
  }
  throw refusal(undefined, o);
}

function refusal(cause: unknown, { host, port }: Pick<ListenOptions, 'host' | 'port'>): AppError {
  const facts = { host, port: port ?? usualPort };
  switch (codeOf(cause)) {
    case 'EACCES':
      return new AppError('forbidden', `Port ${facts.port} needs more rights.`, {
        cause,
        details: { reason: 'port_forbidden', facts },
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new AppError('invalid_input', `${host} is not an address of this machine.`, {
        cause,
        details: { reason: 'no_such_address', facts },
      });
    default:
      return new AppError('conflict', `Port ${facts.port} is in use.`, {
        cause,
        details: { reason: 'port_taken', facts },
      });
  }
}
