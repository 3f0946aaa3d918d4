// A restore through the running gateway: it starts anew in the same process, at the same address, with what was restored.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createClient } from '#main/contract/client.ts';
import { contract } from '#main/contract/contract.ts';
import { connectLocal } from '#main/platform/rpc/websocket/connect-local.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { runGateway } from './run-gateway.ts';

it('comes back with the backup, at the same address, for whoever is signed in', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-restart-'));
  const workspace = mkdtempSync(join(tmpdir(), 'limpet-restart-'));
  const life = new AbortController();
  const out: string[] = [];
  const ready = Promise.withResolvers<void>();
  const code = runGateway({
    argv: ['--data-dir', folder, '--port', '0', '--workspace', workspace],
    out: (line) => {
      out.push(line);
      if (line.includes('Ctrl+C')) ready.resolve();
    },
    err: () => {},
    t: createTranslate('en'),
    version: '9.9.9',
    pageFolder: join(folder, 'no-page'),
    project: folder,
    cwd: folder,
    signal: life.signal,
  });
  await Promise.race([ready.promise, code]);
  const address = /http:\S+/.exec(out[0] ?? '')?.[0] ?? '';
  const signIn = new URL(/http:\S+#signin=\S+/.exec(out[1] ?? '')?.[0] ?? '');
  const open = () => createClient(contract, { connect: (signal) => connectLocal(folder, signal), reconnect: true });
  const client = open();
  try {
    const answer = await fetch(`${address}/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address },
      body: JSON.stringify({ ticket: signIn.hash.slice('#signin='.length) }),
    });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    const { pageKey }: { pageKey?: string } = JSON.parse(await answer.text());
    const check = async () =>
      (await fetch(`${address}/auth/state`, { headers: { cookie, 'x-limpet-key': pageKey ?? '' } })).status;
    expect(await check()).toBe(200);
    await client.api.sessions.create({ title: 'Then' });
    const made = await client.api.backup.make({});
    await client.api.sessions.create({ title: 'Now' });
    expect(await client.api.backup.restore({ file: made.name })).toMatchObject({ takesEffect: 'now' });
    const titles = async () => (await client.api.sessions.list({})).sessions.map(({ title }) => title);
    await expect.poll(() => titles().catch(() => []), { timeout: 60_000 }).toEqual(['Then']);
    const kinds: string[] = [];
    for await (const { data } of client.api.backup.watch({})) {
      kinds.push(...data.backups.map(({ kind }) => kind));
      break;
    }
    expect(kinds.toSorted()).toEqual(['before-restore', 'by-hand']);
    expect(await check()).toBe(200);
    expect(out.filter((line) => line.includes('Ctrl+C'))).toHaveLength(1);
  } finally {
    client.close();
    life.abort();
    expect(await code).toBe(0);
    rmSync(folder, { recursive: true, force: true });
    rmSync(workspace, { recursive: true, force: true });
  }
});
