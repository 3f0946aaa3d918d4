// A real gateway on a free port with a small contract, a real store and a tiny page, for tests.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { OwnServer } from '#main/abilities/mcp/port.ts';
import { protocolVersion } from '#main/contract/frames.ts';
import { type Clock, systemClock } from '#main/platform/base/clock.ts';
import { createLog, createRedactor, type LogLine } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import { createDemoServer, demoContract } from '#main/platform/rpc/testing/demo-contract.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import type { ApiAgent } from '../openai/agent.ts';
import { type GatewayOptions, startGateway } from '../start-gateway.ts';

export type TestGatewayOptions = {
  readonly folder?: string;
  readonly port?: number;
  readonly api?: ApiAgent;
  readonly own?: OwnServer;
  readonly clock?: Clock;
  readonly pageFolder?: string;
  readonly drain?: () => Promise<void>;
  readonly listen?: Partial<GatewayOptions<typeof demoContract>['listen']>;
};

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };
export type Ask = {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
};

/** One plain HTTP request; nothing is added but what is asked for. */
export function ask(port: number, o: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({
      host: '127.0.0.1',
      port,
      method: o.method ?? 'GET',
      path: o.path ?? '/',
      headers: { ...(o.headers ?? {}) },
      ...(o.agent === undefined ? { agent: false } : { agent: o.agent }),
    });
    call.once('error', reject);
    call.once('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(pieces).toString('utf8'),
        }),
      );
    });
    call.end(o.body);
  });
}

export type SignedIn = { readonly cookie: string; readonly pageKey: string };
export type TestSocket = {
  readonly frames: Record<string, unknown>[];
  readonly closed: Promise<number>;
  send(frame: unknown): void;
  next(type: string): Promise<Record<string, unknown>>;
};

/** Resolves to the HTTP status when the upgrade is refused. */
export function openSocket(url: string, headers: Readonly<Record<string, string>>): Promise<TestSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    const frames: Record<string, unknown>[] = [];
    let wake: (() => void)[] = [];
    const closed = new Promise<number>((settle) => socket.once('close', settle));
    socket.on('message', (bytes) => {
      frames.push(JSON.parse(String(bytes)));
      for (const one of wake.splice(0)) one();
    });
    socket.once('unexpected-response', (call, response) => {
      resolve(response.statusCode ?? 0);
      call.destroy();
    });
    socket.once('error', reject);
    socket.once('open', () =>
      resolve({
        frames,
        closed,
        send: (frame) => socket.send(JSON.stringify(frame)),
        async next(type) {
          for (;;) {
            const at = frames.findIndex((frame) => frame.type === type);
            const [found] = at < 0 ? [] : frames.splice(at, 1);
            if (found !== undefined) return found;
            await new Promise<void>((settle) => {
              wake = [...wake, settle];
            });
          }
        },
      }),
    );
  });
}

export async function startTestGateway(o: TestGatewayOptions = {}) {
  const folder = o.folder ?? (await mkdtemp(join(tmpdir(), 'limpet-gateway-')));
  const pageFolder = o.pageFolder ?? join(folder, 'page');
  if (o.pageFolder === undefined) {
    await mkdir(join(pageFolder, 'assets'), { recursive: true });
    await writeFile(join(pageFolder, 'index.html'), '<!doctype html><title>Limpet</title><p>page</p>');
    await writeFile(join(pageFolder, 'assets', 'main-abc123.js'), `// ${'x'.repeat(4_000)}\n`);
    await writeFile(join(folder, 'secret.txt'), 'outside');
  }
  const lines: LogLine[] = [];
  const log = createLog({
    sink: (line) => lines.push(line),
    redactor: createRedactor(),
    now: Date.now,
    level: 'debug',
  });
  const clock = o.clock ?? systemClock;
  const { store } = await openStore({ folder: join(folder, 'store'), now: clock.now });
  const epoch = 'e1';
  const demo = createDemoServer(createBus({ clock, epoch, log }));
  const options: GatewayOptions<typeof demoContract> = {
    contract: demoContract,
    handlers: demo.handlers,
    blobs: store.blobs,
    values: store.settings,
    dataFolder: folder,
    pageFolder,
    version: '1.2.3',
    epoch,
    listen: { host: '127.0.0.1', port: o.port ?? 0, allowInsecure: false, ...o.listen },
    log,
    clock,
    checkOutputs: true,
    ...(o.api === undefined ? {} : { api: o.api }),
    ...(o.own === undefined ? {} : { own: o.own }),
    ...(o.drain === undefined ? {} : { drain: o.drain }),
  };
  const gateway = await startGateway(options).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const { port } = gateway;
  const origin = `http://127.0.0.1:${port}`;
  const signIn = async (): Promise<SignedIn> => {
    const ticket = gateway.signInLink().split('#signin=')[1] ?? '';
    const answer = await ask(port, {
      method: 'POST',
      path: '/auth/sign-in',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ ticket }),
    });
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
    return { cookie, pageKey: JSON.parse(answer.text).pageKey };
  };
  return {
    gateway,
    demo,
    store,
    folder,
    port,
    origin,
    lines,
    url: `ws://127.0.0.1:${port}/ws`,
    ask: (request: Ask) => ask(port, request),
    signIn,
    /** A signed-in page with its connection open. */
    async openPage(who?: SignedIn) {
      const { cookie, pageKey } = who ?? (await signIn());
      const socket = await openSocket(`ws://127.0.0.1:${port}/ws`, { origin, cookie });
      if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
      socket.send({ type: 'hello', protocol: protocolVersion, token: pageKey });
      await socket.next('welcome');
      return { socket, cookie, pageKey };
    },
    /** Ends it and keeps its folder for the next one. */
    async stop() {
      await gateway.close();
      await store.close();
    },
    async remove() {
      await gateway.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type TestGateway = Awaited<ReturnType<typeof startTestGateway>>;
