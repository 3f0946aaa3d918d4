// The client's side for Node: a command line or a test, over TCP or over the socket in the data folder.
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { AppError } from '#main/contract/errors.ts';
import { frameLimits, type Port } from '#main/contract/frames.ts';
import { createSocketPort } from './socket-port.ts';

export type ConnectSocketOptions = {
  /** `ws://host:port/ws` or `wss://…`. */
  readonly url: string;
  /** A line that is open already, instead of the address's own. */
  readonly createConnection?: () => Socket;
  /** Sent as `Authorization: Bearer`. */
  readonly bearer?: string;
  readonly signal: AbortSignal;
};

/** Rejects with `unauthenticated` when refused, otherwise with `unavailable`. */
export function connectSocket(o: ConnectSocketOptions): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(o.url, {
      maxPayload: frameLimits.postAuthBytes,
      perMessageDeflate: false,
      handshakeTimeout: frameLimits.helloTimeoutMs,
      ...(o.createConnection === undefined ? {} : { createConnection: o.createConnection }),
      ...(o.bearer === undefined ? {} : { headers: { authorization: `Bearer ${o.bearer}` } }),
    });
    const abort = () => socket.terminate();
    o.signal.addEventListener('abort', abort, { once: true });
    if (o.signal.aborted) abort();
    let refusal: AppError | undefined;
    socket.once('unexpected-response', (request, response) => {
      refusal =
        response.statusCode === 401
          ? new AppError('unauthenticated', 'Limpet did not accept this key. Make a new one.')
          : new AppError('unavailable', `Limpet answered ${response.statusCode ?? 'nothing'}. Try again later.`);
      response.resume();
      request.destroy();
      fail(refusal);
    });
    const fail = (cause: unknown) => {
      o.signal.removeEventListener('abort', abort);
      reject(
        refusal ??
          new AppError('unavailable', 'Limpet cannot be reached. Check that it is running.', {
            cause,
            details: { reason: 'offline' },
          }),
      );
    };
    socket.on('error', fail);
    socket.once('open', () => {
      o.signal.removeEventListener('abort', abort);
      resolve(createSocketPort(socket));
    });
  });
}
