// An update whose process is killed: there is always a whole program, the old one or the new, and the next try works.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Feed, packageName, startFeed } from './testing/feed-server.ts';
import { installApp, oldProgram } from './testing/installed-app.ts';

const child = join(import.meta.dirname, 'testing/interrupted-child.ts');
const newProgram = Buffer.concat([Buffer.from('#!/bin/sh\necho new\n'), Buffer.alloc(400_000, 'n')]);

describe('an update whose process is killed', () => {
  let root = '';
  let feed: Feed;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'limpet-interrupted-'));
    feed = await startFeed();
    feed.publish(newProgram);
  });
  afterEach(async () => {
    await feed.close();
    await rm(root, { recursive: true, force: true });
  });

  /** What it said; `until` may kill it. */
  const run = (folder: string, effect: number, until: (kill: () => void) => void = () => undefined) =>
    new Promise<string>((resolve, reject) => {
      mkdirSync(folder, { recursive: true });
      const words = [child, folder, feed.url, feed.publicKey, String(effect)];
      const env = { NODE_COMPILE_CACHE: join(tmpdir(), 'limpet-compile-cache') };
      const started = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      started.stdout.on('data', (data) => {
        said += data;
      });
      started.once('error', reject);
      started.once('close', () => resolve(said));
      until(() => started.kill('SIGKILL'));
    });
  const program = (folder: string) => readFileSync(join(folder, 'Limpet.AppImage'));
  /** A copy that starts afterwards; the program on the disk is left as it is. */
  const tryAgain = async (folder: string) => {
    const app = installApp({ folder, feedUrl: feed.url, keys: [feed.publicKey] });
    await app.check();
    expect(await app.download()).toMatchObject({ type: 'ready' });
    app.host.atEnd();
    expect(program(folder).equals(newProgram)).toBe(true);
  };

  it('while its installation replaces the program is the old one or the new one, at every step [R24]', async () => {
    const whole = await run(join(root, 'whole'), 0);
    const effects = Number(whole.trim().split('\n').at(-1));
    expect(effects).toBeGreaterThanOrEqual(5);
    expect(program(join(root, 'whole')).equals(newProgram)).toBe(true);
    const seen: string[] = [];
    for (let effect = 1; effect <= effects; effect += 1) {
      const folder = join(root, `at-${effect}`);
      expect(await run(folder, effect)).toBe('downloading\n');
      const left = program(folder);
      expect(left.equals(oldProgram) || left.equals(newProgram)).toBe(true);
      seen.push(left.equals(oldProgram) ? 'old' : 'new');
      await tryAgain(folder);
    }
    expect(seen[0]).toBe('old');
    expect(seen.at(-1)).toBe('new');
  }, 120_000);

  it('in the middle of its download is the old one, and fetches the whole file the next time [R24]', async () => {
    const folder = join(root, 'cut');
    const begun = Promise.withResolvers<void>();
    feed.answer(`/${packageName}`, (response) => {
      response.writeHead(200, { 'content-length': newProgram.length });
      response.write(newProgram.subarray(0, 200_000), () => begun.resolve());
    });
    await run(folder, 0, (kill) => void begun.promise.then(() => setTimeout(kill, 100)));
    expect(program(folder).equals(oldProgram)).toBe(true);
    feed.publish(newProgram);
    await tryAgain(folder);
  }, 60_000);
});
