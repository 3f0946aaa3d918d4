// What the person's login shell says about PATH, whatever their start-up files do.
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { systemClock } from '#main/platform/base/clock.ts';
import { silentLog } from '#main/platform/base/log.ts';
import { createLoginPath, readBetween } from './login-path.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(realpathSync(tmpdir()), 'limpet-login-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const make = (o: { shell?: string; timeoutMs?: number; closing?: AbortSignal; secret?: string } = {}) =>
  createLoginPath({
    clock: systemClock,
    log: silentLog,
    home,
    platform: process.platform,
    environment: { SHELL: o.shell ?? '/bin/bash', PATH: '/usr/bin:/bin', OPENAI_API_KEY: 'canary' },
    timeoutMs: o.timeoutMs ?? 5_000,
    closing: o.closing ?? neverAborts,
  });

const isRunning = (text: string) =>
  readdirSync('/proc').some((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(text);
    } catch {
      return false; // ended meanwhile
    }
  });

it('reads what profile and interactive start-up files add, past greetings', async () => {
  writeFileSync(join(home, '.bash_profile'), 'echo hello; PATH=/from/profile:$PATH\n. ~/.bashrc\n');
  writeFileSync(join(home, '.bashrc'), 'case $- in *i*) PATH=/from/nvm:$PATH;; esac; echo lots; echo lots >&2\n');
  const found = await make()(neverAborts);
  expect(found.slice(0, 2)).toEqual(['/from/nvm', '/from/profile']);
  expect(found).toContain('/usr/bin');
});

it('asks once, and shows the start-up files no key of ours', async () => {
  writeFileSync(join(home, '.bash_profile'), 'env > ~/seen; echo x >> ~/times\n');
  const loginPath = make();
  await Promise.all([loginPath(neverAborts), loginPath(neverAborts)]);
  await loginPath(neverAborts);
  expect(readFileSync(join(home, 'times'), 'utf8')).toBe('x\n');
  expect(readFileSync(join(home, 'seen'), 'utf8')).not.toContain('canary');
});

it('goes on without the interactive files when they wait for ever, and leaves nothing running', async () => {
  const seconds = `9007${process.pid}1`;
  writeFileSync(join(home, '.bash_profile'), 'PATH=/from/profile:$PATH\n. ~/.bashrc\n');
  writeFileSync(join(home, '.bashrc'), `case $- in *i*) (setsid sleep ${seconds} &); sleep ${seconds};; esac\n`);
  const found = await make({ timeoutMs: 400 })(neverAborts);
  expect(found[0]).toBe('/from/profile');
  expect(isRunning(seconds)).toBe(false);
});

it('says nothing for a shell that it does not know, that is not there, or that lies', async () => {
  expect(await make({ shell: '/bin/csh' })(neverAborts)).toEqual([]);
  expect(await make({ shell: '/nonexistent/bash' })(neverAborts)).toEqual([]);
  expect(await make({ shell: 'bash' })(neverAborts)).toEqual([]);
  writeFileSync(join(home, 'bash'), '#!/bin/sh\necho /evil\n', { mode: 0o755 });
  expect(await make({ shell: join(home, 'bash') })(neverAborts)).toEqual([]);
});

it('stops waiting when the caller does, and ends the shell when the app ends', async () => {
  writeFileSync(join(home, '.bash_profile'), `touch ~/begun; sleep 9007${process.pid}2\n`);
  const closing = new AbortController();
  const stop = new AbortController();
  const waiting = make({ closing: closing.signal })(stop.signal).catch((error: unknown) => error);
  while (!existsSync(join(home, 'begun'))) await systemClock.sleep(10, neverAborts);
  stop.abort();
  expect(await waiting).toMatchObject({ code: 'cancelled' });
  closing.abort();
  const deadline = performance.now() + 2_000;
  while (isRunning(`9007${process.pid}2`) && performance.now() < deadline) await systemClock.sleep(10, neverAborts);
  expect(isRunning(`9007${process.pid}2`)).toBe(false);
});

it('takes absolute folders between the marks alone, each once', () => {
  expect(readBetween('hi M/a:/b::rel:/a:./cM bye', 'M')).toEqual(['/a', '/b']);
  expect(readBetween('no marks', 'M')).toBeUndefined();
  expect(readBetween('MM', 'M')).toBeUndefined();
});
