// The command line's way to the Limpet that owns a data folder: the wire over its local socket, as the owner.
import { AppError } from '#main/contract/errors.ts';
import type { Port } from '#main/contract/frames.ts';
import { parseJson } from '#main/platform/base/json.ts';
import { nodeHttp } from '../node-http.ts';
import { connectSocket } from './connect-socket.ts';
import { localEndpoint, openLocal } from './local-endpoint.ts';

/** `not_found` when no Limpet runs with this data folder. */
export async function connectLocal(dataFolder: string, signal: AbortSignal): Promise<Port> {
  const stream = await openLocal(localEndpoint(dataFolder));
  return connectSocket({ url: 'ws://localhost/ws', signal, createConnection: () => stream });
}

/** Asks a running gateway for a new one-time sign-in link; `unsupported` when that Limpet serves no page. */
export async function requestSignInLink(dataFolder: string, signal: AbortSignal): Promise<string> {
  const stream = await openLocal(localEndpoint(dataFolder));
  return new Promise((resolve, reject) => {
    const call = nodeHttp().request({ method: 'POST', path: '/sign-in-link', createConnection: () => stream, signal });
    call.once('error', (cause) => reject(new AppError('unavailable', 'The running Limpet did not answer.', { cause })));
    call.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        if (text.length < 64 * 1024) text += piece;
      });
      response.once('end', () => {
        const answer = parseJson(text);
        if (typeof answer === 'object' && answer !== null && 'url' in answer && typeof answer.url === 'string')
          resolve(answer.url);
        else reject(new AppError('unsupported', 'The running Limpet serves no page.'));
      });
    });
    call.end();
  });
}
