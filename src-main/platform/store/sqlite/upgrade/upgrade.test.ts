// Migrations that go wrong: the data is what it was, the reason is said, and the older program goes on.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { errorSentence } from '#main/platform/texts/error-sentence.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { openStore } from '../../create-store.ts';
import { migrations } from '../../migrations/list.ts';
import type { Migration } from '../../migrations/migration.ts';
import { fixtureSchemas, makeOldFolder, newerMigrations, rowHashes } from '../../testing/upgrade-folder.ts';
import { openSqliteStore } from '../open-store.ts';
import { copyDatabase } from '../opening/copy-database.ts';

const newest = migrations.at(-1)?.id ?? 0;
const ill = (sqlite: string, more: Partial<Migration> = {}): readonly Migration[] => [
  ...migrations,
  { id: 9_990, sqlite, ...more },
];

describe('an upgrade', () => {
  let root = '';
  let folder = '';
  let like = '';
  let now = 1_800_000_000_000;
  const open = (list: readonly Migration[]) => openSqliteStore({ folder, now: () => now, migrations: list });
  const hashes = () => rowHashes(folder, like);
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'limpet-upgrade-'));
    folder = join(root, 'data');
    like = join(root, 'like');
    now = 1_800_000_000_000;
    for (const one of [folder, like]) {
      makeOldFolder(one, fixtureSchemas.at(-1) ?? 0);
      await (await openSqliteStore({ folder: one, now: () => now, migrations })).store.close();
    }
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it.each([
    ['does not run', 'INSERT INTO nowhere VALUES (1)', 'nowhere'],
    ['loses a message', 'DELETE FROM messages WHERE n = 6', 'messages has'],
    ['changes a title', "UPDATE sessions SET title = 'x' WHERE n = 101", 'chats changed'],
    ['changes a setting', "UPDATE settings SET value = '{}' WHERE key = 'settings'", 'what belongs to no chat changed'],
    ['drops a column', 'ALTER TABLE messages DROP COLUMN ended_at', 'ended_at'],
    [
      'adds a chat',
      "INSERT INTO sessions (id, title, title_is_automatic, workspace, created_at, updated_at) VALUES ('x', 'x', 1, '', 1, 1)",
      'sessions has',
    ],
    ['breaks the search', 'DELETE FROM search', 'search'],
    [
      'leaves a row without its parent',
      'CREATE TABLE a (n INTEGER REFERENCES sessions (n)); INSERT INTO a VALUES (77)',
      'FOREIGN KEY',
    ],
  ])(
    'whose migration %s ends in the rehearsal, again and again, and the older program goes on',
    async (_what, sql, said) => {
      const before = hashes();
      for (let start = 0; start < 5; start += 1) {
        now += 1_000;
        await expect(open(ill(sql))).rejects.toMatchObject({
          code: 'unavailable',
          retryable: false,
          details: { reason: 'rehearsal_failed', facts: { problem: expect.stringContaining(said) } },
        });
      }
      expect(hashes()).toEqual(before);
      // No copy of the same data each time, which would push older ones out.
      expect(readdirSync(join(folder, 'backups')).filter((name) => name.includes('before'))).toEqual([]);
      const { store, notices } = await open(migrations);
      expect(notices).toEqual([]);
      expect((await store.counts()).schema).toBe(newest);
      await store.close();
      expect(hashes()).toEqual(before);
    },
  );

  it('says in the language of the person what happened, and which version to use', async () => {
    const failure: unknown = await open(ill('INSERT INTO nowhere VALUES (1)')).catch((error: unknown) => error);
    if (!isAppError(failure)) throw new Error('it should have failed');
    expect(errorSentence(failure, createTranslate('en'))).toMatch(
      /no such table: nowhere.*Nothing was changed: use the version/,
    );
    expect(errorSentence(failure, createTranslate('de'))).toMatch(/no such table: nowhere.*Nichts wurde geändert/);
  });

  it('lets a migration change what it says that it changes, and nothing else', async () => {
    const sqlite = "UPDATE sessions SET title = title || '!'";
    await (await open(ill(sqlite, { changes: ['sessions.title'] }))).store.close();
    const db = new Database(join(folder, 'limpet.db'), { readonly: true });
    expect(db.prepare('SELECT title FROM sessions WHERE n = 101').pluck().get()).toBe('Second!');
    db.close();
  });

  it('says that the disk is full as what it is, and can be tried again', async () => {
    const before = hashes();
    writeFileSync(join(folder, 'backups'), ''); // a file in the way of the folder
    await expect(open(newerMigrations)).rejects.toMatchObject({ code: expect.any(String) });
    await rm(join(folder, 'backups'));
    expect(hashes()).toEqual(before);
    await (await open(newerMigrations)).store.close();
    expect(hashes()).toEqual(before);
  });

  /** A process that died after the migrations of the true database, before anybody had looked at it. */
  const diedUnchecked = async () => {
    await copyDatabase(join(folder, 'limpet.db'), join(root, 'copy.db'));
    await (await open(newerMigrations)).store.close();
    const name = readdirSync(join(folder, 'backups')).find((one) => one.includes('before')) ?? '';
    const journal = { snapshot: basename(name), from: newest, to: 9_990 };
    writeFileSync(join(folder, 'limpet.upgrade'), JSON.stringify(journal));
  };

  it('looks at what a dead process has migrated, and keeps it when it is well', async () => {
    const before = hashes();
    await diedUnchecked();
    const { store, notices } = await open(newerMigrations);
    expect(notices).toEqual([]);
    await store.close();
    expect(existsSync(join(folder, 'limpet.upgrade'))).toBe(false);
    expect(hashes()).toEqual(before);
  });

  it('goes back when what a dead process has migrated is ill, says so, and comes through at the next start', async () => {
    const before = hashes();
    await diedUnchecked();
    const db = new Database(join(folder, 'limpet.db'));
    db.exec('DELETE FROM messages WHERE n = 6');
    db.close();
    await expect(open(newerMigrations)).rejects.toMatchObject({ details: { reason: 'upgrade_failed' } });
    expect(hashes()).toEqual(before);
    await (await open(newerMigrations)).store.close();
    expect(hashes()).toEqual(before);
  });

  it('is undone by the older program when it was never finished, with a notice', async () => {
    const before = hashes();
    await diedUnchecked();
    const { store, notices } = await open(migrations);
    expect(notices).toMatchObject([{ id: 'upgrade-undone' }]);
    expect((await store.counts()).schema).toBe(newest);
    await store.close();
    expect(hashes()).toEqual(before);
    expect(readdirSync(join(folder, 'damaged'))).toEqual([]);
  });

  it('goes back when the database that a dead process left cannot be read at all', async () => {
    const before = hashes();
    await diedUnchecked();
    writeFileSync(join(folder, 'limpet.db'), 'x'.repeat(10_000));
    await expect(open(newerMigrations)).rejects.toMatchObject({ details: { reason: 'upgrade_failed' } });
    expect(hashes()).toEqual(before);
  });

  it('leaves a database alone whose schema is the newest', async () => {
    const before = hashes();
    await (await openStore({ folder, now: () => now })).store.close();
    expect(existsSync(join(folder, 'backups'))).toBe(false);
    expect(hashes()).toEqual(before);
  });
});
