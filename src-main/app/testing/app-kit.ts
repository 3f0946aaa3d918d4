// A whole app in a folder of its own: the real core behind the real wire, a vendor over real HTTP, a clock that a test moves.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Answer,
  type FaultServer,
  sse,
  startFaultServer,
  status,
} from '#main/agent/providers/testing/fault-server.ts';
import { chatWire } from '#main/agent/providers/testing/wires.ts';
import { createClient } from '#main/contract/client.ts';
import { contract } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Message } from '#main/contract/messages.ts';
import type { Host } from '#main/hosts/port.ts';
import { createFakeClock, type FakeClock } from '#main/platform/base/fake-clock.ts';
import { createRpc } from '#main/platform/rpc/create-rpc.ts';
import { createMemoryPorts } from '#main/platform/rpc/memory/memory-ports.ts';
import { loadConfig } from '../config.ts';
import { type App, createApp } from '../create-app.ts';

const testHost: Host = {
  kind: 'test',
  capabilities: { pickFolder: false, openExternal: false, reveal: false },
  pickFolder: async () => null,
  openExternal: async () => {},
  reveal: async () => {},
};

/** A priced one of the table. */
export const pricedModel = 'openai/gpt-6-sol';

export type AppKit = {
  readonly app: App;
  readonly clock: FakeClock;
  readonly api: ReturnType<typeof createClient<typeof contract>>['api'];
  readonly vendor: FaultServer;
  /** Requests that asked a model for an answer. */
  readonly asked: () => number;
  newChat(model?: string): Promise<SessionId>;
  /** Sends and waits for the stored end of the answer. */
  say(sessionId: SessionId, text: string): Promise<Message>;
  /** Moves the clock in small steps until it has settled. */
  during<T>(work: Promise<T>): Promise<T>;
  close(): Promise<void>;
};
export type AppKitOptions = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly startAt?: number;
  /** An existing data folder, which is kept. */
  readonly folder?: string;
};

const names = [{ id: 'gpt-6-sol' }, { id: 'gpt-6-luna' }];

/** Says `text`, and that this many tokens were used. */
export function answerWith(text: string, tokens: { readonly input: number; readonly output: number }): Answer {
  const usage = { prompt_tokens: tokens.input, completion_tokens: tokens.output };
  const events = chatWire
    .events({ parts: [{ type: 'text', text }], stop: 'end', step: 400 })
    .map((event) =>
      event.includes('"usage"') ? `data: ${JSON.stringify({ id: 'c1', choices: [], usage })}\n\n` : event,
    );
  return (response, received) =>
    received.method === 'GET' ? status(200, { data: names })(response, received) : sse(events)(response, received);
}

const breathe = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

export async function createAppKit(o: AppKitOptions = {}): Promise<AppKit> {
  const root = o.folder ?? mkdtempSync(join(tmpdir(), 'limpet-app-'));
  const clock = createFakeClock(o.startAt);
  const vendor = await startFaultServer();
  vendor.answer(answerWith('Hello.', { input: 1_000, output: 100 }));
  const environment = {
    OPENAI_BASE_URL: `${vendor.url}/v1`,
    OPENAI_API_KEY: 'sk-test-0123456789abcdef',
    LIMPET_FIND_LOCAL_MODELS: 'false',
    LIMPET_WORKSPACE: join(root, 'workspace'),
    ...o.environment,
  };
  const loaded = loadConfig({ flags: { 'data-dir': join(root, 'data') }, environment, home: root });
  const app = await createApp({ loaded, host: testHost, version: '9.9.9', clock });
  const life = new AbortController();
  const running = app.run(life.signal);
  const rpc = createRpc({ ...app, checkOutputs: true });
  const client = createClient(contract, {
    connect: async () => {
      const ports = createMemoryPorts();
      void rpc.serve(ports.server, { authenticate: () => ({ access: 'owner', id: 'test' }), signal: life.signal });
      return ports.client;
    },
    checkOutputs: true,
  });
  const kit: AppKit = {
    app,
    clock,
    api: client.api,
    vendor,
    asked: () => vendor.received.filter(({ method }) => method === 'POST').length,
    async during(work) {
      let isOpen = true;
      const end = work.finally(() => {
        isOpen = false;
      });
      end.catch(() => {}); // the caller gets it below
      while (isOpen) {
        await breathe();
        await clock.advance(20);
      }
      return end;
    },
    async newChat(model = pricedModel) {
      return (await kit.during(client.api.sessions.create({ model }))).id;
    },
    async say(sessionId, text) {
      const before = (await kit.during(client.api.chat.history({ sessionId, from: 0 }))).total;
      await kit.during(client.api.chat.send({ sessionId, text }));
      for (;;) {
        await kit.during(breathe());
        const { messages, total } = await kit.during(client.api.chat.history({ sessionId, from: 0 }));
        const last = messages.at(-1);
        if (total > before && last?.role === 'assistant' && last.status !== 'streaming') return last;
      }
    },
    async close() {
      client.close();
      life.abort();
      await kit.during(running);
      await vendor.close();
      if (o.folder === undefined) rmSync(root, { recursive: true, force: true });
    },
  };
  return kit;
}
