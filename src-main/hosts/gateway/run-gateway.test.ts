// A whole run of the gateway with the real core: what it prints, how it ends, with which exit code.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '#main/contract/client.ts';
import { contract } from '#main/contract/contract.ts';
import { connectLocal } from '#main/platform/rpc/websocket/connect-local.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { exitCodes, runGateway } from './run-gateway.ts';

const project = join(import.meta.dirname, '../../..');
const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-run-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs until it is ready or ended; `stop` ends it as SIGTERM does. */
function run(args: readonly string[], dataFolder: string) {
  const life = new AbortController();
  const [out, err]: [string[], string[]] = [[], []];
  const ready = Promise.withResolvers<void>();
  const code = runGateway({
    argv: ['--data-dir', dataFolder, ...args],
    out: (line) => {
      out.push(line);
      if (line.includes('Ctrl+C')) ready.resolve();
    },
    err: (line) => err.push(line),
    t: createTranslate('en'),
    version: '9.9.9',
    pageFolder: join(dataFolder, 'no-page'),
    project,
    cwd: project,
    signal: life.signal,
  });
  const stop = () => {
    life.abort();
    return code;
  };
  cleanups.push(async () => void (await stop()));
  return { out, err, code, ready: Promise.race([ready.promise, code]), stop };
}

type Place = (file: string) => { readonly folder: string; readonly begin: string };
const impossibleFolders: [string, Place][] = [
  ['below a file', (file) => ({ folder: join(file, 'data'), begin: `${file} is a file,` })],
  ['a file', (file) => ({ folder: file, begin: `${file} is a file,` })],
];
if (process.platform === 'linux')
  impossibleFolders.push([
    'where the system has no room for one',
    () => ({ folder: '/proc/1/limpet', begin: 'The system does not let the folder /proc/1/limpet be made' }),
  ]);

describe('limpet gateway', () => {
  it('prints where it is and how to sign in, serves, and ends with 0 within five seconds', async () => {
    const folder = newFolder();
    const gateway = run(['--port', '0'], folder);
    await gateway.ready;
    expect(gateway.out[0]).toMatch(/^Limpet is at http:\/\/127\.0\.0\.1:\d+$/);
    expect(gateway.out[1]).toMatch(/http:\/\/127\.0\.0\.1:\d+\/#signin=[\w-]{43}$/);
    expect(gateway.out.at(-1)).toBe(`Ctrl+C ends Limpet. For another link run: npx limpet link --data-dir ${folder}`);
    const client = createClient(contract, { connect: (signal) => connectLocal(folder, signal), reconnect: false });
    const { sessions } = await client.api.sessions.list({});
    expect(sessions).toEqual([]);
    client.close();
    const at = performance.now();
    expect(await gateway.stop()).toBe(exitCodes.ok);
    expect(performance.now() - at).toBeLessThan(5_000);
  });

  it('goes back to a copy by starting again at the same address, and stops no turn unasked', async () => {
    const folder = newFolder();
    const gateway = run(['--port', '0'], folder);
    await gateway.ready;
    const client = createClient(contract, { connect: (signal) => connectLocal(folder, signal) });
    cleanups.push(() => client.close());
    const titles = async () => (await client.api.sessions.list({})).sessions.map(({ title }) => title);
    await client.api.sessions.create({ title: 'First' });
    await client.api.system.fix({ findingId: 'backup-none' });
    await client.api.sessions.create({ title: 'Second' });
    const timeline = async () => {
      for await (const { data } of client.api.updates.timeline({})) return data;
      throw new Error('the stream ended');
    };
    const [copy] = (await timeline()).snapshots;
    expect(copy).toMatchObject({ reason: 'daily', version: '9.9.9', sessions: 1, state: 'ready' });
    const { wished, canRestart } = await client.api.updates.goBack({ snapshotId: copy?.id ?? '' });
    expect({ wished, canRestart }).toEqual({ wished: copy?.id, canRestart: true });
    await expect.poll(titles, { timeout: 15_000 }).toEqual(['First']);
    expect((await timeline()).snapshots.map(({ reason }) => reason)).toEqual(['restore', 'daily']);
    expect(await gateway.stop()).toBe(exitCodes.ok);
  }, 60_000);

  it('refuses an open address without TLS in one sentence, and leaves the folder free [T05]', async () => {
    const folder = newFolder();
    const refused = run(['--host', '0.0.0.0', '--port', '0'], folder);
    expect(await refused.code).toBe(exitCodes.failed);
    expect(refused.out).toEqual([]);
    expect(refused.err).toEqual([
      'Limpet does not serve 0.0.0.0 without TLS. Give it a certificate, or serve this machine only.',
    ]);
    const allowed = run(['--host', '0.0.0.0', '--port', '0', '--allow-insecure'], folder);
    await allowed.ready;
    expect(allowed.err[0]).toContain('Without TLS');
    expect(allowed.out.join('\n')).toMatch(/Token for other devices, shown only now: limpetgw_[\w-]{43}/);
    expect(await allowed.stop()).toBe(exitCodes.ok);
  });

  it('names a flag whose value cannot be used', async () => {
    for (const wrong of [
      ['--port', 'many'],
      ['--theme', 'pink'],
    ]) {
      const refused = run(wrong, newFolder());
      expect(await refused.code).toBe(exitCodes.failed);
      expect(refused.err).toEqual([`The value of ${wrong[0]} cannot be used. Correct it and start again.`]);
    }
  });

  it('says that the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const gateway = run(['--port', String(port)], newFolder());
    expect(await gateway.code).toBe(exitCodes.failed);
    expect(gateway.err).toEqual([`Port ${port} is in use. Choose another one, or end the program that uses it.`]);
  });

  it.each(impossibleFolders)('says in one sentence that the data folder cannot be %s', async (_what, place) => {
    const file = join(newFolder(), 'plain');
    const { folder, begin } = place(file);
    writeFileSync(file, '');
    const gateway = run(['--port', '0'], folder);
    expect(await gateway.code).toBe(exitCodes.failed);
    expect(gateway.out).toEqual([]);
    expect(gateway.err).toEqual([expect.stringContaining('--data-dir.')]);
    expect(gateway.err[0]?.startsWith(begin), gateway.err[0]).toBe(true);
    expect(gateway.err[0]).not.toMatch(/\n|\bat \S+:\d+:\d+/);
  });

  it('says in one sentence what the system refused', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'gateway-token.json'));
    const gateway = run(['--port', '0', '--new-token'], folder);
    expect(await gateway.code).toBe(exitCodes.failed);
    expect(gateway.err.at(-1)).toMatch(/^That did not work: EISDIR.* --data-dir\.$/);
  });

  it('sends a second copy to the one that is running [R20]', async () => {
    const folder = newFolder();
    const first = run(['--port', '0'], folder);
    await first.ready;
    const second = run(['--port', '0'], folder);
    expect(await second.code).toBe(exitCodes.secondCopy);
    expect(second.err[0]).toBe('Another Limpet already uses this data folder. Use that one, or end it first.');
    expect(second.err[1]).toMatch(/#signin=[\w-]{43}$/);
    expect(await first.stop()).toBe(exitCodes.ok);
  });

  it.each([
    [['--nonsense'], /nonsense/],
    [['--repair', 'pray'], /--repair takes restore or salvage/],
    [['extra'], /extra/],
  ])('names the word it does not know: %s', async (args, sentence) => {
    const gateway = run(args, newFolder());
    expect(await gateway.code).toBe(exitCodes.usage);
    expect(gateway.err.join('\n')).toMatch(sentence);
    expect(gateway.err).toHaveLength(1);
  });
});
