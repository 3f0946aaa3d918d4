// The store over SQLite: the data folder is opened, the sub-stores are joined.
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import type { OpenedStore, Store } from '../port.ts';
import { createActivity } from './activity/activity.ts';
import { createArtefacts } from './artefacts/artefacts.ts';
import { createBlobFiles } from './blobs/blob-files.ts';
import { createBlobs } from './blobs/blobs.ts';
import { type Connection, openConnection } from './connection/connection.ts';
import { damageOf, toStoreError } from './connection/store-errors.ts';
import { createImports } from './conversation/imports.ts';
import { createMessages } from './conversation/messages.ts';
import { createPurge } from './conversation/purge.ts';
import { createSessions } from './conversation/sessions.ts';
import { createDevices } from './devices/devices.ts';
import { createLedger } from './ledger/ledger.ts';
import { createNotes } from './notes/notes.ts';
import { backupPath, dropOldBackups, isDailyDue } from './opening/backups.ts';
import type { DataPaths } from './opening/data-folder.ts';
import { schemaOf } from './opening/migrate.ts';
import { type OpenOptions, openDatabase } from './opening/open-database.ts';
import { markClosed, markSuspect } from './opening/structure.ts';
import { createReadingStore } from './readings/readings.ts';
import { createReflexes } from './reflexes/reflexes.ts';
import { createRules } from './rules/rules.ts';
import { createReader, type Reader, runInThread } from './search/reader.ts';
import { createSettings } from './settings.ts';
import { createShared, type Shared } from './shared.ts';
import { createSpending } from './spending/spending.ts';
import { createTaintLabels } from './taint/labels.ts';
import { createProposals } from './taint/proposals.ts';
import { createApprovals } from './turns/approvals.ts';
import { createInbox } from './turns/inbox.ts';
import { createOutbox } from './turns/outbox.ts';
import { createTurns } from './turns/turns.ts';
import { createSnapshots } from './upgrade/snapshots.ts';

export async function openSqliteStore(o: OpenOptions): Promise<OpenedStore> {
  const { paths, writer, ownership, notices } = await openDatabase(o);
  let reader: Connection;
  try {
    reader = openConnection({ path: paths.database, mode: 'read' });
  } catch (error) {
    writer.close();
    ownership.release();
    throw toStoreError(error, paths.folder);
  }
  const thread = createReader({ path: paths.database, folder: paths.folder });
  let suspect: 'database' | 'search' | undefined;
  const shared = createShared({
    writer,
    reader,
    folder: paths.folder,
    epoch: randomUUID(),
    // The next start looks at the whole file, also after a close in order.
    onDamage: (what) => {
      if (suspect === 'database' || suspect === what) return;
      suspect = what;
      markSuspect(paths, what);
    },
  });
  let closing: Promise<void> | undefined;
  const close = async () => {
    await thread.close();
    reader.close();
    try {
      writer.db.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      writer.close();
      if (suspect === undefined) markClosed(paths);
      ownership.release();
    }
  };
  const store: Store = {
    ...joinStores(shared, { paths, thread, now: o.now }),
    snapshots: createSnapshots(paths, o.migrations),
    async close() {
      closing ??= close();
      await closing;
    },
  };
  return { store, notices };
}

function joinStores(
  shared: Shared,
  { paths, thread, now }: { paths: DataPaths; thread: Reader; now: () => number },
): Omit<Store, 'close' | 'snapshots'> {
  const files = createBlobFiles(paths.blobs);
  const blobs = createBlobs(shared, files, paths.folder);
  const purge = createPurge(shared, blobs, files);
  /** Damage that a thread met is remembered as our own. */
  const watched = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      const damage = damageOf(error);
      if (damage !== undefined) shared.onDamage(damage);
      throw toStoreError(error, paths.folder);
    }
  };
  let isCopying = false;
  const backup = async (signal: AbortSignal) => {
    const at = now();
    if (isCopying || !isDailyDue(paths, at)) return { made: false };
    isCopying = true;
    try {
      const to = backupPath(paths, 'daily', { at, schema: schemaOf(shared.writer) });
      await runInThread({ task: 'copy', path: paths.database, folder: paths.folder, to }, signal);
    } finally {
      isCopying = false;
      dropOldBackups(paths);
    }
    return { made: true };
  };
  const copy = async (to: string, signal: AbortSignal) => {
    const made = await runInThread({ task: 'take', path: paths.database, folder: paths.folder, to }, signal);
    if (made === undefined) throw new Error('the thread said nothing about its copy');
    return made;
  };
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return {
    sessions: {
      ...createSessions(shared),
      purge: (before) => purge(before, now()),
      search: ({ text, limit, sessionId, signal }) =>
        watched(thread.search({ text, limit, ...(sessionId === undefined ? {} : { sessionId }) }, signal)),
    },
    messages: createMessages(shared, blobs),
    imports: createImports(shared),
    inbox: createInbox(shared),
    turns: createTurns(shared, blobs),
    approvals: createApprovals(shared),
    outbox: createOutbox(shared),
    settings: createSettings(shared),
    blobs: {
      ...{ put: blobs.put, info: blobs.info, read: blobs.read, stream: blobs.stream },
      ...{ path: blobs.path, drop: blobs.drop, isUsedBy: blobs.isUsedBy },
    },
    artefacts: createArtefacts(shared),
    notes: createNotes(shared),
    devices: createDevices(shared),
    readings: createReadingStore(shared),
    reflexes: createReflexes(shared),
    spending: createSpending(shared),
    ledger: createLedger(shared),
    taint: createTaintLabels(shared),
    proposals: createProposals(shared),
    rules: createRules(shared),
    activity: createActivity(shared),
    backup: (signal) => watched(backup(signal)),
    copy: (to, signal) => watched(copy(to, signal)),
    async counts() {
      const counts = await watched(thread.counts());
      const sizeBytes = sizeOf(paths.database) + sizeOf(`${paths.database}-wal`);
      return { ...counts, sizeBytes, schema: schemaOf(shared.writer) };
    },
  };
}
