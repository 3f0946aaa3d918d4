// Which session uses which blob; a blob that none uses goes at the next purge.
import type { BlobId } from '#main/contract/ids.ts';
import type { Connection } from '../connection/connection.ts';
import { notFound } from '../connection/store-errors.ts';

export interface BlobRefs {
  /** Throws `not_found` for a blob that is not stored. */
  keep(sessionN: number, ids: readonly BlobId[]): void;
  /** Replaces what the draft of a session uses; blobs that are gone are passed over. */
  setDraft(sessionN: number, ids: readonly BlobId[]): void;
}

export function createBlobRefs({ query }: Connection): BlobRefs {
  const blob = query<[string], { n: number }>('SELECT n FROM blobs WHERE id = ?');
  const add = query<[number, number, string]>(
    'INSERT INTO blob_refs (blob_n, session_n, use) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const clearDraft = query<[number]>("DELETE FROM blob_refs WHERE session_n = ? AND use = 'draft'");
  return {
    keep(sessionN, ids) {
      for (const id of ids) {
        const row = blob.get(id);
        if (row === undefined) throw notFound('attachment');
        add.run(row.n, sessionN, 'kept');
      }
    },
    setDraft(sessionN, ids) {
      clearDraft.run(sessionN);
      for (const id of ids) {
        const row = blob.get(id);
        if (row !== undefined) add.run(row.n, sessionN, 'draft');
      }
    },
  };
}
