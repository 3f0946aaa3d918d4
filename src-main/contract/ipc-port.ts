// A Port over a line that carries texts but knows neither connections nor how much is waiting, such as Electron's IPC.
import { createPort, type PortEnds, type PortReason } from './create-port.ts';
import type { Port } from './frames.ts';

/** One direction of text each way; the same shape as `window.limpet`. */
export type IpcLine = {
  send(text: string): void;
  onMessage(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
};

// Frames are JSON objects, so a text that does not begin with a brace is a word between the two ports.
const openWord = 'open';
const closeWord = 'close';
const ackWord = 'ack';
const ackEveryChars = 64 * 1024;

export function isOpenWord(text: string): boolean {
  return text === openWord;
}

function parseClose(text: string): PortReason {
  const [, code, ...words] = text.split(' ');
  const number = Number(code);
  return { code: Number.isInteger(number) && number >= 1000 ? number : 1006, reason: words.join(' ') };
}

/** One end. `receive` takes every text of the line that belongs to this connection; `lost` says that the line is gone. */
export function createIpcEnd(send: (text: string) => void): {
  readonly port: Port;
  receive(text: string): void;
  lost(): void;
} {
  let sentChars = 0;
  let ackedChars = 0;
  let receivedChars = 0;
  const ends: PortEnds = createPort({
    send(text) {
      sentChars += text.length;
      send(text);
    },
    close: ({ code, reason }) => send(`${closeWord} ${code} ${reason}`),
    bufferedBytes: () => sentChars - ackedChars,
  });
  return {
    port: ends.port,
    receive(text) {
      if (text.startsWith('{')) {
        receivedChars += text.length;
        ends.receive(text);
        if (receivedChars < ackEveryChars) return;
        send(`${ackWord} ${receivedChars}`);
        receivedChars = 0;
      } else if (text.startsWith(`${ackWord} `)) {
        const chars = Number(text.slice(ackWord.length + 1));
        if (Number.isFinite(chars) && chars > 0) ackedChars = Math.min(sentChars, ackedChars + chars);
      } else if (text.startsWith(`${closeWord} `)) ends.closed(parseClose(text));
    },
    lost: () => ends.closed({ code: 1006, reason: 'The window has gone.' }),
  };
}

/** The client's side: each call begins a new connection on the same line and ends the one before. */
export function createIpcConnector(line: IpcLine): () => Port {
  let current: ReturnType<typeof createIpcEnd> | undefined;
  line.onMessage((text) => current?.receive(text));
  line.onClose(() => current?.lost());
  return () => {
    current?.lost();
    const end = createIpcEnd((text) => {
      // A port that was replaced must not speak into the connection that followed it.
      if (current === end) line.send(text);
    });
    current = end;
    line.send(openWord);
    return end.port;
  };
}
