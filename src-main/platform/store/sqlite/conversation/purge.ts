// Deleting for good: in small steps, so that a long session does not hold up anybody else's writing.
import { setImmediate as nextTask } from 'node:timers/promises';
import type { BlobFiles } from '../blobs/blob-files.ts';
import type { Blobs } from '../blobs/blobs.ts';
import type { Shared } from '../shared.ts';

const messagesPerStep = 200;
const stagedBlobMs = 24 * 60 * 60 * 1000;

/** Tables whose rows go with their session; `usage` stays, what was spent stays spent. */
const ofSession = [
  ...(['outbox', 'inbox', 'approvals', 'grants', 'compactions', 'turns', 'blob_refs', 'drafts'] as const),
  ...(['artefacts', 'artefact_versions'] as const),
  ...(['taint_labels', 'taint_sources', 'taint_named', 'proposals'] as const),
  ...(['undo_entries', 'session_modes'] as const),
] as const;

/**
 * Deletes sessions removed before `before`, keys of the inbox as old as that, and blobs that nobody uses. Every step is
 * whole; a purge that is cut short goes on at the next one.
 */
export function createPurge({ writer, own, writes, run }: Shared, blobs: Blobs, files: BlobFiles) {
  const { query } = writer;
  const due = query<[number], { n: number }>(
    'SELECT n FROM sessions WHERE deleted_at IS NOT NULL AND deleted_at < ? ORDER BY n LIMIT 1',
  );
  // Once begun there is no way back: a session of deletion time 0 cannot be restored.
  const mark = query<[number, number]>('UPDATE sessions SET deleted_at = 0 WHERE n = ? AND deleted_at < ?');
  const branch = query<[number], { n: number }>('SELECT n FROM branches WHERE session_n = ? ORDER BY n DESC LIMIT 1');
  const someOf = query<[number, number], { n: number; depth: number }>(
    'SELECT n, depth FROM messages WHERE branch_n = ? ORDER BY depth DESC LIMIT ?',
  );
  const keepUsage = query<[number]>('UPDATE usage SET message_n = NULL WHERE message_n = ?');
  const dropCalls = query<[number]>('DELETE FROM calls WHERE message_n = ?');
  const rest = ofSession.map((table) => query<[number]>(`DELETE FROM ${table} WHERE session_n = ?`));
  const dropSession = query<[number]>('DELETE FROM sessions WHERE n = ?');
  const oldKeys = query<[number]>(`
    DELETE FROM inbox WHERE n IN (
      SELECT n FROM (SELECT n, state, created_at FROM inbox ORDER BY n LIMIT 2000) WHERE state = 'done' AND created_at < ?)`);

  /** False when the session is gone, or was brought back just before. */
  const dropSome = (sessionN: number, before: number): boolean => {
    if (mark.run(sessionN, before) === 0) return false;
    const next = branch.get(sessionN);
    if (next === undefined) {
      for (const table of rest) table.run(sessionN);
      dropSession.run(sessionN);
      return false;
    }
    const messages = someOf.all(next.n, messagesPerStep);
    for (const { n, depth } of messages) {
      keepUsage.run(n);
      dropCalls.run(n);
      writes.drop({ n, branch: next.n, depth });
    }
    if (messages.length === 0) own.tree.dropEmptyBranch(next.n);
    return true;
  };
  return async (before: number, now: number): Promise<number> => {
    let purged = 0;
    for (let session = due.get(before); session !== undefined; session = due.get(before)) {
      const { n } = session;
      while (await run(() => writer.step('relaxed', () => dropSome(n, before)))) await nextTask();
      purged += 1;
    }
    while ((await run(() => writer.step('relaxed', () => oldKeys.run(before)))) > 0) await nextTask();
    while ((await blobs.collect(before)) > 0) await nextTask();
    await files.sweep(stagedBlobMs, now);
    return purged;
  };
}
