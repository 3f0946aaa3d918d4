// @vitest-environment happy-dom
// The page's door: over the desktop's line, and what it does with addresses, keys and refusals.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Port } from '#main/contract/frames.ts';
import { createIpcEnd, isOpenWord } from '#main/contract/ipc-port.ts';
import { type Api, createApi } from './create-api.ts';
import { createPageKey } from './page-key.ts';
import { takeCode } from './sign-in.ts';

const open: Api[] = [];
const start = (): Api => {
  const api = createApi({ window });
  open.push(api);
  return api;
};
afterEach(() => {
  for (const api of open.splice(0)) api.close();
  Reflect.deleteProperty(window, 'limpet');
  vi.unstubAllGlobals();
});
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  window.history.replaceState(null, '', '/');
});

/** The desktop's line with a core behind it that greets and answers one question. */
function plugIn(protocol: number) {
  let toPage: (text: string) => void = () => {};
  let end: ReturnType<typeof createIpcEnd> | undefined;
  const ports: Port[] = [];
  const accept = () => {
    end = createIpcEnd((text) => queueMicrotask(() => toPage(text)));
    const { port } = end;
    ports.push(port);
    port.onMessage((text) => {
      const frame = JSON.parse(text);
      if (frame.type === 'hello') port.send(JSON.stringify({ type: 'welcome', protocol, version: '1', epoch: 'e' }));
      if (frame.type === 'call')
        port.send(JSON.stringify({ type: 'ok', id: frame.id, output: { vendors: [], asked: frame.op } }));
    });
  };
  Object.defineProperty(window, 'limpet', {
    configurable: true,
    value: {
      send: (text: string) => (isOpenWord(text) ? accept() : end?.receive(text)),
      onMessage: (listener: (text: string) => void) => {
        toPage = listener;
      },
      onClose: () => {},
    },
  });
  return { ports };
}

describe('the api in the desktop window', () => {
  it('speaks over the line that the preload put there, and needs no sign-in', async () => {
    plugIn(1);
    const api = start();
    expect(api.host).toBe('desktop');
    expect(await api.client.models.vendors({})).toMatchObject({ asked: 'models.vendors' });
    expect(api.connection.state()).toBe('online');
  });

  it('opens the line again when the core ended the connection', async () => {
    const { ports } = plugIn(1);
    const api = start();
    await api.client.models.vendors({});
    ports[0]?.close(1001, 'restart');
    await vi.waitFor(() => expect(api.connection.state()).toBe('offline'));
    api.connection.retry();
    await api.client.models.vendors({});
    expect(ports).toHaveLength(2);
  });

  it('loads the page again, once, when the core is of another version', async () => {
    plugIn(999);
    const reload = vi.spyOn(window.location, 'reload').mockImplementation(() => {});
    start();
    await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
    const second = start();
    await vi.waitFor(() => expect(second.connection.state()).toBe('refused'));
    expect(reload).toHaveBeenCalledTimes(1);
  });
});

describe('the api in a browser', () => {
  it('asks for a sign-in without touching the network when this browser has none', async () => {
    const fetchNothing = vi.fn();
    vi.stubGlobal('fetch', fetchNothing);
    const api = start();
    expect(api.host).toBe('browser');
    await expect(api.client.models.vendors({})).rejects.toMatchObject({
      code: 'unauthenticated',
      details: { reason: 'signed_out' },
    });
    expect(api.connection.state()).toBe('refused');
    expect(fetchNothing).not.toHaveBeenCalled();
  });

  it('tells why a sign-in failed', async () => {
    const error = { code: 'rate_limited', message: 'Wait.', retryable: true, details: { retryAfterMs: 5_000 } };
    window.fetch = async () => new Response(JSON.stringify({ error }), { status: 429 });
    expect(await start().signIn('some-code-of-a-link')).toMatchObject({ code: 'rate_limited', details: error.details });
    window.fetch = async () => new Response('<html>', { status: 502 });
    expect(await start().signIn('some-code-of-a-link')).toMatchObject({ code: 'unavailable' });
    window.fetch = async () => {
      throw new TypeError('no network');
    };
    expect(await start().signIn('some-code-of-a-link')).toMatchObject({ code: 'unavailable' });
  });
});

describe('the one-time code', () => {
  it('is taken out of the address with everything around it [T04]', () => {
    window.history.replaceState(null, '', '/?a=1#signin=abcdefghijklmnopqrstuv');
    expect(takeCode(window)).toBe('abcdefghijklmnopqrstuv');
    expect(window.location.href).toMatch(/\/\?a=1$/);
  });

  it.each(['', '#/chat/x', '#signin', '#ticket=abcdefghijklmnopqrstuv', '#/signin=abcdefghijklmnopqrstuv'])(
    'is not seen in "%s"',
    (hash) => {
      window.history.replaceState(null, '', `/${hash}`);
      expect(takeCode(window)).toBeUndefined();
      expect(window.location.hash).toBe(hash);
    },
  );

  it('is dropped when it is no code, and still leaves the address', () => {
    window.history.replaceState(null, '', '/#signin=<script>');
    expect(takeCode(window)).toBeUndefined();
    expect(window.location.hash).toBe('');
  });
});

describe('the key of the page', () => {
  it('lasts over a reload, and in a window without storage until it is closed', () => {
    createPageKey(() => localStorage).set('k');
    expect(createPageKey(() => localStorage).get()).toBe('k');
    const without = createPageKey(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    without.set('k2');
    expect(without.get()).toBe('k2');
    without.set(undefined);
    expect(without.get()).toBeUndefined();
  });
});
