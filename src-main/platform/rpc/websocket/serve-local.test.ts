// The local socket: for the same user only, one server at a time, leftovers replaced.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Port } from '#main/contract/frames.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { connectLocal, requestSignInLink } from './connect-local.ts';
import { localEndpoint } from './local-endpoint.ts';
import { serveLocal } from './serve-local.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0).reverse()) clean();
});
function newFolder(base = tmpdir()): string {
  const folder = mkdtempSync(join(base, 'limpet-local-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
async function serve(dataFolder: string, o: { signInLink?: () => string } = {}) {
  const life = new AbortController();
  cleanups.push(() => life.abort());
  const ports: Port[] = [];
  await serveLocal({ dataFolder, onPort: (port) => ports.push(port), signal: life.signal, log: silentLog, ...o });
  return { ports, stop: () => life.abort() };
}
const signal = new AbortController().signal;

describe('local socket', () => {
  it('carries the wire both ways', async () => {
    const folder = newFolder();
    const { ports } = await serve(folder);
    const client = await connectLocal(folder, signal);
    await expect.poll(() => ports.length).toBe(1);
    const heard = new Promise((resolve) => ports[0]?.onMessage(resolve));
    client.send('{"type":"ping"}');
    expect(await heard).toBe('{"type":"ping"}');
    client.close();
  });

  it('is readable and writable by its owner alone [T35]', async () => {
    const folder = newFolder();
    await serve(folder);
    expect(statSync(localEndpoint(folder)).mode & 0o777).toBe(0o600);
  });

  it.skipIf(process.getuid?.() !== 0)('lets no other user connect, even through an open folder [T35]', async () => {
    const folder = newFolder();
    await serve(folder);
    chmodSync(folder, 0o755);
    const script = `require('node:net').connect(${JSON.stringify(localEndpoint(folder))}).on('connect', () => { console.log('in'); process.exit() }).on('error', (e) => console.log(e.code))`;
    const asNobody = spawnSync(process.execPath, ['-e', script], {
      uid: 65_534,
      gid: 65_534,
      cwd: '/',
      encoding: 'utf8',
    });
    expect(asNobody.stdout.trim() || asNobody.error?.message).toMatch(/EACCES/);
  });

  it.skipIf(process.getuid?.() !== 0)('talks to no socket that another user put there [T35]', async () => {
    const folder = newFolder();
    await serve(folder);
    chownSync(localEndpoint(folder), 65_534, 65_534);
    await expect(connectLocal(folder, signal)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('says that nobody is there', async () => {
    await expect(connectLocal(newFolder(), signal)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('replaces a socket that a dead process left', async () => {
    const folder = newFolder();
    const path = localEndpoint(folder);
    const code = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', code]);
    expect(existsSync(path)).toBe(true);
    await expect(connectLocal(folder, signal)).rejects.toMatchObject({ code: 'not_found' });
    await serve(folder);
    (await connectLocal(folder, signal)).close();
  });

  it('does not push away somebody who answers there [R20]', async () => {
    const folder = newFolder();
    await serve(folder);
    await expect(serve(folder)).rejects.toMatchObject({ code: 'conflict', details: { reason: 'second_copy' } });
  });

  it('does not delete a file that is no socket', async () => {
    const folder = newFolder();
    writeFileSync(localEndpoint(folder), 'precious');
    await expect(serve(folder)).rejects.toMatchObject({ code: 'conflict' });
    expect(existsSync(localEndpoint(folder))).toBe(true);
  });

  it('works where the data folder has a long name', async () => {
    const folder = join(newFolder(), 'x'.repeat(120));
    expect(localEndpoint(folder).length).toBeLessThan(100);
    const { stop } = await serve(folder);
    (await connectLocal(folder, signal)).close();
    stop();
  });

  it('hands out sign-in links only where a page is served', async () => {
    const withPage = newFolder();
    await serve(withPage, { signInLink: () => 'http://127.0.0.1:1/#signin=x' });
    expect(await requestSignInLink(withPage, signal)).toBe('http://127.0.0.1:1/#signin=x');
    const without = newFolder();
    await serve(without);
    await expect(requestSignInLink(without, signal)).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('has a pipe of its own for each data folder on Windows', () => {
    const [a, b] = [localEndpoint('C:\\a', 'win32'), localEndpoint('C:\\b', 'win32')];
    expect(a).toMatch(/^\\\\\.\\pipe\\limpet-[0-9a-f]{24}$/);
    expect(a).not.toBe(b);
  });

  it('is gone when its server ends', async () => {
    const folder = newFolder();
    const { stop } = await serve(folder);
    stop();
    await expect.poll(() => existsSync(localEndpoint(folder))).toBe(false);
  });
});
