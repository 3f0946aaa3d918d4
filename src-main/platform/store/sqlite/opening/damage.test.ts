// Damaged files: found at open or when the row is read, never a crash, never altered text shown as sound.
import {
  closeSync,
  cpSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { openStore } from '../../create-store.ts';
import { migrations } from '../../migrations/list.ts';
import type { OpenedStore, Store } from '../../port.ts';
import { callOf, createConversation, id, plain } from '../../testing/conversation.ts';
import { generateHistory } from '../../testing/generate-history.ts';
import { openConnection } from '../connection/connection.ts';

const newest = migrations.at(-1)?.id;
const sessionId = id.session('s');
const now = () => 1_700_000_000_000;

/** The same numbers in every run. */
function createRandom(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function overwrite(path: string, at: number, bytes: Uint8Array): void {
  const handle = openSync(path, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
}

describe('a damaged database', () => {
  let root = '';
  let sound = '';
  let original: string[] = [];
  const allTexts = async (store: Store) => {
    const texts: string[] = [];
    const { total } = await store.messages.history({ sessionId, from: 0, limit: 1 });
    for (let from = 0; from < total; from += 200) {
      const { messages } = await store.messages.history({ sessionId, from, limit: 200 });
      texts.push(...messages.map((m) => (m.error?.details?.reason === 'message_damaged' ? '(damaged)' : plain(m))));
    }
    return texts;
  };
  const database = (folder: string) => join(folder, 'limpet.db');
  const copy = (name: string) => {
    const folder = join(root, name);
    cpSync(sound, folder, { recursive: true, preserveTimestamps: true });
    return folder;
  };
  const tryOpen = async (folder: string, repair?: 'restore' | 'salvage'): Promise<OpenedStore | string> => {
    try {
      return await openStore({ folder, now, ...(repair === undefined ? {} : { repair }) });
    } catch (error) {
      if (!isAppError(error)) throw error;
      return error.details?.reason ?? error.code;
    }
  };
  const opened = (result: OpenedStore | string): OpenedStore => {
    if (typeof result === 'string') throw new Error(`not opened: ${result}`);
    return result;
  };
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'limpet-damage-'));
    sound = join(root, 'sound');
    const { store } = await openStore({ folder: sound, now });
    const talk = createConversation(store);
    await store.sessions.create({ id: sessionId, title: 'S', titleIsAutomatic: true, workspace: '/w', now: 1 });
    for (let i = 0; i < 60; i += 1) {
      await talk.say(sessionId, [`question ${i} ${'why '.repeat(i * 3)}`, `answer ${i} ${'because '.repeat(i * 20)}`]);
    }
    await store.settings.set({ theme: 'dark' });
    await store.backup(neverAborts);
    original = await allTexts(store);
    await store.close();
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('never crashes and never shows altered text, wherever 16 bytes are damaged [R05]', async () => {
    const random = createRandom(7);
    const size = statSync(database(sound)).size;
    const seen = { refused: 0, flagged: 0, untouched: 0 };
    for (let round = 0; round < 120; round += 1) {
      const folder = copy('hit');
      const bytes = Uint8Array.from({ length: 16 }, () => random(256));
      overwrite(database(folder), random(size - 16), bytes);
      const result = await tryOpen(folder);
      if (typeof result === 'string') {
        expect(result).toBe('corrupt_database');
        seen.refused += 1;
      } else {
        try {
          const texts = await allTexts(result.store);
          for (const [i, shown] of texts.entries()) expect([original[i], '(damaged)']).toContain(shown);
          if (texts.includes('(damaged)')) seen.flagged += 1;
          else seen.untouched += 1;
        } finally {
          await result.store.close();
        }
      }
      rmSync(folder, { recursive: true, force: true });
    }
    expect(seen.refused).toBeGreaterThan(3);
    expect(seen.flagged).toBeGreaterThan(5);
  }, 120_000);

  it('tells a damaged message row, whichever of its bytes is hit [R05]', async () => {
    const random = createRandom(3);
    const file = readFileSync(database(sound));
    let found = 0;
    const rounds = 60;
    for (let round = 0; round < rounds; round += 1) {
      const folder = copy('row');
      const i = 20 + random(40);
      const start = file.indexOf(`answer ${i} because`);
      const at = start + random(Math.min(i * 100, 4096 - (start % 4096)));
      const flipped = (file[at] ?? 0) ^ (1 << random(7));
      overwrite(database(folder), at, Uint8Array.of(flipped));
      const result = await tryOpen(folder);
      if (typeof result === 'string') found += 1;
      else {
        const texts = await allTexts(result.store);
        if (texts.includes('(damaged)')) found += 1;
        await result.store.close();
      }
      rmSync(folder, { recursive: true, force: true });
    }
    expect(found / rounds).toBeGreaterThanOrEqual(0.99);
  }, 120_000);

  it('refuses a broken header and a cut file, and names the backups [R05]', async () => {
    const damages: ((path: string) => void)[] = [
      (path) => overwrite(path, 0, new Uint8Array(16)),
      (path) => overwrite(path, 0, new Uint8Array(100).fill(0xff)),
      (path) => overwrite(path, 56, new Uint8Array(16).fill(0xab)),
      (path) => truncateSync(path, Math.floor(statSync(path).size / 2)),
      (path) => truncateSync(path, 50),
    ];
    for (const damage of damages) {
      const folder = copy('header');
      damage(database(folder));
      await expect(openStore({ folder, now })).rejects.toMatchObject({
        code: 'unavailable',
        details: { reason: 'corrupt_database', facts: { backups: 1, newest: new Date(now()).toISOString() } },
      });
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('restores the newest backup that is sound and keeps the damaged file aside', async () => {
    const folder = copy('restore');
    overwrite(database(folder), 0, new Uint8Array(100));
    const broken = join(folder, 'backups', `limpet-daily-${now() + 5}-schema-${newest}.db`);
    cpSync(database(folder), broken);
    const { store, notices } = opened(await tryOpen(folder, 'restore'));
    expect(notices).toMatchObject([{ id: 'database-restored', key: 'system.notice_database_restored' }]);
    expect(notices[0]?.params.backup).toBe(`limpet-daily-${now()}-schema-${newest}.db`);
    expect(await allTexts(store)).toEqual(original);
    expect((await store.settings.get()).theme).toBe('dark');
    await store.close();
    expect(readdirSync(join(folder, 'damaged'))).toHaveLength(1);
    const again = opened(await tryOpen(folder));
    expect(again.notices).toEqual([]);
    await again.store.close();
  });

  it('says so when there is nothing to restore', async () => {
    const folder = copy('none');
    overwrite(database(folder), 0, new Uint8Array(100));
    rmSync(join(folder, 'backups'), { recursive: true });
    expect(await tryOpen(folder, 'restore')).toBe('corrupt_database');
    expect(existsSync(database(folder))).toBe(true);
  });

  it('does not repair what is sound', async () => {
    for (const repair of ['restore', 'salvage'] as const) {
      const { store, notices } = opened(await tryOpen(sound, repair));
      expect(notices).toEqual([]);
      expect(await allTexts(store)).toEqual(original);
      await store.close();
    }
  });

  /** Pages of these b-trees, by SQLite's own account. */
  const pagesOf = (names: RegExp): number[] => {
    const connection = openConnection({ path: database(sound), mode: 'read' });
    try {
      const pages = connection.query<[], { name: string; n: number }>('SELECT name, pageno AS n FROM dbstat').all();
      return pages.filter(({ name }) => names.test(name)).map(({ n }) => n);
    } finally {
      connection.close();
    }
  };
  const expectHealed = async (folder: string) => {
    const { store, notices } = opened(await tryOpen(folder));
    expect(notices).toMatchObject([{ id: 'database-rebuilt', key: 'system.notice_database_rebuilt' }]);
    expect(existsSync(notices[0]?.params.damaged ?? '')).toBe(true);
    expect(await allTexts(store)).toEqual(original);
    expect((await store.settings.get()).theme).toBe('dark');
    const search = (text: string) => store.sessions.search({ text, limit: 500, signal: neverAborts });
    expect((await search('question')).hits).toHaveLength(60);
    const talk = createConversation(store, now());
    await talk.say(sessionId, ['zanzibar', 'noted']);
    expect((await search('zanzibar')).hits).toHaveLength(1);
    await store.close();
    const again = opened(await tryOpen(folder));
    expect(again.notices).toEqual([]);
    expect(await allTexts(again.store)).toEqual([...original, 'zanzibar', 'noted']);
    await again.store.close();
  };

  it('heals by itself when only the search index is hit, whichever of its pages, and says so [R05]', async () => {
    const random = createRandom(5);
    const pages = pagesOf(/^search/);
    expect(pages.length).toBeGreaterThan(8);
    // A third of them holds roots and leaves of each of its tables.
    for (const page of pages.filter((_, i) => i % 3 === 0)) {
      const folder = copy('search');
      const noise = Uint8Array.from({ length: 4096 }, () => random(256));
      overwrite(database(folder), (page - 1) * 4096, noise);
      await expectHealed(folder);
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);

  it('heals an index whose pages are sound and whose content is not, once a search has met it', async () => {
    const folder = copy('content');
    const connection = openConnection({ path: database(folder), mode: 'write' });
    // SQLite itself writes the nonsense, so every page stays a page; 10 is the record that lists the others.
    connection.db.unsafeMode();
    connection.db.exec("UPDATE search_data SET block = X'0000FFFF' || substr(block, 5) WHERE id > 10");
    connection.db.pragma('wal_checkpoint(TRUNCATE)');
    connection.close();
    const stamp = statSync(database(folder));
    const mark = JSON.stringify({ sizeBytes: stamp.size, modifiedMs: stamp.mtimeMs });
    writeFileSync(join(folder, 'limpet.closed'), mark);
    const { store, notices } = opened(await tryOpen(folder));
    expect(notices).toEqual([]);
    const found = store.sessions.search({ text: 'question', limit: 10, signal: neverAborts });
    await expect(found).rejects.toMatchObject({ details: { reason: 'corrupt_search' } });
    expect(await allTexts(store)).toEqual(original);
    await store.close();
    await expectHealed(folder);
  });

  it('heals it also after a process died, and when a repair was asked for', async () => {
    const [page = 0] = pagesOf(/^search_data/);
    for (const repair of [undefined, 'restore', 'salvage'] as const) {
      const folder = copy('dead');
      overwrite(database(folder), (page - 1) * 4096, new Uint8Array(4096).fill(0xaa));
      rmSync(join(folder, 'limpet.closed'));
      const { store, notices } = opened(await tryOpen(folder, repair));
      expect(notices).toMatchObject([{ id: 'database-rebuilt' }]);
      expect(await allTexts(store)).toEqual(original);
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('asks, and heals nothing by itself, when a page of rows is hit beside the index', async () => {
    const [page = 0] = pagesOf(/^search_data/);
    const [rows = 0] = pagesOf(/^messages$/).slice(-1);
    const folder = copy('both');
    for (const one of [page, rows]) overwrite(database(folder), (one - 1) * 4096, new Uint8Array(4096).fill(0xaa));
    expect(await tryOpen(folder)).toBe('corrupt_database');
    expect(existsSync(join(folder, 'damaged'))).toBe(false);
  });

  it('salvages everything behind a broken header', async () => {
    const folder = copy('header');
    overwrite(database(folder), 0, new Uint8Array(100).fill(0xff));
    const { store, notices } = opened(await tryOpen(folder, 'salvage'));
    expect(notices[0]?.params).toMatchObject({ sessions: '1', messages: '120', lost: '0' });
    expect(await allTexts(store)).toEqual(original);
    expect(await store.sessions.search({ text: 'question', limit: 100, signal: neverAborts })).toMatchObject({
      more: false,
    });
    const talk = createConversation(store, now());
    await talk.say(sessionId, ['after the salvage', 'fine']);
    expect((await allTexts(store)).slice(-2)).toEqual(['after the salvage', 'fine']);
    await store.close();
  });

  it('salvages everything behind a lost list of tables', async () => {
    const folder = copy('schema');
    const connection = openConnection({ path: database(sound), mode: 'read' });
    const pages = connection
      .query<[], { n: number }>("SELECT pageno AS n FROM dbstat WHERE name = 'sqlite_schema'")
      .all();
    connection.close();
    for (const { n } of pages) overwrite(database(folder), (n - 1) * 4096, new Uint8Array(4096).fill(0xcc));
    const { store } = opened(await tryOpen(folder, 'salvage'));
    expect(await allTexts(store)).toEqual(original);
    await store.close();
  });

  it('salvages all pages that can be read, in order, with a mark where a message was lost', async () => {
    const random = createRandom(11);
    let worked = 0;
    for (let round = 0; round < 12; round += 1) {
      const folder = copy('pages');
      const pages = statSync(database(folder)).size / 4096;
      for (let hit = 0; hit < 3; hit += 1) {
        const page = 1 + random(pages - 1);
        overwrite(
          database(folder),
          page * 4096,
          Uint8Array.from({ length: 4096 }, () => random(256)),
        );
      }
      const first = await tryOpen(folder);
      if (typeof first !== 'string') {
        await first.store.close(); // an unused page was hit
        rmSync(folder, { recursive: true, force: true });
        continue;
      }
      const { store, notices } = opened(await tryOpen(folder, 'salvage'));
      expect(notices).toMatchObject([{ key: 'system.notice_database_salvaged' }]);
      const { sessions } = await store.sessions.list({ archived: false, limit: 10 });
      expect(sessions).toHaveLength(1);
      const id0 = sessions[0]?.id ?? sessionId;
      const { messages } = await store.messages.history({ sessionId: id0, from: 0, limit: 200 });
      expect(messages.map(({ depth }) => depth)).toEqual(messages.map((_, i) => i));
      for (const [i, message] of messages.entries()) {
        const isLost = message.error?.details?.reason === 'message_damaged';
        if (!isLost) expect(plain(message)).toBe(original[i]);
      }
      const readable = messages.filter((m) => m.error === undefined).length;
      expect(readable).toBeGreaterThan(60);
      worked += 1;
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    }
    expect(worked).toBeGreaterThan(6);
  }, 120_000);

  const destroy = (folder: string, page: number) =>
    overwrite(database(folder), (page - 1) * 4096, new Uint8Array(4096).fill(0xd7));
  const rootOf = (folder: string, table: string): number => {
    const connection = openConnection({ path: database(folder), mode: 'read' });
    try {
      const root = connection.query<[string], { n: number }>('SELECT rootpage AS n FROM sqlite_schema WHERE name = ?');
      return root.get(table)?.n ?? 0;
    } finally {
      connection.close();
    }
  };

  it('salvages the rows below a lost root and below a lost inner page, all of them [R05]', async () => {
    const folder = copy('root');
    destroy(folder, rootOf(folder, 'messages'));
    const { store, notices } = opened(await tryOpen(folder, 'salvage'));
    expect(notices[0]?.params).toMatchObject({ sessions: '1', messages: '120', lost: '0' });
    expect(await allTexts(store)).toEqual(original);
    await store.close();

    const large = join(root, 'large');
    await generateHistory({ folder: large, messages: 30_000, sessions: 3 });
    const connection = openConnection({ path: database(large), mode: 'read' });
    const inner = connection
      .query<[], { n: number }>("SELECT pageno AS n FROM dbstat WHERE name = 'messages' AND pagetype = 'internal'")
      .all()
      .map(({ n }) => n)
      .filter((n) => n !== rootOf(large, 'messages'));
    connection.close();
    expect(inner.length).toBeGreaterThan(1);
    destroy(large, inner[0] ?? 0);
    const second = opened(await tryOpen(large, 'salvage'));
    expect(second.notices[0]?.params).toMatchObject({ sessions: '3', messages: '30000', lost: '0' });
    await second.store.close();
  }, 120_000);

  it('brings nothing back that was deleted for good, and reads no strays where nobody can tell', async () => {
    const { store } = await openStore({ folder: sound, now });
    const talk = createConversation(store);
    const gone = id.session('gone');
    await store.sessions.create({ id: gone, title: 'G', titleIsAutomatic: true, workspace: '/w', now: 1 });
    for (let i = 0; i < 60; i += 1) await talk.say(gone, [`secret ${i} ${'hush '.repeat(60)}`, 'done']);
    await store.sessions.remove(gone, 2);
    await store.sessions.purge(3);
    await store.close();
    expect(readFileSync(database(sound)).includes('secret')).toBe(true);

    const folder = copy('purged');
    destroy(folder, rootOf(folder, 'messages'));
    const first = opened(await tryOpen(folder, 'salvage'));
    expect(first.notices[0]?.params).toMatchObject({ sessions: '1', messages: '120', lost: '0' });
    expect(await allTexts(first.store)).toEqual(original);
    await first.store.close();
    expect(readFileSync(database(folder)).includes('secret')).toBe(false);

    const blind = copy('blind');
    destroy(blind, rootOf(blind, 'messages'));
    overwrite(database(blind), 0, new Uint8Array(100).fill(0xff)); // with it the list of free pages
    const second = opened(await tryOpen(blind, 'salvage'));
    expect(second.notices[0]?.params).toMatchObject({ messages: '0', lost: '120' });
    await second.store.close();
    expect(readFileSync(database(blind)).includes('secret')).toBe(false);
  });

  it('tells exactly how many rows could not be read, also at the end of a chat', async () => {
    const connection = openConnection({ path: database(sound), mode: 'read' });
    const leaves = connection
      .query<[], { n: number; rows: number }>(
        "SELECT pageno AS n, ncell AS rows FROM dbstat WHERE name = 'messages' AND pagetype = 'leaf' ORDER BY path",
      )
      .all();
    connection.close();
    for (const leaf of [leaves[3], leaves.at(-1)]) {
      const folder = copy('leaf');
      destroy(folder, leaf?.n ?? 0);
      const { store, notices } = opened(await tryOpen(folder, 'salvage'));
      const messages = 120 - (leaf?.rows ?? 0);
      expect(leaf?.rows).toBeGreaterThan(0);
      expect(notices[0]?.params).toMatchObject({ messages: String(messages), lost: String(leaf?.rows) });
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('remembers damage that a read met, so that the next start looks at everything', async () => {
    const folder = copy('later');
    const path = database(folder);
    const stamp = statSync(path);
    const file = readFileSync(path);
    // As bad sectors do: the content changes, size and time of the file do not.
    overwrite(path, Math.floor(file.indexOf('answer 3 because') / 4096) * 4096, new Uint8Array(4096).fill(0xee));
    utimesSync(path, stamp.atimeMs / 1000, stamp.mtimeMs / 1000);
    const closedMark = join(folder, 'limpet.closed');
    const mark = JSON.stringify({ sizeBytes: stamp.size, modifiedMs: statSync(path).mtimeMs });
    writeFileSync(closedMark, mark);
    const { store } = opened(await tryOpen(folder));
    await expect(allTexts(store)).rejects.toMatchObject({ details: { reason: 'corrupt_database' } });
    await store.close();
    expect(await tryOpen(folder)).toBe('corrupt_database');
  });

  it('makes no backup of a damaged database and drops none', async () => {
    const folder = copy('backup');
    const path = database(folder);
    const { store } = opened(await tryOpen(folder));
    const before = readdirSync(join(folder, 'backups'));
    rmSync(join(folder, 'backups'), { recursive: true });
    const page = Math.floor(readFileSync(path).indexOf('answer 3 because') / 4096) * 4096;
    overwrite(path, page, new Uint8Array(4096).fill(0xee));
    await expect(store.backup(neverAborts)).rejects.toMatchObject({ details: { reason: 'corrupt_database' } });
    expect(before).toHaveLength(1);
    expect(readdirSync(join(folder, 'backups'))).toEqual([]);
    await store.close();
  });

  it('falls back to the message’s own copy of a call whose journal row was damaged', async () => {
    const { store } = await openStore({ folder: sound, now });
    const talk = createConversation(store, now());
    await talk.accept(sessionId, 'run');
    const begun = await talk.begin(sessionId);
    const held = { turnId: begun.turn.id, messageId: begun.answer.id, fence: 1 };
    const call = callOf('c1', { input: { marker: 'journalmarker' } });
    await store.turns.endStep({ ...held, parts: [callOf('c1')], model: 'a/b', step: 1, now: 1 });
    await store.turns.endCall({ ...held, call: { ...call, state: 'done' }, output: 'x', now: 2 });
    await talk.end(begun, [callOf('c1')]);
    await store.close();
    const file = readFileSync(database(sound));
    overwrite(database(sound), file.indexOf('journalmarker'), Uint8Array.of(0x58));
    const again = opened(await tryOpen(sound));
    expect((await again.store.messages.get(begun.answer.id)).parts).toMatchObject([{ callId: 'c1', state: 'stopped' }]);
    await expect(again.store.messages.callOutput(call.callId)).rejects.toMatchObject({ code: 'unavailable' });
    await again.store.close();
  });
});
