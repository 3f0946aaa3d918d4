// A gateway with canaries wherever a key can be, and everything it ever said, for the search afterwards.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionId } from '#main/contract/ids.ts';
import { keyNameOf } from '#main/contract/models.ts';
import { type KeyringSession, openKeyringSession } from '#main/platform/secrets/testing/keyring-session.ts';
import { connectTo, type LimpetConnection, sayAndWait } from '../../../support/client.ts';
import { type RunningGateway, startGateway } from '../../../support/gateway.ts';
import { type Canary, filesBelow, makeCanaries, type Place, type Source } from './canaries.ts';
import { type CanaryModel, startCanaryModel } from './canary-model.ts';

/** `conversation`: holds what people, files, pages and vendors said. `own`: Limpet's own words, which hold none of it. */
export type Kind = 'conversation' | 'own';
export type Told = Source & { readonly kind: Kind };

export type CanaryWorld = {
  readonly canaries: readonly Canary[];
  of(place: Place): readonly Canary[];
  readonly workspace: string;
  readonly dataFolder: string;
  readonly model: CanaryModel;
  readonly gateway: RunningGateway;
  readonly client: LimpetConnection;
  readonly sessionId: SessionId;
  /** One turn, everything allowed; what the wire said about it is kept. */
  say(text: string): Promise<void>;
  /** Keeps what an exercise was given, to be searched. */
  keep(where: string, kind: Kind, given: unknown): void;
};

const passphrase = 'canary passphrase of the file';
/** Of the twelve, those that a header can carry; the private key is stored beside them. */
const isConnectable = (canary: Canary) => /^[\x21-\x7e]+$/.test(canary.value);
const variableOf = ({ format }: Canary) =>
  ({ openai: 'OPENAI_API_KEY', url: 'DATABASE_URL', pem: 'TLS_PRIVATE_KEY', aws: 'AWS_ACCESS_KEY_ID' })[
    format as string
  ] ?? `SOME_${format.toUpperCase()}_TOKEN`;

function plant(workspace: string, canaries: readonly Canary[]): void {
  const of = (place: Place) => canaries.filter((canary) => canary.place === place);
  const known = [...of('stored'), ...of('environment')];
  const forms = known.flatMap(({ value, format }) => [
    `KEY ${format} ${value}`,
    `KEY ${JSON.stringify(value)}`,
    `KEY ${encodeURIComponent(value)}`,
    `KEY ${Buffer.from(value).toString('base64')}`,
    `KEY ${Buffer.from(`user:${value}`).toString('base64')}`,
    `KEY ${Buffer.from(value).toString('hex')}`,
  ]);
  const unknown = of('tool').map(({ value }) => `KEY ${value}`);
  writeFileSync(join(workspace, 'keys.txt'), [...forms, ...unknown].join('\n'));
  writeFileSync(join(workspace, '.env'), `${known.map(({ value }, at) => `K${at}='${value}'`).join('\n')}\nMODE=old\n`);
  // Each value in two writes, so that it comes through the pipe in two pieces.
  const halves = known.flatMap(({ value }) => {
    const at = Math.floor(value.length / 2);
    const octal = (text: string) =>
      [...Buffer.from(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
    return [`printf '${octal(value.slice(0, at))}'`, 'sleep 0.02', `printf '${octal(value.slice(at))}\\n'`];
  });
  writeFileSync(join(workspace, 'split.sh'), [...halves, 'base64 keys.txt', 'cat keys.txt >&2'].join('\n'));
  for (const { format, cores } of of('name'))
    writeFileSync(join(workspace, `${format}-${cores.join('.')}.txt`), 'named');
}

async function seed(dataFolder: string, environment: NodeJS.ProcessEnv, values: Record<string, string>) {
  const kind = environment.DBUS_SESSION_BUS_ADDRESS === undefined ? 'file' : 'keychain';
  const script = join(import.meta.dirname, 'seed-secrets.ts');
  const child = spawn(process.execPath, [script, dataFolder, kind], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  child.stdin.end(JSON.stringify(values));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the secrets were not stored: ${code}`);
}

/** `hasKeyring`: the keys are in a real gnome-keyring, otherwise in a passphrase file. */
export async function createCanaryWorld({ hasKeyring }: { hasKeyring: boolean }) {
  const root = mkdtempSync(join(tmpdir(), 'limpet-canary-'));
  const folder = (name: string) => {
    mkdirSync(join(root, name), { recursive: true, mode: 0o700 });
    return join(root, name);
  };
  const [dataFolder, workspace, home] = [folder('data'), folder('workspace'), folder('home')];
  const canaries = makeCanaries();
  const of = (place: Place) => canaries.filter((canary) => canary.place === place);
  plant(workspace, canaries);
  const words = join(folder('outside'), 'words.txt');
  writeFileSync(words, [...of('stored'), ...of('environment')].map(({ value }) => value).join(' '));
  const model = await startCanaryModel();
  model.refusal = of('vendor')
    .map(({ value }) => value)
    .join(' ');
  const keyring: KeyringSession | undefined = hasKeyring ? openKeyringSession(folder('keyring')) : undefined;
  const session = (await keyring?.environment()) ?? {};
  const stored = of('stored').map((canary) => [keyNameOf(`canary-${canary.format}`), canary.value] as const);
  await seed(dataFolder, session, Object.fromEntries(stored));

  const told: Told[] = [];
  const keep: CanaryWorld['keep'] = (where, kind, given) => {
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    told.push({ where, kind, bytes: Buffer.from(text) });
  };
  const environment = {
    ...session,
    ...Object.fromEntries(of('environment').map((canary) => [variableOf(canary), canary.value])),
    ...{ OPENAI_BASE_URL: model.url, OLLAMA_HOST: 'http://127.0.0.1:9', LMSTUDIO_BASE_URL: 'http://127.0.0.1:9/v1' },
    ...{ HOME: home, TMPDIR: folder('tmp'), LIMPET_LOG: 'debug', CANARY_WORDS: words },
  };
  let gateway: RunningGateway | undefined;
  let client: LimpetConnection | undefined;
  let sessionId: SessionId | undefined;
  let runs = 0;
  const open = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the gateway does not run');
    return value;
  };
  const world: CanaryWorld = {
    ...{ canaries, of, workspace, dataFolder, model, keep },
    get gateway() {
      return open(gateway);
    },
    get client() {
      return open(client);
    },
    get sessionId() {
      return open(sessionId);
    },
    async say(text) {
      const turn = await sayAndWait(open(client), open(sessionId), { text, decide: 'once', keepEvents: true });
      keep(`events of "${text.slice(0, 30)}"`, 'conversation', turn.events);
    },
  };
  const start = async () => {
    const report = ['--report-on-signal', '--report-signal=SIGALRM'];
    const preload = ['--import', join(import.meta.dirname, 'throw-on-signal.mjs'), ...report];
    gateway = await startGateway({ dataFolder, workspace, environment, nodeArgs: preload, cwd: folder('cwd') });
    client = connectTo(dataFolder);
    if (!hasKeyring) await client.api.system.unlockSecrets({ passphrase });
  };
  return {
    world,
    start,
    /** Connections whose keys are the stored ones, entered once more as a person does. */
    async connect() {
      for (const canary of of('stored').filter(isConnectable))
        await open(client).api.models.connect({
          ...{ connectionId: `canary-${canary.format}`, vendor: 'openai', baseUrl: model.url, apiKey: canary.value },
        });
      sessionId = (await open(client).api.sessions.create({ model: 'canary-openai/m' })).id;
    },
    /** Node's own report about the process, as somebody who looks for a fault would have it written. */
    async report() {
      const before = filesBelow(folder('cwd')).length;
      open(gateway).process.kill('SIGALRM');
      for (let tries = 0; filesBelow(folder('cwd')).length === before; tries += 1) {
        if (tries > 500) throw new Error('no report was written');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /** Ends the process with this signal and keeps what it said. */
    async end(signal: NodeJS.Signals) {
      const running = open(gateway);
      open(client).close();
      const ended = once(running.process, 'exit');
      running.process.kill(signal);
      const [code, by] = await ended;
      runs += 1;
      keep(`output of run ${runs}, ended by ${signal}`, 'own', running.output());
      return { code: code as number | null, by: by as NodeJS.Signals | null };
    },
    /** All that was said, sent and written; the person's own workspace and the list outside are not Limpet's. */
    sources(): Told[] {
      const files = filesBelow(root).filter(({ where }) => !/^(workspace|outside)\//.test(where));
      const isConversation = /^data\/(limpet\.db(-wal|-shm)?|blobs\/|backups\/)/;
      const sent = {
        where: 'requests to the model',
        kind: 'conversation' as const,
        bytes: Buffer.from(model.received.join('\n')),
      };
      return [
        ...told,
        sent,
        ...files.map((file): Told => ({ ...file, kind: isConversation.test(file.where) ? 'conversation' : 'own' })),
      ];
    },
    async close() {
      client?.close();
      await gateway?.kill();
      await keyring?.close();
      model.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
