// Putting another past in the place of the present one, at the start, when nobody uses the files.
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { parseJson } from '#main/platform/base/json.ts';
import { makeFolder } from '#main/platform/base/make-folder.ts';
import { replaceFileSync } from '#main/platform/base/replace-file.ts';
import type { OpenedStore, RestoreDesk } from '#main/platform/store/port.ts';
import { runInThread } from '../search/reader.ts';
import { syncFile } from './copy-database.ts';
import { type DataPaths, dataPaths } from './data-folder.ts';
import { grantKeys } from './inspect-copy.ts';

type Notice = OpenedStore['notices'][number];

const Ready = z.object({ name: z.string(), madeAt: z.number() });
/** What a restore took the place of: the last one is kept, for all cases that nobody has thought of. */
const keptReplaced = 1;

const stagedDatabase = (paths: DataPaths) => join(paths.restore, 'limpet.db');
const stagedBlobs = (paths: DataPaths) => join(paths.restore, 'blobs');
const stagedFiles = (paths: DataPaths) => join(paths.restore, 'files');
/** Put back as a whole. */
const keptFolder = 'skills';
const readyFile = (paths: DataPaths) => join(paths.restore, 'ready.json');

function syncFolder(path: string): void {
  if (process.platform === 'win32') return; // folders cannot be opened there, and renames are journaled
  const handle = openSync(path, constants.O_RDONLY);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function removeStaged(paths: DataPaths): void {
  // The word that it is ready goes first: what is left without it counts for nothing.
  rmSync(readyFile(paths), { force: true });
  rmSync(paths.restore, { recursive: true, force: true });
}

/** Where files are staged for `applyRestore`. */
export function createRestoreDesk(folder: string): RestoreDesk {
  const paths = dataPaths(folder);
  return {
    begin() {
      removeStaged(paths);
      makeFolder(stagedBlobs(paths));
      return {
        database: stagedDatabase(paths),
        blob(sha256) {
          const at = join(stagedBlobs(paths), sha256.slice(0, 2));
          mkdirSync(at, { recursive: true, mode: 0o700 });
          return join(at, sha256);
        },
        file(path) {
          const at = join(stagedFiles(paths), path);
          makeFolder(dirname(at));
          return at;
        },
      };
    },
    async inspect(path, signal) {
      const copy = await runInThread({ task: 'inspect', path, folder }, signal);
      if (copy === undefined) throw new Error('the thread said nothing about the copy');
      return copy;
    },
    commit(of) {
      syncFile(stagedDatabase(paths));
      replaceFileSync(readyFile(paths), JSON.stringify(Ready.parse(of)), { mode: 0o600 });
      syncFolder(paths.folder);
    },
    discard: () => removeStaged(paths),
  };
}

/** Contents are named by their hash, so the new ones join the old ones and both pasts stay whole. */
function moveBlobs(paths: DataPaths): void {
  const from = stagedBlobs(paths);
  if (!existsSync(from)) return;
  for (const group of readdirSync(from)) {
    const to = join(paths.blobs, group);
    makeFolder(to);
    for (const name of readdirSync(join(from, group))) renameSync(join(from, group, name), join(to, name));
    syncFolder(to);
  }
  if (existsSync(paths.blobs)) syncFolder(paths.blobs);
}

/** The staged folder is gone once it stands in its place, so a start that was cut short in here ends it. */
function placeFiles(paths: DataPaths, now: number): void {
  const staged = join(stagedFiles(paths), keptFolder);
  if (!existsSync(staged)) return;
  const present = join(paths.folder, keptFolder);
  if (existsSync(present)) {
    makeFolder(paths.replaced);
    renameSync(present, join(paths.replaced, `${keptFolder}-${now}`));
  }
  renameSync(staged, present);
  syncFolder(paths.folder);
}

type Grant = { key: string; value: string };

/** Folds the log of the present database into it, and reads who may come in. Undefined: it cannot be read. */
function settlePresent(path: string): Grant[] | undefined {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { fileMustExist: true });
    db.pragma('wal_checkpoint(TRUNCATE)');
    const marks = grantKeys.map(() => '?').join(', ');
    return db.prepare<string[], Grant>(`SELECT key, value FROM settings WHERE key IN (${marks})`).all(...grantKeys);
  } catch {
    return undefined; // damaged, which may be why another past is wanted: it is moved aside as it is
  } finally {
    db?.close();
  }
}

/**
 * Who may come in stays as it is now. What the old past had not sent or answered yet is not done a second time: a message
 * that waited becomes a draft.
 */
export function prepareStaged(path: string, o: { grants: readonly Grant[]; now: number }): void {
  const db = new Database(path, { fileMustExist: true });
  try {
    db.exec('BEGIN IMMEDIATE');
    const put = db.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (@key, @value)');
    for (const grant of o.grants) put.run(grant);
    db.prepare('UPDATE outbox SET sent_at = ? WHERE sent_at IS NULL').run(o.now);
    db.prepare(`
      INSERT OR IGNORE INTO drafts (session_n, body, saved_at)
      SELECT session_n, body, ? FROM inbox WHERE state = 'pending' AND body <> '' ORDER BY n`).run(o.now);
    db.exec("UPDATE inbox SET state = 'done', body = '' WHERE state = 'pending'");
    db.exec('COMMIT');
  } finally {
    db.close();
  }
  syncFile(path);
}

/** The log first: a database that still has its place is whole without one that was folded in. */
function moveAside(paths: DataPaths, now: number): void {
  makeFolder(paths.replaced);
  const aside = join(paths.replaced, `limpet-${now}.db`);
  if (existsSync(`${paths.database}-wal`)) renameSync(`${paths.database}-wal`, `${aside}-wal`);
  renameSync(paths.database, aside);
}

function dropOldReplaced(paths: DataPaths): void {
  if (!existsSync(paths.replaced)) return;
  const all = readdirSync(paths.replaced);
  const names = all.filter((name) => /^limpet-\d+\.db$/.test(name));
  const old = names.toSorted((a, b) => Number(b.slice(7, -3)) - Number(a.slice(7, -3))).slice(keptReplaced);
  const folders = all.filter((name) => /^skills-\d+$/.test(name));
  for (const name of folders.toSorted((a, b) => Number(b.slice(7)) - Number(a.slice(7))).slice(keptReplaced))
    rmSync(join(paths.replaced, name), { recursive: true, force: true });
  for (const name of old)
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(paths.replaced, `${name}${suffix}`), { force: true });
}

export type ApplyOptions = {
  readonly now: number;
  /** Called before every step that changes something; for tests that end the process there. */
  readonly beforeStep?: (step: string) => void;
};

/** False: what was made ready has become unusable since, and nothing present was touched. */
function place(paths: DataPaths, { now, beforeStep }: Required<ApplyOptions>): boolean {
  beforeStep('blobs');
  moveBlobs(paths);
  const staged = stagedDatabase(paths);
  if (existsSync(staged)) {
    const isReplacing = existsSync(paths.database);
    beforeStep('settle');
    const grants = isReplacing ? (settlePresent(paths.database) ?? []) : [];
    beforeStep('prepare');
    try {
      prepareStaged(staged, { grants, now });
    } catch (error) {
      if (isReplacing) return false;
      throw error; // there is nothing to fall back to: the file that was replaced is kept aside
    }
    beforeStep('aside');
    if (isReplacing) moveAside(paths, now);
    beforeStep('leftovers');
    for (const suffix of ['-wal', '-shm']) rmSync(`${paths.database}${suffix}`, { force: true });
    rmSync(paths.closed, { force: true });
    beforeStep('place');
    renameSync(staged, paths.database);
    syncFolder(paths.folder);
  }
  beforeStep('files');
  placeFiles(paths, now);
  beforeStep('tidy');
  dropOldReplaced(paths);
  return true;
}

/** Ends a restore that was made ready, also one that was cut short in here. A part of one is removed. */
export function applyRestore(paths: DataPaths, { now, beforeStep = () => {} }: ApplyOptions): Notice | undefined {
  if (!existsSync(paths.restore)) return undefined;
  const ready = existsSync(readyFile(paths))
    ? Ready.safeParse(parseJson(readFileSync(readyFile(paths), 'utf8'))).data
    : undefined;
  if (ready !== undefined && !place(paths, { now, beforeStep })) {
    removeStaged(paths);
    return { id: 'backup-not-restored', key: 'system.notice_backup_not_restored', params: {} };
  }
  beforeStep('remove');
  removeStaged(paths);
  if (ready === undefined) return undefined;
  return {
    id: 'backup-restored',
    key: 'system.notice_backup_restored',
    params: { madeAt: new Date(ready.madeAt).toISOString() },
  };
}
