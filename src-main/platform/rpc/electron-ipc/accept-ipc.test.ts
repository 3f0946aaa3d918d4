// The wire over a line that behaves like Electron's IPC, and its sender check.
import { describe, expect, it } from 'vitest';
import { createIpcConnector } from '#main/contract/ipc-port.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { wireSuite } from '../testing/wire-suite.ts';
import { acceptIpc, type IpcSlice } from './accept-ipc.ts';

type FakeEvent = { readonly url: string };

/** A window: texts cross asynchronously and in order, and the renderer can hang or go. */
function createWindow(url = 'app://limpet/') {
  let toMain: ((event: FakeEvent, text: unknown) => void) | undefined;
  let toPage: ((text: string) => void) | undefined;
  const goneListeners: (() => void)[] = [];
  let held: string[] | undefined;
  const deliver = (text: string) => (held === undefined ? toPage?.(text) : held.push(text));
  const slice: IpcSlice<FakeEvent> = {
    send: (_channel, text) => setImmediate(() => deliver(text)),
    on: (_channel, listener) => {
      toMain = listener;
    },
    isTrusted: (event) => event.url === 'app://limpet/',
    onGone: (listener) => goneListeners.push(listener),
  };
  let onClose: (() => void) | undefined;
  const line = {
    send: (text: unknown) => void setImmediate(() => toMain?.({ url }, text)),
    onMessage: (listener: (text: string) => void) => {
      toPage = listener;
    },
    onClose: (listener: () => void) => {
      onClose = listener;
    },
  };
  return {
    slice,
    line,
    pause: () => {
      held = [];
    },
    resume: () => {
      const texts = held ?? [];
      held = undefined;
      for (const text of texts) toPage?.(text);
    },
    cut: () => {
      held = undefined;
      onClose?.();
      for (const gone of goneListeners) gone();
    },
  };
}

wireSuite('Electron-shaped IPC', (accept) => {
  const window = createWindow();
  acceptIpc({ slice: window.slice, onPort: accept, log: silentLog });
  const connect = createIpcConnector(window.line);
  return {
    connect: async () => connect(),
    pause: window.pause,
    resume: window.resume,
    cut: window.cut,
    close: window.cut,
  };
});

describe('Electron-shaped IPC', () => {
  it('hears only the app itself', async () => {
    const window = createWindow('https://evil.test/');
    let ports = 0;
    acceptIpc({ slice: window.slice, onPort: () => (ports += 1), log: silentLog });
    createIpcConnector(window.line)();
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(ports).toBe(0);
  });
  it('ignores what is not text', async () => {
    const window = createWindow();
    const got: string[] = [];
    acceptIpc({ slice: window.slice, onPort: (port) => port.onMessage((text) => got.push(text)), log: silentLog });
    const port = createIpcConnector(window.line)();
    for (const odd of [{ type: 'hello' }, 7, null, undefined, ['{']]) window.line.send(odd);
    port.send('{"type":"ping"}');
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(got).toEqual(['{"type":"ping"}']);
  });
  it('ends the old connection when the page loads again', async () => {
    const window = createWindow();
    const closed: number[] = [];
    acceptIpc({ slice: window.slice, onPort: (port) => port.onClose(({ code }) => closed.push(code)), log: silentLog });
    createIpcConnector(window.line)();
    createIpcConnector(window.line)();
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(closed).toEqual([1006]);
  });
});
