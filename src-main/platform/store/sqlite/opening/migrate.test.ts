// From every released schema to this one; a newer one is left alone.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SessionId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { openStore } from '../../create-store.ts';
import { migrations } from '../../migrations/list.ts';
import type { Migration } from '../../migrations/migration.ts';
import { createConversation, plain } from '../../testing/conversation.ts';
import { openSqliteStore } from '../open-store.ts';

const newest = migrations.at(-1)?.id;
const fixtures = join(import.meta.dirname, '../../migrations/fixtures');
const next: Migration = { id: 9_990, sqlite: "ALTER TABLE sessions ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue';" };
const broken: Migration = {
  id: 9_990,
  sqlite: 'CREATE TABLE extra (x INTEGER) STRICT; INSERT INTO nowhere VALUES (1);',
};

describe('migrations', () => {
  let folder = '';
  const now = () => 1_700_000_000_000;
  const path = () => join(folder, 'limpet.db');
  const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
  const open = (list: readonly Migration[] = migrations) => openSqliteStore({ folder, now, migrations: list });
  const withSession = async () => {
    const { store } = await open();
    const talk = createConversation(store);
    const session = await talk.session('Kept');
    await talk.say(session.id, ['question', 'answer']);
    await store.close();
    return session.id;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limpet-migrate-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('has a fixture for every schema, in order and without a repeated id', () => {
    const ids = migrations.map(({ id }) => id);
    expect([...new Set(ids)].sort((a, b) => a - b)).toEqual(ids);
    for (const id of ids) expect(readdirSync(fixtures)).toContain(`schema-${id}.sql`);
  });

  it.each(readdirSync(fixtures))('opens %s and keeps its rows [R21]', async (name) => {
    mkdirSync(folder, { recursive: true });
    const db = new Database(path());
    db.exec(readFileSync(join(fixtures, name), 'utf8'));
    db.close();
    const { store, notices } = await openStore({ folder, now });
    expect(notices).toEqual([]);
    const sessionId = SessionId.parse('fixture-session');
    const { messages } = await store.messages.history({ sessionId, from: 0, limit: 50 });
    expect(messages.map(plain)).toEqual([
      'What is the tide at Dover?',
      '[tool_call]High water at 11:42.',
      '明天天气怎么样?',
      'Rain.',
    ]);
    expect(messages.every(({ error }) => error === undefined)).toBe(true);
    expect(messages[1]?.parts[0]).toMatchObject({ type: 'tool_call', state: 'done', output: 'tide table' });
    expect(messages[0]?.versions).toHaveLength(2);
    expect(await store.sessions.get(sessionId)).toMatchObject({ title: 'Tides', usage: { inputTokens: 12 } });
    expect((await store.settings.get()).theme).toBe('dark');
    expect(await store.spending.total({ since: 0, until: 1_800_000_000_000 })).toMatchObject({
      ...{ calls: 1, inputTokens: 12, outputTokens: 3, costUsd: 0.001, unpricedCalls: 0 },
    });
    for (const words of ['dover', '天气', 'edited']) {
      expect((await store.sessions.search({ text: words, limit: 5, signal: neverAborts })).hits).toHaveLength(1);
    }
    await store.close();
  });

  it('copies the database before it migrates, once', async () => {
    const sessionId = await withSession();
    const { store } = await open([...migrations, next]);
    expect((await store.sessions.get(sessionId)).title).toBe('Kept');
    expect((await store.counts()).schema).toBe(next.id);
    await store.close();
    const backups = readdirSync(join(folder, 'backups'));
    expect(backups).toEqual([`limpet-before-${now()}-schema-${newest}.db`]);
    const copy = new Database(join(folder, 'backups', backups[0] ?? ''), { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(newest);
    expect(copy.prepare('SELECT title FROM sessions').pluck().get()).toBe('Kept');
    copy.close();
    await (await open([...migrations, next])).store.close();
    expect(readdirSync(join(folder, 'backups'))).toHaveLength(1);
  });

  it('undoes a migration that fails in the middle and goes on later [R21]', async () => {
    const sessionId = await withSession();
    await expect(open([...migrations, broken])).rejects.toMatchObject({
      details: { reason: 'rehearsal_failed', facts: { problem: expect.stringContaining('nowhere') } },
    });
    const db = new Database(path(), { readonly: true });
    expect(db.pragma('user_version', { simple: true })).toBe(newest);
    expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'").pluck().get()).toBe(0);
    db.close();
    const { store } = await open([...migrations, next]);
    expect((await store.sessions.get(sessionId)).title).toBe('Kept');
    await store.close();
  });

  it('refuses a newer database and does not write to it [R22]', async () => {
    await withSession();
    await (await open([...migrations, next])).store.close();
    const before = hashOf(path());
    await expect(openStore({ folder, now })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'newer_database' },
    });
    for (const repair of ['restore', 'salvage'] as const) {
      await expect(openStore({ folder, now, repair })).rejects.toMatchObject({ code: 'unsupported' });
    }
    expect(hashOf(path())).toBe(before);
    expect(readdirSync(folder)).not.toContain('limpet.db-wal');
  });

  it('refuses a newer database whose process was killed, log and all [R22]', async () => {
    await withSession();
    const { store } = await open([...migrations, next]);
    await createConversation(store).session('In the log');
    const left = await mkdtemp(join(tmpdir(), 'limpet-newer-'));
    for (const name of ['limpet.db', 'limpet.db-wal']) {
      await copyFile(join(folder, name), join(left, name));
    }
    await store.close();
    const hashes = () => ['limpet.db', 'limpet.db-wal'].map((name) => hashOf(join(left, name)));
    const before = hashes();
    await expect(openStore({ folder: left, now })).rejects.toMatchObject({ details: { reason: 'newer_database' } });
    expect(hashes()).toEqual(before);
    await rm(left, { recursive: true, force: true });
  });

  it('refuses a database that another build has made, by checksum', async () => {
    await withSession();
    const [first] = migrations;
    const other = migrations.map((m) => (m === first ? { ...m, sqlite: `${m.sqlite}\n-- changed` } : m));
    await expect(open(other)).rejects.toMatchObject({ code: 'unsupported', details: { reason: 'other_build' } });
  });
});
