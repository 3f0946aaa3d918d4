// Services as children of Node.
import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createServices } from './create-services.ts';
import { echoService, servicesSuite } from './testing/services-suite.ts';

const environment = { LANG: 'C', OPENAI_API_KEY: 'sk-1', MY_SECRET: 'x' };

describe('a service in a child of Node', () => {
  servicesSuite(() => createServices({ environment, platform: process.platform, log: silentLog }));

  it('learns that its owner was killed, and ends', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'limpet-service-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'told');
    const owner = fork(join(import.meta.dirname, 'testing/service-owner.ts'), [echoService.href, file], {
      execArgv: [],
    });
    const pid = await new Promise<number>((resolve) => owner.once('message', (message) => resolve(Number(message))));
    owner.kill('SIGKILL');
    for (let left = 1_000; !existsSync(file) && left > 0; left--) await systemClock.sleep(10, neverAborts);
    expect(readFileSync(file, 'utf8')).toBe('my owner has gone\n');
    for (let left = 1_000; existsSync(`/proc/${pid}`) && left > 0; left--) await systemClock.sleep(10, neverAborts);
    expect(() => process.kill(pid, 0)).toThrow();
  });
});
