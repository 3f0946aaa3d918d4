// Notes of a damaged database: their index is built anew, and their rows are salvaged with the chats.
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NoteId } from '#main/contract/ids.ts';
import { openStore } from '../../create-store.ts';
import type { Store } from '../../port.ts';
import { openConnection } from '../connection/connection.ts';

const now = () => 1_700_000_000_000;
const pageBytes = 4096;

describe('notes of a damaged database', () => {
  let folder = '';
  let before: unknown[] = [];
  const path = () => join(folder, 'limpet.db');
  const overwrite = (at: number, bytes: Uint8Array) => {
    const handle = openSync(path(), 'r+');
    writeSync(handle, bytes, 0, bytes.length, at);
    closeSync(handle);
  };
  const allOf = async (store: Store) => {
    const { notes } = await store.notes.list({ text: '', trash: false, limit: 200 });
    return Promise.all(notes.map(({ id }) => store.notes.get(id)));
  };
  const found = async (store: Store, text: string) =>
    (await store.notes.list({ text, trash: false, limit: 200 })).notes.length;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limpet-notes-'));
    const { store } = await openStore({ folder, now });
    for (let number = 0; number < 40; number += 1) {
      const body = `text ${number} 明天天气 ${'because '.repeat(number * 20)}`;
      const state = { title: `Note ${number}`, body, tags: ['sea'], trust: 'known' as const, source: '' };
      await store.notes.create({ id: NoteId.parse(`n${number}`), state, most: 100, now: now() + number });
    }
    before = await allOf(store);
    await store.close();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are found again by a new index when the old one is hit [R05]', async () => {
    const connection = openConnection({ path: path(), mode: 'read' });
    const pages = connection
      .query<[], { n: number }>("SELECT pageno AS n FROM dbstat WHERE name LIKE 'search_notes_%'")
      .all();
    connection.close();
    expect(pages.length).toBeGreaterThan(3);
    for (const { n } of pages) overwrite((n - 1) * pageBytes, new Uint8Array(pageBytes).fill(0xaa));
    const { store, notices } = await openStore({ folder, now });
    expect(notices).toMatchObject([{ id: 'database-rebuilt' }]);
    expect(await allOf(store)).toEqual(before);
    expect(await found(store, '天气')).toBe(40);
    await store.close();
  });

  it('are salvaged behind a broken header, and found', async () => {
    overwrite(0, new Uint8Array(100).fill(0xff));
    const { store, notices } = await openStore({ folder, now, repair: 'salvage' });
    expect(notices[0]?.params).toMatchObject({ lost: '0' });
    expect(await allOf(store)).toEqual(before);
    expect(await found(store, 'because')).toBe(39);
    await store.close();
  });
});
