// Backups of a real data folder: made while it is in use, looked at, refused when they are not sound, and put back.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NoteId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { openZip } from '#main/platform/base/zip/read-zip.ts';
import { rawZip } from '#main/platform/base/zip/testing/raw-zip.ts';
import { openRestoreDesk } from '#main/platform/store/create-restore-desk.ts';
import { openStore } from '#main/platform/store/create-store.ts';
import { restoreOffline } from './create-offline-restore.ts';
import type { Manifest } from './manifest.ts';
import { type BackupKit, createBackupKit } from './testing/backup-kit.ts';

vi.setConfig({ testTimeout: 120_000 });

let kit: BackupKit;
beforeEach(async () => {
  kit = await createBackupKit();
});
afterEach(() => kit.end());

const reason = (expected: string) =>
  expect.objectContaining({ details: expect.objectContaining({ reason: expected }) });
const archives = () => join(kit.folder, 'archives');
const pathOf = (name: string) => join(archives(), name);

async function unpack(path: string): Promise<Map<string, Buffer>> {
  const zip = await openZip(path, { entries: 1_000, totalBytes: 1e9, ratio: 1e6 });
  const files = new Map<string, Buffer>();
  for (const item of zip.items) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of zip.read(item, neverAborts)) chunks.push(chunk);
    files.set(item.name, Buffer.concat(chunks));
  }
  zip.close();
  return files;
}

/** The archive with other files, and a manifest that is true to them, as somebody who means harm would make it. */
function forge(path: string, files: Map<string, Buffer>, change: (manifest: Manifest) => Manifest = (m) => m): void {
  const manifest = JSON.parse(String(files.get('manifest.json'))) as Manifest;
  const listed = manifest.files.map(({ name }) => {
    const bytes = files.get(name) ?? Buffer.alloc(0);
    return { name, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
  const text = JSON.stringify(change({ ...manifest, files: listed }));
  const all = new Map(files).set('manifest.json', Buffer.from(text));
  writeFileSync(path, rawZip([...all].map(([name, content]) => ({ name, content, isDeflated: true }))));
}

function changeDatabase(bytes: Buffer, change: (db: Database.Database) => void): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'limpet-forge-'));
  const path = join(folder, 'x.db');
  writeFileSync(path, bytes);
  const db = new Database(path);
  change(db);
  db.close();
  const changed = readFileSync(path);
  rmSync(folder, { recursive: true });
  return changed;
}

describe('a backup', () => {
  it('brings back every version, attachment and setting after all of it was lost', async () => {
    await kit.talk('one');
    await kit.talk('two');
    await kit.store().settings.set({ theme: 'dark' });
    const words = { title: 'Tides', body: '明天天气', tags: ['sea'], trust: 'known' as const, source: '' };
    const note = await kit.store().notes.create({ id: NoteId.parse('note-1'), state: words, most: 9, now: 5 });
    const before = await kit.content();
    const made = await kit.backups().make(neverAborts);
    expect(made).toMatchObject({ kind: 'by-hand', sessions: 2, messages: 6, attachments: 2, missing: 0 });

    const elsewhere = mkdtempSync(join(tmpdir(), 'limpet-new-machine-'));
    const desk = await openRestoreDesk(elsewhere);
    await restoreOffline({ path: pathOf(made.name), dataFolder: elsewhere, desk, signal: neverAborts });
    const { store, notices } = await openStore({ folder: elsewhere, now: () => 1 });
    expect(notices.map(({ id }) => id)).toEqual(['backup-restored']);
    await store.close();
    const there = kit.folder;
    await kit.store().close();
    rmSync(there, { recursive: true });
    // The same reading functions over the new machine's folder, put where the old one was.
    renameSync(elsewhere, there);
    await kit.reopen();
    expect(await kit.content()).toEqual(before);
    expect((await kit.store().sessions.search({ text: 'Another', limit: 5, signal: neverAborts })).hits).toHaveLength(
      2,
    );
    expect(await kit.store().notes.get(note.id)).toEqual(note);
    expect((await kit.store().notes.list({ text: '天气', trash: false, limit: 5 })).notes).toHaveLength(1);
  });

  it('holds nothing but its parts, and no sign-ins', async () => {
    await kit.talk('one');
    await kit.store().settings.setValue('gateway.sessions', [{ hash: 'sign-in-hash-that-must-not-leave' }]);
    await kit.store().settings.setValue('api.keyHash', 'key-hash-that-must-not-leave');
    const { name } = await kit.backups().make(neverAborts);
    const files = await unpack(pathOf(name));
    expect([...files.keys()].map((each) => each.replace(/[0-9a-f]{64}/, '…')).sort()).toEqual([
      expect.stringMatching(/^blobs\/[0-9a-f]{2}\/…$/),
      'limpet.db',
      'manifest.json',
    ]);
    expect(files.get('limpet.db')?.includes('must-not-leave')).toBe(false);
    expect(readdirSync(archives())).toEqual([name]);
  });

  it('is one moment of a folder that is written to all the while, and holds up no writer', async () => {
    await kit.talk('one');
    let isOver = false;
    let longestMs = 0;
    let written = 0;
    const writing = (async () => {
      while (!isOver) {
        const started = performance.now();
        await kit.talk(`during ${written}`);
        longestMs = Math.max(longestMs, performance.now() - started);
        written += 1;
        await wait(20);
      }
    })();
    for (let round = 0; round < 3; round += 1) {
      await kit.clock.advance(1_000);
      const made = await kit.backups().make(neverAborts);
      expect(await kit.backups().check(made.name, neverAborts)).toEqual(made);
      expect(made.missing).toBe(0);
    }
    isOver = true;
    await writing;
    expect(written).toBeGreaterThan(0);
    expect(longestMs).toBeLessThan(10_000);
  });

  it('says what was missing and keeps the rest', async () => {
    const { blobId } = await kit.talk('one');
    await kit.talk('two');
    const { sha256 } = await kit.store().blobs.info(blobId);
    writeFileSync(join(kit.folder, 'blobs', sha256.slice(0, 2), sha256), 'damaged');
    const made = await kit.backups().make(neverAborts);
    expect(made).toMatchObject({ attachments: 1, missing: 1 });
    expect(await kit.backups().restore(made.name, neverAborts)).toMatchObject({ takesEffect: 'now' });
  });

  it('leaves nothing when it is stopped, and lets the next one run', async () => {
    await kit.talk('one');
    const stop = new AbortController();
    const making = kit.backups().make(stop.signal);
    await expect(kit.backups().make(neverAborts)).rejects.toThrow(reason('backup_busy'));
    stop.abort();
    await expect(making).rejects.toMatchObject({ code: 'cancelled' });
    expect(readdirSync(archives())).toEqual([]);
    const again = kit.backups().make(neverAborts);
    kit.backups().cancel();
    await expect(again).rejects.toMatchObject({ code: 'cancelled' });
    expect((await kit.backups().make(neverAborts)).sessions).toBe(1);
  });

  it('of the schedule goes when it is too many; what others made stays', async () => {
    kit.set({ backup: { every: 'daily', keep: 2 } });
    await kit.talk('one');
    const byHand = await kit.backups().make(neverAborts);
    const stranger = 'limpet-backup-20200101-000000-scheduled.zip';
    forge(pathOf(stranger), await unpack(pathOf(byHand.name)), (m) => ({
      ...m,
      kind: 'scheduled',
      installation: 'other',
    }));
    writeFileSync(join(archives(), 'limpet-backup-20200101-000001-scheduled.zip'), 'not a backup');
    writeFileSync(join(archives(), 'holiday.zip'), 'mine');
    const stop = new AbortController();
    const running = kit.backups().run(stop.signal);
    for (let day = 0; day < 5; day += 1) {
      await kit.clock.advance(24 * 3_600_000);
      await expect.poll(async () => (await kit.backups().state()).job, { timeout: 15_000 }).toBeUndefined();
    }
    stop.abort();
    await running;
    const { backups, unreadable, failure } = await kit.backups().state();
    expect(failure).toBeUndefined();
    expect(backups.filter(({ kind, name }) => kind === 'scheduled' && name !== stranger)).toHaveLength(2);
    expect(backups.map(({ name }) => name)).toEqual(expect.arrayContaining([byHand.name, stranger]));
    expect(unreadable).toEqual(['limpet-backup-20200101-000001-scheduled.zip']);
    expect(readdirSync(archives())).toContain('holiday.zip');
  });
});

describe('a restore', () => {
  it('makes what was there a backup first, which brings it back', async () => {
    await kit.talk('one');
    const made = await kit.backups().make(neverAborts);
    const old = await kit.content();
    await kit.talk('two');
    const present = await kit.content();
    const outcome = await kit.backups().restore(made.name, neverAborts);
    expect([outcome.takesEffect, kit.restarts.count]).toEqual(['now', 1]);
    expect(await kit.content()).toEqual(present);
    await kit.reopen();
    expect(await kit.content()).toEqual(old);
    await kit.clock.advance(1_000);
    await kit.backups().restore(outcome.before ?? '', neverAborts);
    await kit.reopen();
    expect(await kit.content()).toEqual(present);
  });

  it('keeps who may come in now, and does not do again what waited then', async () => {
    const { sessionId } = await kit.talk('one');
    const { settings, inbox, sessions } = kit.store();
    await settings.setValue('gateway.sessions', ['old']);
    const waiting = { channelId: 'ui', dedupeKey: 'k', kind: { type: 'message' as const }, mode: 'queue' as const };
    const policy = { allow: [], interactive: true };
    await inbox.accept({
      ...waiting,
      ...{
        id: 'waiting' as Parameters<typeof inbox.accept>[0]['id'],
        sessionId,
        policy,
        text: 'do it',
        attachments: [],
        now: 1,
      },
    });
    const made = await kit.backups().make(neverAborts);
    await settings.setValue('gateway.sessions', ['new']);
    await settings.setValue('api.keyHash', 'now');
    await kit.backups().restore(made.name, neverAborts);
    const { store } = await kit.reopen();
    expect(await store.settings.getValue('gateway.sessions')).toEqual(['new']);
    expect(await store.settings.getValue('api.keyHash')).toBe('now');
    expect(await store.inbox.sessionsWithPending()).toEqual([]);
    expect(await store.sessions.draft(sessionId)).toEqual({ text: 'do it', attachments: [] });
    expect(sessions).not.toBe(store.sessions);
  });

  it('refuses what was damaged anywhere, and touches nothing', async () => {
    await kit.talk('one');
    const { name } = await kit.backups().make(neverAborts);
    const whole = readFileSync(pathOf(name));
    const before = await kit.content();
    const bad = 'limpet-backup-20200101-000000-by-hand.zip';
    let refused = 0;
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 60)) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x41;
      writeFileSync(pathOf(bad), bytes);
      // A date or a name of a local header is told twice, and the copy in the directory is what counts.
      const outcome = await kit
        .backups()
        .check(bad, neverAborts)
        .then(
          () => 'sound',
          (error: { details?: { reason?: string } }) => error.details?.reason,
        );
      if (outcome !== 'sound') {
        expect(outcome).toBe('backup_damaged');
        await expect(kit.backups().restore(bad, neverAborts)).rejects.toThrow(reason('backup_damaged'));
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(50);
    writeFileSync(pathOf(bad), whole.subarray(0, whole.length - 100));
    await expect(kit.backups().restore(bad, neverAborts)).rejects.toThrow(reason('backup_damaged'));
    expect(readdirSync(kit.folder)).not.toContain('restore');
    await kit.reopen();
    expect(await kit.content()).toEqual(before);
  });

  it('refuses a database that somebody worked on, although the manifest was made to fit', async () => {
    await kit.talk('one');
    const { name } = await kit.backups().make(neverAborts);
    const files = await unpack(pathOf(name));
    const database = files.get('limpet.db') ?? Buffer.alloc(0);
    const bad = 'limpet-backup-20200101-000000-by-hand.zip';
    const tries: [string, (db: Database.Database) => void][] = [
      ['backup_damaged', (db) => db.exec('CREATE TRIGGER t AFTER INSERT ON messages BEGIN DELETE FROM sessions; END')],
      ['backup_damaged', (db) => db.exec('CREATE VIEW v AS SELECT * FROM settings')],
      ['backup_damaged', (db) => db.exec('DROP TABLE calls')],
      ['backup_damaged', (db) => db.pragma('application_id = 1')],
      ['backup_damaged', (db) => db.exec('DELETE FROM messages WHERE n = 1')],
      ['newer_backup', (db) => db.pragma('user_version = 9000')],
      ['other_build', (db) => db.exec("UPDATE migrations SET checksum = 'x'")],
    ];
    for (const [expected, change] of tries) {
      forge(pathOf(bad), new Map(files).set('limpet.db', changeDatabase(database, change)));
      await expect(kit.backups().restore(bad, neverAborts)).rejects.toThrow(reason(expected));
    }
    forge(pathOf(bad), files, (m) => ({ ...m, formatVersion: 3 }));
    await expect(kit.backups().restore(bad, neverAborts)).rejects.toThrow(reason('newer_backup'));
    forge(pathOf(bad), new Map(files).set('../../evil', Buffer.from('x')));
    await expect(kit.backups().restore(bad, neverAborts)).rejects.toThrow(reason('backup_damaged'));
    forge(pathOf(bad), files);
    expect(await kit.backups().restore(bad, neverAborts)).toMatchObject({ backup: { sessions: 1 } });
  });

  it('works into a folder whose database is damaged, and keeps that aside', async () => {
    await kit.talk('one');
    const good = await kit.content();
    const { name } = await kit.backups().make(neverAborts);
    const saved = join(tmpdir(), `${process.pid}-${name}`);
    copyFileSync(pathOf(name), saved);
    await kit.store().close();
    writeFileSync(join(kit.folder, 'limpet.db'), 'this was a database');
    const desk = await openRestoreDesk(kit.folder);
    await restoreOffline({ path: saved, dataFolder: kit.folder, desk, signal: neverAborts });
    rmSync(saved);
    await kit.reopen();
    expect(await kit.content()).toEqual(good);
    const kept = readdirSync(join(kit.folder, 'replaced'));
    expect(readFileSync(join(kit.folder, 'replaced', kept[0] ?? ''), 'utf8')).toBe('this was a database');
  });

  it('says what is not there', async () => {
    await expect(kit.backups().restore('none.zip', neverAborts)).rejects.toThrow(reason('backup_missing'));
    await expect(kit.backups().remove('../limpet.db')).rejects.toThrow(reason('backup_missing'));
  });
});

describe('the skills in a backup', () => {
  const at = (path: string) => join(kit.folder, 'skills', path);
  const put = (path: string, text: string) => {
    mkdirSync(join(at(path), '..'), { recursive: true });
    writeFileSync(at(path), text);
  };
  const skills = () =>
    readdirSync(at('.'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => `${path.slice(at('.').length)} ${readFileSync(path, 'utf8')}`)
      .sort();

  it('come back with what was accepted of them, as one past; what a run left over does not', async () => {
    put('lock.json', '{"version":1}');
    put('installed/tidy/SKILL.md', 'Tidy.');
    put('state/tidy-0a1b/n', '7');
    const before = skills();
    put('run/cache.py', 'print(1)');
    const { name, attachments } = await kit.backups().make(neverAborts);
    expect(attachments).toBe(0);
    put('lock.json', '{"version":1,"skills":{"person:evil":{}}}');
    put('installed/evil/SKILL.md', 'Evil.');
    rmSync(at('installed/tidy'), { recursive: true });
    await kit.backups().restore(name, neverAborts);
    await kit.reopen();
    expect(skills()).toEqual(before);
    const [aside] = readdirSync(join(kit.folder, 'replaced')).filter((one) => one.startsWith('skills-'));
    expect(existsSync(join(kit.folder, 'replaced', aside ?? '', 'installed/evil/SKILL.md'))).toBe(true);
  });

  it('are none again where there were none, and stay where an older backup says nothing of them', async () => {
    const { name } = await kit.backups().make(neverAborts);
    put('installed/tidy/SKILL.md', 'Tidy.');
    const older = 'limpet-backup-20300101-000000-by-hand.zip';
    forge(pathOf(older), await unpack(pathOf(name)), (m) => ({ ...m, formatVersion: 1 }));
    await kit.backups().restore(older, neverAborts);
    await kit.reopen();
    expect(skills()).toHaveLength(1);
    await kit.backups().restore(name, neverAborts);
    await kit.reopen();
    expect(skills()).toEqual([]);
  });

  it.each([
    'files/skills/../limpet.db',
    'files/config.json',
    'files/skills//x',
    'files/skills/a:b',
    'files/skills/a\\b',
    'files/skills/./x',
  ])('are not unpacked to %s [T30]', async (name) => {
    const made = await kit.backups().make(neverAborts);
    const bad = 'limpet-backup-20300101-000000-by-hand.zip';
    forge(pathOf(bad), (await unpack(pathOf(made.name))).set(name, Buffer.from('x')));
    await expect(kit.backups().restore(bad, neverAborts)).rejects.toEqual(reason('backup_damaged'));
    expect(existsSync(join(kit.folder, 'restore'))).toBe(false);
  });
});
