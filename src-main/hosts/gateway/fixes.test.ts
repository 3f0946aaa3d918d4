// Whatever the doctor can mend: broken for real in a running gateway, mended by its operation, looked at again.
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sse, startFaultServer, status } from '#main/agent/providers/testing/fault-server.ts';
import { createClient } from '#main/contract/client.ts';
import { contract, type LimpetClient } from '#main/contract/contract.ts';
import { connectLocal } from '#main/platform/rpc/websocket/connect-local.ts';
import { localEndpoint } from '#main/platform/rpc/websocket/local-endpoint.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { runGateway } from './run-gateway.ts';

/** Of a machine that has other work. */
const patience = { timeout: 20_000 };
const bubblewrap = ['/usr/bin/bwrap', '/usr/local/bin/bwrap'].find((path) => existsSync(path));

async function start(args: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-fixes-'));
  const life = new AbortController();
  const ready = Promise.withResolvers<void>();
  const code = runGateway({
    argv: ['--data-dir', folder, '--port', '0', '--no-find-local-models', ...args],
    out: (line) => void (line.includes('Ctrl+C') && ready.resolve()),
    err: () => {},
    t: createTranslate('en'),
    version: '9.9.9',
    pageFolder: join(folder, 'no-page'),
    project: folder,
    cwd: folder,
    signal: life.signal,
  });
  await Promise.race([ready.promise, code]);
  const { api, close } = createClient(contract, {
    connect: (signal) => connectLocal(folder, signal),
    reconnect: false,
  });
  onTestFinished(async () => {
    close();
    life.abort();
    await code;
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, api };
}
const stateOf = async (api: LimpetClient, id: string) =>
  (await api.system.doctor({})).findings.find((one) => one.id === id)?.state;

/** The button that the person presses: there only while the finding is. */
async function fix(api: LimpetClient, findingId: string) {
  const { findings } = await api.system.doctor({});
  const found = findings.find((one) => one.id === findingId);
  expect(found?.fix?.type, `a fix of ${findingId} among ${findings.map((one) => one.id)}`).toBe('apply');
  const key = found?.fix?.type === 'apply' ? found.fix.key : '';
  for (const language of ['en', 'de'] as const) {
    const t = createTranslate(language);
    for (const each of [key, `${key}_done`]) expect(t(each)).not.toBe(each);
  }
  return (await api.system.fix({ findingId })).findings;
}

describe.skipIf(process.platform === 'win32')('the doctor mends', { timeout: 60_000 }, () => {
  it('a data folder that is open to others [T35]', async () => {
    const { api, folder } = await start();
    chmodSync(folder, 0o755);
    expect(await stateOf(api, 'data-folder')).toBe('warning');
    const after = await fix(api, 'data-folder');
    expect(after.find((one) => one.id === 'data-folder')).toMatchObject({ state: 'ok' });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    await expect(api.system.fix({ findingId: 'data-folder' })).rejects.toMatchObject({
      details: { reason: 'finding_by_hand' },
    });
    await expect(api.system.fix({ findingId: 'nothing' })).rejects.toMatchObject({
      details: { reason: 'finding_gone' },
    });
  });

  it('a database without a copy', async () => {
    const { api, folder } = await start();
    const session = await api.sessions.create({});
    await api.chat.send({ sessionId: session.id, text: 'help' });
    await expect.poll(() => stateOf(api, 'backup-none'), patience).toBe('warning');
    const after = await fix(api, 'backup-none');
    expect(after.map((one) => one.id)).toContain('backup-ok');
    expect(readdirSync(join(folder, 'backups'))).toHaveLength(1);
  });

  it('a local socket that was deleted, so that the command line finds its way again', async () => {
    const { api, folder } = await start();
    unlinkSync(localEndpoint(folder));
    await expect(connectLocal(folder, new AbortController().signal)).rejects.toMatchObject({ code: 'not_found' });
    const after = await fix(api, 'socket-gone');
    expect(after.map((one) => one.id)).toContain('socket-ok');
    (await connectLocal(folder, new AbortController().signal)).close();
  });

  it('a configuration file that cannot be read', async () => {
    const { api, folder } = await start();
    const path = join(folder, 'config.json');
    writeFileSync(path, '{"theme":"dark"}');
    await expect.poll(() => existsSync(`${path}.last-good`), patience).toBe(true);
    writeFileSync(path, '{"theme":"li');
    await expect.poll(() => stateOf(api, 'config-damaged'), patience).toBe('error');
    await fix(api, 'config-damaged');
    expect(await stateOf(api, 'config-damaged')).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe('{"theme":"dark"}');
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe('{"theme":"li');
  });

  it('values of the configuration file that cannot be used', async () => {
    const { api, folder } = await start();
    const path = join(folder, 'config.json');
    writeFileSync(path, '{"theme":"pink","language":"de"}');
    await expect.poll(() => stateOf(api, 'config-wrong'), patience).toBe('warning');
    await fix(api, 'config-wrong');
    expect(await stateOf(api, 'config-wrong')).toBeUndefined();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ language: 'de' });
  });

  it.skipIf(bubblewrap === undefined)(
    'a sandbox that is there by now',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'limpet-bwrap-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const program = join(folder, 'bwrap');
      const { api } = await start(['--bwrap', program]);
      expect(await stateOf(api, 'sandbox-none')).toBe('warning');
      symlinkSync(bubblewrap ?? '', program);
      const after = await fix(api, 'sandbox-none');
      expect(after.map((one) => one.id)).not.toContain('sandbox-none');
    },
    30_000,
  );

  it('a connection that failed and works again', async () => {
    const server = await startFaultServer();
    onTestFinished(() => server.close());
    server.answer(status(500, { error: { message: 'down' } }));
    const { api } = await start();
    const own = (await api.models.vendors({})).vendors.find((one) => one.family === 'openai' && !one.needsKey);
    await api.models.connect({
      connectionId: 'mine',
      vendor: own?.id ?? '',
      label: 'Mine',
      baseUrl: `${server.url}/v1`,
    });
    await api.models.test({ connectionId: 'mine' });
    expect(await stateOf(api, 'model-failing:mine')).toBe('warning');
    await expect(api.system.fix({ findingId: 'model-failing:mine' })).rejects.toMatchObject({
      code: 'unavailable',
    });
    const word = { choices: [{ index: 0, delta: { content: 'yes' }, finish_reason: 'stop' }] };
    server.answer((response, received) => {
      if (received.path.endsWith('/models')) return status(200, { data: [{ id: 'm1' }] })(response, received);
      return sse([`data: ${JSON.stringify(word)}\n\n`, 'data: [DONE]\n\n'])(response, received);
    });
    await fix(api, 'model-failing:mine');
    expect(await stateOf(api, 'model-failing:mine')).toBeUndefined();
  });
});
