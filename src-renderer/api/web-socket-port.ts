// The wire over the browser's WebSocket, to the origin that the page came from.
import { createPort } from '#main/contract/create-port.ts';
import { AppError } from '#main/contract/errors.ts';
import { closeCodes, type Port } from '#main/contract/frames.ts';

/** Browsers let a page close with 1000 and with codes of its own, nothing else. */
const sendable = (code: number) =>
  code === closeCodes.normal || (code >= 3_000 && code < 5_000) ? code : closeCodes.normal;

/** Rejects with `unavailable` when it does not open; a browser does not say why. */
export function openWebSocket(url: string, signal: AbortSignal): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const ends = createPort({
      send: (text) => socket.send(text),
      close: ({ code, reason }) => socket.close(sendable(code), reason),
      bufferedBytes: () => socket.bufferedAmount,
    });
    const abort = () => socket.close();
    signal.addEventListener('abort', abort, { once: true });
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') ends.receive(data);
    };
    socket.onopen = () => resolve(ends.port);
    socket.onclose = ({ code, reason }) => {
      signal.removeEventListener('abort', abort);
      ends.closed({ code, reason });
      // After `open` this changes nothing.
      reject(
        new AppError('unavailable', 'Limpet cannot be reached. Check that it is running.', {
          details: { reason: 'offline' },
        }),
      );
    };
  });
}
