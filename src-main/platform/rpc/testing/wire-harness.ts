// A server, clients and raw ports for the wire suite, all put away after each test.
import { afterEach } from 'vitest';
import { type ClientOptions, createClient } from '#main/contract/client.ts';
import { type Port, protocolVersion } from '#main/contract/frames.ts';
import type { Principal } from '#main/contract/kernel.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { createLog, createRedactor, type LogLine } from '#main/platform/base/log.ts';
import { createBus } from '#main/platform/bus/create-bus.ts';
import { createRpc, type RpcLimits } from '../create-rpc.ts';
import { createDemoServer, type DemoContract, demoContract } from './demo-contract.ts';

/** A transport with a line that a test can hold and break. */
export interface WireUnderTest {
  connect(signal: AbortSignal): Promise<Port>;
  /** The client stops reading. */
  pause(): void;
  resume(): void;
  /** Breaks the line; `connect` works again afterwards. */
  cut(): void;
  close(): Promise<void> | void;
}
export type CreateWire = (accept: (port: Port) => void) => Promise<WireUnderTest> | WireUnderTest;

const principals: Readonly<Record<string, Principal>> = {
  'owner-token': { access: 'owner', id: 'person' },
  'member-token': { access: 'member', id: 'tablet' },
  'api-token': { access: 'api', id: 'key' },
};
export const hello = (token?: string, protocol = protocolVersion) => JSON.stringify({ type: 'hello', protocol, token });

export function createHarness(createWire: CreateWire) {
  const open: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  async function start(limits: Partial<RpcLimits> = {}, ring = { events: 2_048, bytes: 4 * 1024 * 1024 }) {
    const lines: LogLine[] = [];
    const log = createLog({
      sink: (line) => lines.push(line),
      redactor: createRedactor(),
      now: Date.now,
      level: 'debug',
    });
    const bus = createBus({ clock: systemClock, epoch: 'e1', log, limits: ring });
    const demo = createDemoServer(bus);
    const rpc = createRpc({
      contract: demoContract,
      handlers: demo.handlers,
      version: '1.2.3',
      epoch: 'e1',
      log,
      clock: systemClock,
      checkOutputs: true,
      limits,
    });
    const server = new AbortController();
    let connections = 0;
    const wire = await createWire((port) => {
      connections += 1;
      void rpc.serve(port, {
        authenticate: (token) => (token === undefined ? undefined : principals[token]),
        signal: server.signal,
      });
    });
    open.push(() => wire.close());
    open.push(() => server.abort());
    const clientOf = (o: Partial<ClientOptions> = {}) => {
      const client = createClient<DemoContract>(demoContract, {
        connect: wire.connect,
        token: () => 'owner-token',
        checkOutputs: true,
        random: () => 0,
        ...o,
      });
      open.push(() => client.close());
      return client;
    };
    return { wire, demo, server, lines, clientOf, connections: () => connections };
  }

  /** A port that speaks raw frames. */
  async function rawPort(wire: WireUnderTest) {
    const port = await wire.connect(new AbortController().signal);
    open.push(() => port.close());
    const frames: Record<string, unknown>[] = [];
    const waiting: (() => void)[] = [];
    const closed = new Promise<{ code: number; reason: string }>((resolve) => port.onClose(resolve));
    port.onMessage((text) => {
      frames.push(JSON.parse(text));
      for (const wake of waiting.splice(0)) wake();
    });
    const next = async (type: string) => {
      for (;;) {
        const at = frames.findIndex((frame) => frame.type === type);
        if (at >= 0) return frames.splice(at, 1)[0];
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    };
    return { port, frames, next, closed, send: (frame: unknown) => port.send(JSON.stringify(frame)) };
  }
  async function signedIn(wire: WireUnderTest, token = 'owner-token') {
    const raw = await rawPort(wire);
    raw.port.send(hello(token));
    await raw.next('welcome');
    return raw;
  }

  return { open, start, rawPort, signedIn };
}
