// The restore timeline: what it tells, the way back, the way back from that, and processes that die on it.
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { openStore } from '../../create-store.ts';
import { migrations } from '../../migrations/list.ts';
import type { Store } from '../../port.ts';
import { createConversation } from '../../testing/conversation.ts';
import { runUpgradeChild } from '../../testing/run-upgrade-child.ts';
import { newerMigrations } from '../../testing/upgrade-folder.ts';
import { openSqliteStore } from '../open-store.ts';

const quick = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

describe('the restore timeline', () => {
  let root = '';
  let folder = '';
  let now = 1_800_000_000_000;
  const open = async (at = folder) => openStore({ folder: at, now: () => now });
  const titles = async (store: Store) =>
    (await store.sessions.list({ archived: false, limit: 50 })).sessions.map(({ title }) => title).sort();
  beforeEach(async () => {
    root = await mkdtemp(join(quick, 'limpet-timeline-'));
    folder = join(root, 'data');
    now = 1_800_000_000_000;
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  /** A day with one chat, copied; then a second chat and other values. */
  const twoDays = async () => {
    const { store } = await open();
    const talk = createConversation(store, now);
    await talk.say((await talk.session('First day')).id, ['what is the tide', 'high']);
    await store.settings.setValue('app.version', '1.0.0');
    await store.settings.setValue('gateway.sessions', ['revoked']);
    await store.settings.set({ theme: 'light' });
    await store.backup(neverAborts);
    const [copy] = await store.snapshots.list();
    now += 60_000;
    await talk.session('Second day');
    await store.settings.setValue('gateway.sessions', ['valid']);
    await store.settings.setValue('api.keyHash', 'new');
    await store.settings.set({ theme: 'dark' });
    return { store, id: copy?.id ?? '' };
  };

  it('tells of each copy when and why it was made, with which version, and what is in it', async () => {
    const { store, id } = await twoDays();
    expect(await store.snapshots.list()).toEqual([
      {
        id,
        at: 1_800_000_000_000,
        reason: 'daily',
        version: '1.0.0',
        sessions: 1,
        sizeBytes: expect.any(Number),
        state: 'ready',
      },
    ]);
    await store.close();
  });

  it('goes back at the next opening, keeps who may come in, and can be undone', async () => {
    const { store, id } = await twoDays();
    await store.snapshots.goBackTo(id, now);
    expect(await store.snapshots.wished()).toBe(id);
    expect(await titles(store)).toEqual(['First day', 'Second day']);
    await store.close();
    now += 1_000;
    const back = await open();
    expect(back.notices).toMatchObject([{ id: 'snapshot-restored', params: { madeAt: '2027-01-15T08:00:00.000Z' } }]);
    expect(await titles(back.store)).toEqual(['First day']);
    expect((await back.store.settings.get()).theme).toBe('light');
    expect(await back.store.settings.getValue('gateway.sessions')).toEqual(['valid']);
    expect(await back.store.settings.getValue('api.keyHash')).toBe('new');
    expect(await back.store.snapshots.wished()).toBeUndefined();
    const [present] = await back.store.snapshots.list();
    expect(present).toMatchObject({ reason: 'restore', sessions: 2 });
    await back.store.snapshots.goBackTo(present?.id ?? '', now);
    await back.store.close();
    now += 1_000;
    const again = await open();
    expect(await titles(again.store)).toEqual(['First day', 'Second day']);
    expect((await again.store.settings.get()).theme).toBe('dark');
    await again.store.close();
    expect(readdirSync(join(folder, 'damaged'))).toEqual([]);
  });

  it('stays when it is taken back, and refuses what is not there, is broken or came from a newer version', async () => {
    const { store, id } = await twoDays();
    await store.snapshots.goBackTo(id, now);
    await store.snapshots.stay();
    for (const wrong of ['../limpet.db', 'limpet-daily-1-schema-10.db', ''])
      await expect(store.snapshots.goBackTo(wrong, now)).rejects.toMatchObject({ code: 'not_found' });
    writeFileSync(join(folder, 'backups/limpet-daily-5-schema-10.db'), 'no database');
    await expect(store.snapshots.goBackTo('limpet-daily-5-schema-10.db', now)).rejects.toMatchObject({
      details: { reason: 'snapshot_gone' },
    });
    await store.close();
    const newer = join(root, 'newer');
    cpSync(folder, newer, { recursive: true });
    const next = await openSqliteStore({ folder: newer, now: () => now, migrations: newerMigrations });
    now += 2 * 24 * 3_600_000;
    await next.store.backup(neverAborts);
    await next.store.close();
    const made = readdirSync(join(newer, 'backups')).find((name) => name.includes('9990')) ?? '';
    cpSync(join(newer, 'backups', made), join(folder, 'backups', made));
    const old = await open();
    expect(await titles(old.store)).toEqual(['First day', 'Second day']);
    expect((await old.store.snapshots.list()).map(({ state }) => state)).toEqual(['newer', 'ready', 'unreadable']);
    await expect(old.store.snapshots.goBackTo(made, now)).rejects.toMatchObject({ code: 'not_found' });
    await old.store.close();
  });

  it('changes nothing when the copy has gone by the next opening, and says so', async () => {
    const { store, id } = await twoDays();
    await store.snapshots.goBackTo(id, now);
    await store.close();
    rmSync(join(folder, 'backups', id));
    const { store: after, notices } = await open();
    expect(notices).toMatchObject([{ id: 'snapshot-refused' }]);
    expect(await titles(after)).toEqual(['First day', 'Second day']);
    await after.close();
  });

  it('goes back from a damaged present too, which is kept', async () => {
    const { store, id } = await twoDays();
    await store.snapshots.goBackTo(id, now);
    await store.close();
    writeFileSync(join(folder, 'limpet.db'), 'x'.repeat(50_000));
    const { store: after } = await open();
    expect(await titles(after)).toEqual(['First day']);
    // Nobody can tell who was signed in: so nobody is.
    expect(await after.settings.getValue('gateway.sessions')).toBeUndefined();
    await after.close();
    expect(readdirSync(join(folder, 'damaged'))).toHaveLength(1);
  });

  it('copies a database that a newer version was made from, and can go back before that version', async () => {
    const { store } = await twoDays();
    await store.close();
    const { store: newer } = await openSqliteStore({ folder, now: () => now, migrations: newerMigrations });
    const before = (await newer.snapshots.list()).find(({ reason }) => reason === 'upgrade');
    expect(before).toMatchObject({ version: '1.0.0', sessions: 2, state: 'ready' });
    await newer.snapshots.goBackTo(before?.id ?? '', now);
    await newer.close();
    now += 1_000;
    // The older program puts it back as it was for it.
    const { store: old } = await open();
    expect(await titles(old)).toEqual(['First day', 'Second day']);
    expect((await old.counts()).schema).toBe(migrations.at(-1)?.id);
    await old.close();
  });

  it.each(['kill', 'fail'] as const)(
    'ends in the wish, with the present kept, at any effect: %s',
    async (how) => {
      const { store, id } = await twoDays();
      await store.snapshots.goBackTo(id, now);
      await store.close();
      const copy = (name: string) => {
        const to = join(root, name);
        cpSync(folder, to, { recursive: true });
        return to;
      };
      const whole = await runUpgradeChild({ folder: copy('whole'), program: 'same', how, effect: 0 });
      expect(whole?.outcome).toBe('opened');
      expect(whole?.effects).toBeGreaterThan(15);
      for (let effect = 1; effect <= (whole?.effects ?? 0); effect += 1) {
        const left = copy(`${how}-${effect}`);
        await runUpgradeChild({ folder: left, program: 'same', how, effect });
        const { store: after } = await open(left);
        expect(await titles(after), `effect ${effect}`).toEqual(['First day']);
        expect(await after.settings.getValue('gateway.sessions')).toEqual(['valid']);
        const present = (await after.snapshots.list()).filter(({ reason }) => reason === 'restore');
        expect(present).toMatchObject([{ sessions: 2, state: 'ready' }]);
        await after.close();
        rmSync(left, { recursive: true, force: true });
      }
    },
    600_000,
  );
});
