// Connections over Electron's IPC, from slices of its API: whoever is not the app's own frame is not heard.
import type { Port } from '#main/contract/frames.ts';
import { createIpcEnd, isOpenWord } from '#main/contract/ipc-port.ts';
import type { Log } from '#main/platform/base/log.ts';

/** One window as the core needs it. `E` is Electron's event, which only the host understands. */
export type IpcSlice<E> = {
  send(channel: string, text: string): void;
  on(channel: string, listener: (event: E, text: unknown) => void): void;
  /** The sender check: this window, its main frame, the app's own address. */
  isTrusted(event: E): boolean;
  /** The window or its renderer has gone. */
  onGone(listener: () => void): void;
};

export const ipcChannel = 'limpet';

export type AcceptIpcOptions<E> = {
  readonly slice: IpcSlice<E>;
  /** Called with each new connection: a page that loads again opens a new one, which ends the one before. */
  readonly onPort: (port: Port) => void;
  readonly log: Log;
};

export function acceptIpc<E>({ slice, onPort, log }: AcceptIpcOptions<E>): void {
  let current: ReturnType<typeof createIpcEnd> | undefined;
  slice.onGone(() => current?.lost());
  slice.on(ipcChannel, (event, text) => {
    if (!slice.isTrusted(event)) return log.warn('message of a foreign frame refused');
    if (typeof text !== 'string') return;
    if (!isOpenWord(text)) return current?.receive(text);
    current?.lost();
    const end = createIpcEnd((out) => {
      if (current === end) slice.send(ipcChannel, out);
    });
    current = end;
    onPort(end.port);
  });
}
