// What was acknowledged is there after kill -9, and after a copy of the files at any instant.

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTask, setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../create-store.ts';
import type { ChildNews } from '../testing/child-protocol.ts';
import { type StoreChild, startChild } from '../testing/children.ts';
import { id, plain } from '../testing/conversation.ts';
import { openConnection } from './connection/connection.ts';
import { checkWhole } from './opening/structure.ts';

const sessionId = 'kill';
const killsPerLane = 100;
const rounds = 20;
const copiesPerRound = 50;
/** Memory where the machine has it: what a copy holds is decided by the log, not by the disk below. */
const quick = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
// The layout of SQLite's log and its index (sqlite.org/walformat.html).
const logHeaderBytes = 32;
const frameBytes = 4096 + 24;
const checkpointedAt = 128;

describe('a killed process', () => {
  let folder = '';
  const children = new Set<StoreChild>();
  const start = (): StoreChild => {
    const child = startChild();
    children.add(child);
    return child;
  };
  const newFolder = async (name: string) => {
    const path = join(folder, name);
    await mkdir(path);
    const { store } = await openStore({ folder: path, now: () => Date.now() });
    const session = { id: id.session(sessionId), title: 'K', titleIsAutomatic: true, workspace: '', now: 1 };
    await store.sessions.create(session);
    await store.close();
    return path;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(quick, 'limpet-kill-'));
  });
  afterEach(async () => {
    await Promise.all([...children].map((child) => child.kill()));
    children.clear();
    await rm(folder, { recursive: true, force: true });
  });
  const stored = (news: readonly ChildNews[]) => news.flatMap((item) => (item.type === 'stored' ? [item] : []));

  /** Opens what a dead process left; every acknowledged row must be there. Returns how many were looked for. */
  const verify = async (path: string, acked: readonly { key: string; count: number }[], task: 'accept' | 'flush') => {
    const { store, notices } = await openStore({ folder: path, now: () => Date.now() });
    try {
      expect(notices).toEqual([]);
      if (task === 'accept') {
        const last = acked.slice(-20);
        const connection = openConnection({ path: join(path, 'limpet.db'), mode: 'read' });
        try {
          const rows = connection.query<[string], { n: number }>('SELECT n FROM inbox WHERE id = ?');
          for (const { key } of last) expect(rows.get(key), `row ${key}`).toBeDefined();
          expect(checkWhole(connection)).toEqual([]);
        } finally {
          connection.close();
        }
        return last.length;
      }
      const last = acked.at(-1);
      if (last === undefined) return 0;
      const message = await store.messages.get(id.message(last.key));
      expect(Number(plain(message).split(' ')[0])).toBeGreaterThanOrEqual(last.count);
      return 1;
    } finally {
      await store.close();
    }
  };
  const lane = async (name: string, task: 'accept' | 'flush') => {
    const path = await newFolder(name);
    let looked = 0;
    let next = start();
    for (let kill = 0; kill < killsPerLane; kill += 1) {
      const child = next;
      await child.ready();
      next = start(); // starts up while the other one works
      child.order({ task, folder: path, sessionId });
      await child.heard(({ type }) => type === 'stored');
      await wait(Math.random() * 40);
      await child.kill();
      children.delete(child);
      looked += await verify(path, stored(child.news), task);
    }
    await next.kill();
    return looked;
  };

  it('keeps every acknowledged row over 100 kills of durable and 100 of relaxed steps [R01]', async () => {
    const looked = await Promise.all([lane('durable', 'accept'), lane('relaxed', 'flush')]);
    expect(Math.min(...looked)).toBeGreaterThanOrEqual(killsPerLane);
  }, 180_000);

  /** Resolves once the process stands still. */
  const stopped = async (child: StoreChild) => {
    child.signal('SIGSTOP');
    while (!/\) T /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8'))) await nextTask();
  };
  /** Up to here the log was synced before a checkpoint began to use it; only what follows can be lost with the power. */
  const syncedBytes = (log: string) => {
    const index = readFileSync(log.replace(/-wal$/, '-shm'));
    return logHeaderBytes + index.readUInt32LE(checkpointedAt) * frameBytes;
  };

  /** What must be true of any copy: sound pages, no row without its parent, and every row that was acknowledged. */
  const lookInto = (path: string, acked: readonly { key: string }[]) => {
    const connection = openConnection({ path: join(path, 'limpet.db'), mode: 'write' });
    try {
      expect(checkWhole(connection)).toEqual([]);
      expect(connection.db.pragma('foreign_key_check')).toEqual([]);
      const rows = connection.query<[string], { n: number }>('SELECT n FROM inbox WHERE id = ?');
      for (const { key } of acked.slice(-20)) expect(rows.get(key), `row ${key}`).toBeDefined();
    } finally {
      connection.close();
    }
  };

  /** Copies the files of a process that writes at full speed, stopped in its tracks; returns how many were cut. */
  const copyAndLook = async (round: number) => {
    const path = await newFolder(`live-${round}`);
    const child = start();
    await child.ready();
    child.order({ task: 'accept', folder: path, sessionId });
    await child.heard(({ type }) => type === 'stored');
    let cuts = 0;
    for (let copy = 0; copy < copiesPerRound; copy += 1) {
      child.signal('SIGCONT');
      await wait(Math.random() * 4);
      await stopped(child);
      const acked = stored(child.news.slice(-60));
      const target = join(folder, `copy-${round}-${copy}`);
      const log = join(target, 'limpet.db-wal');
      mkdirSync(target);
      for (const name of ['limpet.db', 'limpet.db-wal']) copyFileSync(join(path, name), join(target, name));
      const synced = syncedBytes(join(path, 'limpet.db-wal'));
      const isCut = copy % 2 === 1;
      const size = statSync(log).size;
      // Also in the middle of a page.
      if (isCut && size > synced) {
        truncateSync(log, Math.floor(synced + (size - synced) * Math.random()));
        cuts += 1;
      }
      // Every one as SQLite recovers it; some as a whole start does, which takes ten times as long.
      if ((copy + 7 * round) % copiesPerRound < 2) await verify(target, isCut ? [] : acked, 'accept');
      else lookInto(target, isCut ? [] : acked);
      rmSync(target, { recursive: true, force: true });
    }
    await child.kill();
    children.delete(child);
    rmSync(path, { recursive: true, force: true });
    return cuts;
  };

  it.skipIf(process.platform !== 'linux')(
    'opens from 1,000 copies of its files at random instants, also when the newest writes are cut off [R03]',
    async () => {
      let cuts = 0;
      // A database that grows for ever would be copied ever more slowly.
      for (let round = 0; round < rounds; round += 1) cuts += await copyAndLook(round);
      expect(cuts).toBeGreaterThan((rounds * copiesPerRound) / 10);
    },
    180_000,
  );
});
