// The local socket is looked at and opened again while the app runs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Port } from '#main/contract/frames.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { connectLocal } from './connect-local.ts';
import { createLocalService } from './local-service.ts';

const signal = new AbortController().signal;

function setUp() {
  const dataFolder = mkdtempSync(join(tmpdir(), 'limpet-local-'));
  const life = new AbortController();
  onTestFinished(() => {
    life.abort();
    rmSync(dataFolder, { recursive: true, force: true });
  });
  const ports: Port[] = [];
  const onPort = (port: Port) => void ports.push(port);
  const service = createLocalService({ dataFolder, onPort, signal: life.signal, log: silentLog });
  return { dataFolder, service, ports, life };
}

describe.skipIf(process.platform === 'win32')('the local socket', () => {
  it('is opened again after it was deleted', async () => {
    const { dataFolder, service, ports } = setUp();
    expect(await service.state()).toBe('gone');
    await service.open();
    expect(await service.state()).toBe('serving');
    unlinkSync(service.path);
    expect(await service.state()).toBe('gone');
    await service.open();
    expect(await service.state()).toBe('serving');
    const seen = ports.length;
    (await connectLocal(dataFolder, signal)).close();
    await expect.poll(() => ports.length).toBe(seen + 1);
  });

  it('takes the place of a socket that a dead process left', async () => {
    const { service } = setUp();
    await service.open();
    unlinkSync(service.path);
    const code = `require('node:net').createServer().listen(${JSON.stringify(service.path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', code]);
    expect([existsSync(service.path), await service.state()]).toEqual([true, 'gone']);
    await service.open();
    expect(await service.state()).toBe('serving');
  });

  it('leaves alone what is no socket', async () => {
    const { service } = setUp();
    await service.open();
    unlinkSync(service.path);
    writeFileSync(service.path, 'precious');
    expect(await service.state()).toBe('blocked');
    await expect(service.open()).rejects.toMatchObject({ code: 'conflict' });
    expect(readFileSync(service.path, 'utf8')).toBe('precious');
  });

  it('ends with the app', async () => {
    const { service, life } = setUp();
    await service.open();
    life.abort();
    await expect.poll(() => existsSync(service.path)).toBe(false);
  });
});
