// Daily copies: made beside use, a bounded number, nothing half-made.
import { readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTask } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import { openStore } from '../../create-store.ts';
import { migrations } from '../../migrations/list.ts';
import { createConversation } from '../../testing/conversation.ts';
import { openConnection } from '../connection/connection.ts';
import { checkWhole } from './structure.ts';

const newest = migrations.at(-1)?.id;
const dayMs = 24 * 60 * 60 * 1000;

describe('daily copies', () => {
  let folder = '';
  let now = 1_700_000_000_000;
  const open = async () => (await openStore({ folder, now: () => now })).store;
  const copies = () => readdirSync(join(folder, 'backups')).sort();
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limpet-backup-'));
    now = 1_700_000_000_000;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps the newest three, one a day, also when the clock is set back', async () => {
    const store = await open();
    const times: number[] = [];
    for (let day = 0; day < 5; day += 1) {
      times.push(now);
      expect(await store.backup(neverAborts)).toEqual({ made: true });
      now += dayMs - 1;
      expect(await store.backup(neverAborts)).toEqual({ made: false });
      now += 1;
    }
    expect(copies()).toEqual(times.slice(2).map((at) => `limpet-daily-${at}-schema-${newest}.db`));
    now = times[0] ?? 0;
    expect(await store.backup(neverAborts)).toEqual({ made: true });
    await store.close();
  }, 60_000);

  it('is a sound copy of one moment while the store is written to [R23]', async () => {
    const store = await open();
    const talk = createConversation(store, now);
    const session = await talk.session();
    let isOver = false;
    const copying = store.backup(neverAborts).finally(() => {
      isOver = true;
    });
    let said = 0;
    for (; !isOver; said += 1) {
      await talk.say(session.id, [`q${said}`, 'a'.repeat(500)]);
      await nextTask();
    }
    expect(await copying).toEqual({ made: true });
    expect(said).toBeGreaterThan(0);
    const [name = ''] = copies();
    const copy = openConnection({ path: join(folder, 'backups', name), mode: 'read' });
    expect(checkWhole(copy)).toEqual([]);
    const halves = "SELECT count(*) AS n FROM messages WHERE status = 'streaming'";
    expect(copy.query<[], { n: number }>(halves).get()?.n ?? 9).toBeLessThanOrEqual(1);
    copy.close();
    expect(copies()).toHaveLength(1);
    await store.close();
  });

  it('leaves nothing half-made when it is stopped or died', async () => {
    const store = await open();
    await store.backup(neverAborts);
    now += dayMs;
    writeFileSync(join(folder, 'backups', 'limpet-daily-1-schema-10.db.partial-wal'), 'x');
    const over = new AbortController();
    const copying = store.backup(over.signal);
    over.abort();
    await expect(copying).rejects.toMatchObject({ code: 'cancelled' });
    expect(copies()).toHaveLength(1);
    expect(await store.backup(neverAborts)).toEqual({ made: true });
    await store.close();
  });
});
