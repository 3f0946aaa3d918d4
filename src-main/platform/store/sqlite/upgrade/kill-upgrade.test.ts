// Whatever happens to a program on its way to a newer schema: the chats are what they were, for it or for the old one.
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runUpgradeChild } from '../../testing/run-upgrade-child.ts';
import {
  fixtureSchemas,
  makeOldFolder,
  migrationsUpTo,
  newerMigrations,
  rowHashes,
  shownHashes,
} from '../../testing/upgrade-folder.ts';
import { openSqliteStore } from '../open-store.ts';
import { openDatabase } from '../opening/open-database.ts';

const quick = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const lanes = 2;

describe('an upgrade that is cut short', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(quick, 'limpet-upgrade-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const run = (folder: string, how: 'kill' | 'fail', effect: number) =>
    runUpgradeChild({ folder, program: 'newer', how, effect });

  /** Both programs on what was left, each on a copy of its own. True when only the new one opens it. */
  const lookAt = async (left: string, old: { folder: string; schema: number; shown: Record<string, string> }) => {
    const forOld = `${left}-old`;
    cpSync(left, forOld, { recursive: true });
    const rows = rowHashes(old.folder, old.folder);
    const opened = await openDatabase({
      folder: forOld,
      now: Date.now,
      migrations: migrationsUpTo(old.schema),
    }).catch((error: unknown) => error);
    const isUpgraded = opened instanceof Error;
    if (opened instanceof Error) expect(opened).toMatchObject({ details: { reason: 'newer_database' } });
    else {
      const { writer, ownership } = opened as Awaited<ReturnType<typeof openDatabase>>;
      writer.close();
      ownership.release();
      expect(rowHashes(forOld, old.folder)).toEqual(rows);
    }
    const { store } = await openSqliteStore({ folder: left, now: Date.now, migrations: newerMigrations });
    try {
      expect(await shownHashes(store)).toEqual(old.shown);
      expect((await store.counts()).schema).toBe(newerMigrations.at(-1)?.id);
      expect(readdirSync(left).filter((name) => /upgrade|rehearsal|repaired/.test(name))).toEqual([]);
    } finally {
      await store.close();
    }
    expect(rowHashes(left, old.folder)).toEqual(rows);
    for (const folder of [left, forOld]) rmSync(folder, { recursive: true, force: true });
    return isUpgraded;
  };

  const prepare = async (schema: number) => {
    const folder = join(root, 'old');
    makeOldFolder(folder, schema);
    const whole = join(root, 'whole');
    cpSync(folder, whole, { recursive: true });
    const said = await run(whole, 'kill', 0);
    if (said === undefined) throw new Error('it was killed without being told to');
    expect(said.outcome).toBe('opened');
    const { store } = await openSqliteStore({ folder: whole, now: Date.now, migrations: newerMigrations });
    const shown = await shownHashes(store);
    await store.close();
    return { old: { folder, schema, shown }, effects: said.effects };
  };

  const everyEffect = async (schema: number, how: 'kill' | 'fail') => {
    const { old, effects } = await prepare(schema);
    expect(effects).toBeGreaterThan(25);
    const upgraded: boolean[] = [];
    let next = 1;
    const lane = async () => {
      for (let effect = next; effect <= effects; effect = next) {
        next += 1;
        const left = join(root, `${how}-${effect}`);
        cpSync(old.folder, left, { recursive: true });
        const said = await run(left, how, effect);
        if (how === 'kill') expect(said, `effect ${effect}`).toBeUndefined();
        upgraded[effect] = await lookAt(left, old);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return upgraded.slice(1);
  };

  // Those between the oldest two and the newest were never anybody's: they came and went while one version was made.
  const schemas = [...fixtureSchemas.slice(0, 2), ...fixtureSchemas.slice(-1)];

  it.each(schemas)(
    'from schema %i leaves every chat as it was when it is killed before any of its effects [R21]',
    async (schema) => {
      const upgraded = await everyEffect(schema, 'kill');
      // Old for long, new at the end, and once new never old again.
      expect(upgraded[0]).toBe(false);
      expect(upgraded.indexOf(true) === -1 || !upgraded.slice(upgraded.indexOf(true)).includes(false)).toBe(true);
    },
    600_000,
  );

  it.each(schemas)(
    'from schema %i leaves every chat as it was when any of its effects fails [R21]',
    async (schema) => {
      const upgraded = await everyEffect(schema, 'fail');
      expect(upgraded[0]).toBe(false);
    },
    600_000,
  );
});
