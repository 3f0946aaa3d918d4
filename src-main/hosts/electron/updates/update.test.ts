// Updates from a feed on this machine, with electron-updater itself: what is taken, what is refused, what a cut leaves.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { updateTimes } from '#main/platform/updates/create-updater.ts';
import { rolloutPlace } from '#main/platform/updates/judge.ts';
import type { Manifest } from '#main/platform/updates/manifest.ts';
import { writeManifest } from '../../../../build/release/manifest.ts';
import { type Feed, makeKey, manifestFor, packageName, startFeed } from './testing/feed-server.ts';
import { type InstalledOptions, installApp, oldProgram } from './testing/installed-app.ts';

const newProgram = Buffer.concat([Buffer.from('#!/bin/sh\necho new\n'), Buffer.alloc(3_000_000, 'n')]);

describe('an update', () => {
  let folder = '';
  let feed: Feed;
  const install = (more: Partial<InstalledOptions> = {}) =>
    installApp({ folder, feedUrl: feed.url, keys: [feed.publicKey], ...more });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limpet-update-'));
    feed = await startFeed();
  });
  afterEach(async () => {
    await feed.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is found, read about, downloaded with progress, and installed when the app ends', async () => {
    feed.publish(newProgram);
    const app = install();
    expect(await app.check()).toMatchObject({
      type: 'available',
      update: { version: '1.1.0', notes: '- A *new* thing.', sizeBytes: newProgram.length },
    });
    expect(feed.paths()).toEqual(['/limpet-stable.json', '/limpet-stable.json.sig']);
    expect(await app.download()).toMatchObject({ type: 'ready', update: { version: '1.1.0' } });
    expect(app.states.filter((type) => type === 'downloading').length).toBeGreaterThan(3);
    expect(app.program().equals(oldProgram)).toBe(true);
    app.host.atEnd();
    expect(app.program().equals(newProgram)).toBe(true);
    expect(app.mode()).toBe(0o755);
    expect(app.asked).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  it('is installed at once when that is asked for: ended in order, replaced at the end, started again', async () => {
    feed.publish(newProgram);
    const app = install();
    await app.check();
    await app.download();
    await app.updater.install('now');
    expect(app.asked).toEqual(['relaunch', 'quit']);
    expect(app.program().equals(oldProgram)).toBe(true);
    app.host.atEnd();
    expect(app.program().equals(newProgram)).toBe(true);
  });

  it('asks with nothing that tells one copy from another', async () => {
    feed.publish(newProgram);
    const app = install();
    await app.check();
    await app.download();
    expect(feed.paths()).toEqual(['/limpet-stable.json', '/limpet-stable.json.sig', `/${packageName}`]);
    const { rolloutId } = app.values.get('updates.memory') as { rolloutId: string };
    expect(rolloutId).toMatch(/^[0-9a-f-]{36}$/);
    for (const { path, headers } of feed.hits) {
      expect(path).not.toContain('?');
      expect(JSON.stringify(headers)).not.toContain(rolloutId);
      expect(
        Object.keys(headers).filter(
          (name) => !/^(host|connection|accept.*|user-agent|sec-fetch.*|cache-control|pragma)$/.test(name),
        ),
      ).toEqual([]);
      expect(headers['user-agent']).toBe('Limpet');
    }
  });

  const refusals: readonly (readonly [string, string, (feed: Feed) => void])[] = [
    ['of nobody', 'update_unsigned', (f) => f.putList(writeManifest(manifestFor(newProgram)), { by: makeKey() })],
    [
      'that was changed after it was signed',
      'update_unsigned',
      (f) => f.answer('/limpet-stable.json', writeManifest(manifestFor(newProgram, { version: '9.9.9' }))),
    ],
    ['whose signature is cut', 'update_unsigned', (f) => f.answer('/limpet-stable.json.sig', 'AAAA')],
    ['that is no list', 'update_unsigned', (f) => f.putList(Buffer.from('{"version":"9.9.9"}'))],
    ['that never ends', 'update_damaged', (f) => f.answer('/limpet-stable.json', Buffer.alloc(2_000_000, ' '))],
    [
      'of the other channel',
      'update_channel',
      (f) => f.putList(writeManifest(manifestFor(newProgram, { version: '1.2.0-beta.1', channel: 'beta' }))),
    ],
    ['that has expired', 'update_expired', (f) => f.publish(newProgram, { expiresAt: '2026-07-01T00:00:00.000Z' })],
    ['that needs a step between', 'update_minimum', (f) => f.publish(newProgram, { minimumVersion: '1.0.5' })],
    [
      'without a file for this system',
      'update_no_file',
      (f) =>
        f.publish(newProgram, {
          files: manifestFor(newProgram).files.map((file): Manifest['files'][number] => ({ ...file, arch: 'arm64' })),
        }),
    ],
    [
      'that leads elsewhere',
      'update_unreachable',
      (f) => f.answer('/limpet-stable.json', (r) => r.writeHead(302, { location: 'https://example.org/' }).end()),
    ],
  ];
  it.each(refusals)('is refused with a list %s, before anything is downloaded [T37]', async (_what, reason, spoil) => {
    feed.publish(newProgram);
    spoil(feed);
    const app = install();
    const before = app.programHash();
    expect(await app.check()).toMatchObject({ type: 'failed', error: { details: { reason } }, canRetry: false });
    await expect(app.download()).rejects.toMatchObject({ details: { reason: 'update_missing' } });
    expect(feed.paths()).not.toContain(`/${packageName}`);
    app.host.atEnd();
    expect(app.programHash()).toBe(before);
  });

  it('is refused over http from elsewhere, without a request [T37]', async () => {
    const app = install({ feedUrl: 'http://updates.example.org' });
    expect(await app.check()).toMatchObject({ type: 'failed', error: { details: { reason: 'update_address' } } });
  });

  it('takes no step back: the same version, an older one, and an older list than one seen before [T37]', async () => {
    feed.publish(newProgram);
    expect(await install({ version: '1.1.0' }).check()).toMatchObject({ type: 'idle', why: 'same', version: '1.1.0' });
    expect(await install({ version: '1.2.0' }).check()).toMatchObject({ type: 'idle', why: 'older', version: '1.1.0' });
    const app = install();
    await app.check();
    feed.publish(newProgram, { releasedAt: '2026-05-01T00:00:00.000Z', version: '1.0.9' });
    expect(await app.check()).toMatchObject({ type: 'failed', error: { details: { reason: 'update_older_list' } } });
    const restarted = install({ values: app.values });
    expect(await restarted.check()).toMatchObject({ error: { details: { reason: 'update_older_list' } } });
  });

  it('comes from the beta channel to those who want it, and finished versions to them too', async () => {
    const beta = { version: '1.2.0-beta.1', channel: 'beta' } as const;
    feed.publish(newProgram, beta);
    feed.publish(newProgram);
    expect(await install().check()).toMatchObject({ update: { version: '1.1.0' } });
    expect(await install({ channel: 'beta' }).check()).toMatchObject({ update: { version: '1.2.0-beta.1' } });
    feed.publish(newProgram, { version: '1.2.0' });
    expect(await install({ channel: 'beta' }).check()).toMatchObject({ update: { version: '1.2.0' } });
  });

  it('finds nothing where no list is published yet', async () => {
    expect(await install().check()).toMatchObject({ type: 'idle', why: 'same', version: '1.0.0' });
  });

  it('goes to as many copies as the list says, the same ones each time', async () => {
    feed.publish(newProgram, { rolloutPercent: 0 });
    const app = install();
    expect(await app.check()).toMatchObject({ type: 'idle', why: 'later', version: '1.1.0' });
    feed.publish(newProgram, { rolloutPercent: 100, releasedAt: '2026-06-02T00:00:00.000Z' });
    expect(await app.check()).toMatchObject({ type: 'available' });
    const places = Array.from({ length: 2_000 }, (_, copy) => rolloutPlace(`copy-${copy}`, '1.1.0'));
    const share = places.filter((place) => place < 30).length / places.length;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
    expect(rolloutPlace('copy-1', '1.1.0')).toBe(places[1]);
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places)).toBeLessThanOrEqual(99);
  });

  const wrongFiles: readonly (readonly [string, string, (feed: Feed) => void])[] = [
    ['changed', 'update_damaged', (f) => f.answer(`/${packageName}`, Buffer.from(newProgram).fill('x', 100, 101))],
    ['longer', 'update_damaged', (f) => f.answer(`/${packageName}`, Buffer.concat([newProgram, Buffer.from('!')]))],
    [
      'without an end',
      'update_damaged',
      (f) =>
        f.answer(`/${packageName}`, (response) => {
          const more = () => {
            while (!response.destroyed && response.write(Buffer.alloc(65_536)));
            if (!response.destroyed) response.once('drain', more);
          };
          more();
        }),
    ],
    ['shorter', 'update_unreachable', (f) => f.answer(`/${packageName}`, newProgram.subarray(0, 1_000_000))],
    [
      'cut in the middle',
      'update_unreachable',
      (f) =>
        f.answer(`/${packageName}`, (response) => {
          response.writeHead(200, { 'content-length': newProgram.length });
          response.write(newProgram.subarray(0, 1_500_000), () => response.destroy());
        }),
    ],
    ['refused by the server', 'update_unreachable', (f) => f.answer(`/${packageName}`, (r) => r.writeHead(500).end())],
  ];
  it.each(wrongFiles)(
    'is refused when its file comes %s; the next try begins anew [T37, R24]',
    async (_what, reason, spoil) => {
      feed.publish(newProgram);
      const app = install();
      await app.check();
      spoil(feed);
      expect(await app.download()).toMatchObject({ type: 'failed', error: { details: { reason } }, canRetry: true });
      expect(existsSync(app.pending) ? readdirSync(app.pending) : []).toEqual([]);
      app.host.atEnd();
      expect(app.program().equals(oldProgram)).toBe(true);
      feed.publish(newProgram);
      expect(await app.download()).toMatchObject({ type: 'ready' });
      app.host.atEnd();
      expect(app.program().equals(newProgram)).toBe(true);
    },
  );

  it('leaves nothing when its download is cancelled, and can be fetched again', async () => {
    feed.publish(newProgram);
    const app = install();
    await app.check();
    const begun = Promise.withResolvers<void>();
    feed.answer(`/${packageName}`, (response) => {
      response.writeHead(200, { 'content-length': newProgram.length });
      response.write(newProgram.subarray(0, 1_000_000), () => begun.resolve());
    });
    const downloading = app.download();
    await begun.promise;
    await expect.poll(() => app.states.at(-1)).toBe('downloading');
    await expect(app.download()).rejects.toMatchObject({ details: { reason: 'update_working' } });
    app.updater.cancel();
    expect(await downloading).toMatchObject({ type: 'available', update: { version: '1.1.0' } });
    expect(readdirSync(app.pending)).toEqual([]);
    feed.publish(newProgram);
    expect(await app.download()).toMatchObject({ type: 'ready' });
  });

  it('is not fetched twice when the app is started again before it was installed', async () => {
    feed.publish(newProgram);
    const first = install();
    await first.check();
    await first.download();
    const again = install({ values: first.values });
    await again.check();
    expect(await again.download()).toMatchObject({ type: 'ready' });
    expect(feed.paths().filter((path) => path === `/${packageName}`)).toHaveLength(1);
    again.host.atEnd();
    expect(again.program().equals(newProgram)).toBe(true);
  });

  it('is not installed when somebody has changed the file since [T37]', async () => {
    feed.publish(newProgram);
    const app = install();
    await app.check();
    await app.download();
    writeFileSync(join(app.pending, packageName), 'evil');
    await expect(app.updater.install('now')).rejects.toMatchObject({ details: { reason: 'update_damaged' } });
    expect(app.asked).toEqual([]);
    app.host.atEnd();
    expect(app.program().equals(oldProgram)).toBe(true);
  });

  it('is looked for once a day while that is wanted, and not at all without a key', async () => {
    feed.publish(newProgram);
    for (const { more, looks } of [
      { more: {}, looks: 3 },
      { more: { automatic: false }, looks: 0 },
      { more: { keys: [] }, looks: 0 },
    ]) {
      feed.hits.length = 0;
      const clock = createFakeClock(Date.parse('2026-06-10T00:00:00.000Z'));
      const app = install({ ...more, clock });
      const over = new AbortController();
      const running = app.updater.run(over.signal);
      const settled = () => expect.poll(() => app.updater.state().type, { timeout: 20_000 }).not.toBe('checking');
      await clock.advance(updateTimes.firstAfterMs);
      await settled();
      for (let hour = 0; hour < 49; hour += 1) {
        await clock.advance(updateTimes.lookAgainMs);
        await settled();
      }
      over.abort();
      await clock.advance(0);
      await running;
      expect(feed.paths().filter((path) => path === '/limpet-stable.json')).toHaveLength(looks);
      // Told once, however often it is found.
      expect(app.found).toEqual(looks === 0 ? [] : ['1.1.0']);
    }
  });

  it('is off in a build without a key, which says so', async () => {
    feed.publish(newProgram);
    const app = install({ keys: [] });
    expect(app.updater.state()).toEqual({ type: 'off', why: 'no_key' });
    expect(await app.check()).toEqual({ type: 'off', why: 'no_key' });
    expect(feed.hits).toEqual([]);
  });
});
