// Attachments and long outputs: a row per blob, one file per content.
import { BlobId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { BlobInfo, BlobStore } from '#main/platform/store/port.ts';
import { notFound, toStoreError } from '../connection/store-errors.ts';
import type { Shared } from '../shared.ts';
import type { BlobFiles, StagedBlob } from './blob-files.ts';

type BlobRow = { n: number; id: BlobId; sha256: string; size_bytes: number; media_type: string; name: string };

export interface Blobs extends BlobStore {
  /** Writes a text beside the database; `settle` gives it a row inside the caller's step. */
  stageText(text: string): Promise<StagedBlob>;
  settleText(staged: StagedBlob, o: { sessionN: number; now: number }): BlobId;
  readText(id: BlobId): Promise<string>;
  discard(staged: StagedBlob): Promise<void>;
  /** Deletes some blobs made before `before` that nobody uses. Returns how many. */
  collect(before: number): Promise<number>;
}

const textLimit = 512 * 1024 * 1024;

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

export function createBlobs({ writer, reader, run }: Shared, files: BlobFiles, folder: string): Blobs {
  const { query } = writer;
  const insert = query<[Omit<BlobRow, 'n'> & { created_at: number }]>(`
    INSERT INTO blobs (id, sha256, size_bytes, media_type, name, created_at)
    VALUES (@id, @sha256, @size_bytes, @media_type, @name, @created_at)`);
  const refer = query<[number, number]>("INSERT INTO blob_refs (blob_n, session_n, use) VALUES (?, ?, 'kept')");
  const find = reader.query<[string], BlobRow>('SELECT * FROM blobs WHERE id = ?');
  const unused = query<[number], BlobRow>(`
    SELECT * FROM blobs b WHERE created_at < ? AND NOT EXISTS (SELECT 1 FROM blob_refs r WHERE r.blob_n = b.n)
    LIMIT 500`);
  const remove = query<[number]>('DELETE FROM blobs WHERE n = ?');
  const unusedOf = query<[string], BlobRow>(
    'SELECT * FROM blobs b WHERE id = ? AND NOT EXISTS (SELECT 1 FROM blob_refs r WHERE r.blob_n = b.n)',
  );
  const isUsed = reader.query<[string, string], { n: number }>(`
    SELECT r.blob_n AS n FROM blob_refs r JOIN blobs b ON b.n = r.blob_n JOIN sessions s ON s.n = r.session_n
    WHERE b.id = ? AND s.id = ? LIMIT 1`);
  const sameContent = query<[string], { n: number }>('SELECT n FROM blobs WHERE sha256 = ? LIMIT 1');

  const row = (id: BlobId): Promise<BlobRow> =>
    run(() => {
      const found = find.get(id);
      if (found === undefined) throw notFound('attachment');
      return found;
    });
  const info = (r: BlobRow): BlobInfo => ({
    id: r.id,
    sizeBytes: r.size_bytes,
    sha256: r.sha256,
    mediaType: r.media_type,
    name: r.name,
  });
  const add = (staged: StagedBlob, o: { name: string; mediaType: string; now: number }) => {
    files.settle(staged);
    const columns = {
      id: BlobId.parse(newId(o.now)),
      sha256: staged.sha256,
      size_bytes: staged.sizeBytes,
      media_type: o.mediaType,
      name: o.name,
    };
    return { n: insert.insert({ ...columns, created_at: o.now }), ...columns };
  };
  const translated = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toStoreError(error, folder);
    }
  };
  /** Also takes a content out again whose row was not written. */
  const discard = async (staged: StagedBlob): Promise<void> => {
    await files.discard(staged);
    await run(() => {
      if (sameContent.get(staged.sha256) === undefined) files.remove(staged.sha256);
    });
  };
  return {
    async put({ bytes, name, mediaType, maxBytes, now, signal }) {
      const staged = await translated(() => files.stage(bytes, maxBytes, signal));
      try {
        return info(await run(() => writer.step('full', () => add(staged, { name, mediaType, now }))));
      } finally {
        await discard(staged);
      }
    },
    info: async (id) => info(await row(id)),
    isUsedBy: (id, sessionId) => run(() => isUsed.get(id, sessionId) !== undefined),
    read: async (id) => files.read((await row(id)).sha256),
    stream: async (id) => files.stream((await row(id)).sha256),
    path: async (id) => files.path((await row(id)).sha256),
    drop: (ids) =>
      run(() => {
        const rows = writer.step('full', () => {
          const found = ids.flatMap((id) => unusedOf.get(id) ?? []);
          for (const { n } of found) remove.run(n);
          return found;
        });
        for (const { sha256 } of rows) if (sameContent.get(sha256) === undefined) files.remove(sha256);
      }),
    readText: async (id) => new TextDecoder().decode(await files.read((await row(id)).sha256)),
    stageText: (text) => translated(() => files.stage(bytesOf(text), textLimit, neverAborts)),
    settleText(staged, { sessionN, now }) {
      const made = add(staged, { name: 'output.txt', mediaType: 'text/plain; charset=utf-8', now });
      refer.run(made.n, sessionN);
      return made.id;
    },
    discard,
    collect: (before) =>
      run(() => {
        const rows = writer.step('full', () => {
          const found = unused.all(before);
          for (const { n } of found) remove.run(n);
          return found;
        });
        // In the same turn of the event loop, so that nobody stores this content between the look and the removal.
        for (const { sha256 } of rows) if (sameContent.get(sha256) === undefined) files.remove(sha256);
        return rows.length;
      }),
  };
}
