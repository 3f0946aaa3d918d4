// One window's IPC as the wire takes it. The only place that listens to a renderer; whoever is not our page is not heard.
import type { IpcMainEvent, WebContents } from 'electron';
import type { IpcSlice } from '#main/platform/rpc/electron-ipc/accept-ipc.ts';
import { isAllowedNavigation } from './app-origin.ts';

/** Tells the preload that the core has gone; the same word as in src-preload. */
export const closedChannel = 'limpet.closed';

/** The window's main frame, showing our own address; a frame that is gone or embedded is refused. */
export function isOwnFrame(
  event: Pick<IpcMainEvent, 'senderFrame' | 'sender'>,
  contents: WebContents,
  devServer: string | undefined,
): boolean {
  const frame = event.senderFrame;
  if (frame === null || event.sender !== contents || frame.parent !== null) return false;
  return isAllowedNavigation(frame.url, devServer);
}

export function createIpcSlice(contents: WebContents, devServer: string | undefined): IpcSlice<IpcMainEvent> {
  return {
    send(channel, text) {
      if (!contents.isDestroyed()) contents.send(channel, text);
    },
    on(channel, listener) {
      contents.ipc.on(channel, listener);
    },
    isTrusted: (event) => isOwnFrame(event, contents, devServer),
    onGone(listener) {
      contents.on('render-process-gone', listener);
      contents.on('destroyed', listener);
    },
  };
}
