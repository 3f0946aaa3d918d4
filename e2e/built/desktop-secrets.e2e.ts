// The desktop bundle hands Electron's encryption to the core: keys without a keychain, and none where it would be plain.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SecretsOverview } from '#main/contract/system.ts';
import { connectTo, type LimpetConnection } from '../support/client.ts';
import { startGateway } from '../support/gateway.ts';

const project = join(import.meta.dirname, '../..');
const key = 'sk-desktop-canary-q9sV7wLr2TzXk4Jm';

let home: string;
let dataFolder: string;
const started: { child: ChildProcess; client: LimpetConnection }[] = [];

/** The desktop app under the stand-in for Electron, without a session bus. */
async function startDesktop(backend: string): Promise<LimpetConnection> {
  const child = spawn(join(project, 'build/electron-fake/electron.sh'), [project, '--data-dir', dataFolder], {
    env: { PATH: process.env.PATH, HOME: home, FAKE_ELECTRON_BACKEND: backend },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of child.stdout) if (String(line).includes('limpet:window')) break;
  const client = connectTo(dataFolder);
  started.push({ child, client });
  return client;
}

async function end(): Promise<void> {
  for (const { child, client } of started.splice(0)) {
    client.close();
    const ended = once(child, 'exit');
    if (child.exitCode === null && child.kill('SIGKILL')) await ended;
  }
}

async function overview(client: LimpetConnection): Promise<SecretsOverview> {
  for await (const { data } of client.api.system.watchSecrets({})) return data;
  throw new Error('no overview came');
}

const connect = (client: LimpetConnection) =>
  client.api.models.connect({
    ...{ connectionId: 'office', vendor: 'openai', baseUrl: 'http://127.0.0.1:9/v1', apiKey: key },
  });

describe('keys in the desktop app', () => {
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'limpet-desktop-'));
    dataFolder = join(home, 'data');
  });
  afterEach(async () => {
    await end();
    rmSync(home, { recursive: true, force: true });
  });

  it('are encrypted by the system where no keychain is, and stay there over a restart [T33] [T34]', async () => {
    const client = await startDesktop('gnome_libsecret');
    expect((await overview(client)).state).toMatchObject({ protection: 'safe-storage', state: 'ready' });
    await connect(client);
    const file = join(dataFolder, 'secrets-safe.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain(key);
    await end();

    const again = await startDesktop('gnome_libsecret');
    expect((await overview(again)).keys).toMatchObject([
      { name: 'provider.office.key', at: 'safe-storage', state: 'ready' },
    ]);
    await again.api.system.moveSecrets({ to: 'passphrase-file', passphrase: 'a long passphrase' });
    expect(existsSync(file)).toBe(false);
    expect((await overview(again)).state.protection).toBe('passphrase-file');
  });

  it('say to the gateway that only the desktop app can open them [T34]', async () => {
    const client = await startDesktop('gnome_libsecret');
    await connect(client);
    await end();
    const gateway = await startGateway({ dataFolder, environment: { OLLAMA_HOST: 'http://127.0.0.1:9' } });
    const headless = connectTo(dataFolder);
    expect((await overview(headless)).state).toMatchObject({ state: 'unreachable', trouble: 'safe_storage_missing' });
    const test = await headless.api.models.test({ connectionId: 'office' });
    expect(test.error?.details?.reason).toBe('safe_storage_missing');
    headless.close();
    await gateway.stop();
  });

  it('are not kept where the system would use a password that everybody knows [T34]', async () => {
    const client = await startDesktop('basic_text');
    const { state, places } = await overview(client);
    expect(state.state).toBe('unset');
    expect(places).toContainEqual({
      ...{ place: 'safe-storage', state: 'unreachable', trouble: 'safe_storage_plain', keys: 0 },
    });
    await expect(connect(client)).rejects.toMatchObject({ details: { reason: 'no_secret_store' } });
    await expect(client.api.system.moveSecrets({ to: 'safe-storage' })).rejects.toMatchObject({
      details: { reason: 'safe_storage_plain' },
    });
  });
});
