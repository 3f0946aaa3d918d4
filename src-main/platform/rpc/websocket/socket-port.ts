// A Port over a socket of `ws`, on either side.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { createPort } from '#main/contract/create-port.ts';
import { closeCodes, type Port } from '#main/contract/frames.ts';

/** How long a peer may take to answer a close before its socket is destroyed. */
const closeGraceMs = 500;

/** What is sent until the event loop comes round goes out in one write: a turn says a dozen things in a moment. */
function createCork(line: Duplex | undefined): () => void {
  let isCorked = false;
  return () => {
    if (isCorked || line === undefined) return;
    isCorked = true;
    line.cork();
    setImmediate(() => {
      isCorked = false;
      line.uncork();
    });
  };
}

/** `line` is what `socket` writes to, where it is known. */
export function createSocketPort(socket: WebSocket, line?: Duplex): Port {
  const cork = createCork(line);
  const ends = createPort({
    send(text) {
      cork();
      socket.send(text, () => {}); // a failed send is followed by `close`
    },
    close({ code, reason }) {
      // 1006 may not be sent; it means that there is nobody to send to.
      socket.close(code === 1006 ? closeCodes.goingAway : code, reason);
      setTimeout(() => socket.terminate(), closeGraceMs).unref();
    },
    bufferedBytes: () => socket.bufferedAmount,
  });
  socket.on('message', (bytes: Buffer, isBinary: boolean) => {
    if (!isBinary) ends.receive(bytes.toString('utf8'));
  });
  socket.on('close', (code, reason) => ends.closed({ code, reason: reason.toString('utf8') }));
  socket.on('error', () => {}); // `close` follows and says why
  return ends.port;
}
