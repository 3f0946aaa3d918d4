// Exports and imports of chats: one at a time, with its progress, and the way to end it.
import { isAbsolute } from 'node:path';
import { z } from 'zod';

import { AppError } from '#main/contract/errors.ts';
import { BlobId, type SessionId } from '#main/contract/ids.ts';
import type { Exported, ExportFormat, ImportReport, ImportSource, TransferState } from '#main/contract/transfer.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Bus } from '#main/platform/bus/port.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import { type FileTree, openFileTree } from './import/file-tree.ts';
import { findImporter } from './import/find-importer.ts';
import { runImport } from './import/run-import.ts';
import { type ExportOptions, exportAll, exportOne } from './transfer/write-export.ts';

export type TransferDeps = {
  readonly store: Pick<Store, 'sessions' | 'messages' | 'blobs' | 'settings' | 'imports' | 'notes'>;
  /** In the person's language, as it is now. */
  readonly translate: () => Translate;
  /** Folder that imported sessions work in. */
  readonly workspace: () => Promise<string>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
};

export interface Transfer {
  state(): TransferState;
  export(o: { format: ExportFormat; sessionId?: SessionId | undefined; signal: AbortSignal }): Promise<Exported>;
  preview(o: ImportOptions): Promise<ImportReport>;
  import(o: ImportOptions): Promise<ImportReport>;
  cancel(): void;
}

type ImportOptions = { readonly source: ImportSource; readonly signal: AbortSignal };
type JobType = NonNullable<TransferState['job']>['type'];

const tellEveryMs = 250;
/** An export is an archive of what is stored already: larger than any that a disk holds. */
const maxExportBytes = 2 ** 42;
const keptExportMs = 3_600_000;
const exportsKey = 'transfer.exports';
const Kept = z.array(z.object({ blobId: BlobId, at: z.number() }));

export function createJobDesk(d: Pick<TransferDeps, 'bus' | 'clock'>) {
  let job: TransferState['job'];
  let life: AbortController | undefined;
  let toldAt = 0;
  const show = (next: TransferState['job'], isNews: boolean) => {
    job = next;
    if (!isNews && d.clock.monotonic() - toldAt < tellEveryMs) return;
    toldAt = d.clock.monotonic();
    d.bus.publish('transfer', '', { type: 'changed' });
  };
  return {
    state: (): TransferState => (job === undefined ? {} : { job }),
    cancel: () => life?.abort(),
    async run<T>(
      { type, signal }: { type: JobType; signal: AbortSignal },
      work: (o: { signal: AbortSignal; progress: (done: number, total: number) => void }) => Promise<T>,
    ): Promise<T> {
      if (life !== undefined)
        throw new AppError('conflict', 'An export or import is under way. Wait until it has ended, or stop it.', {
          details: { reason: 'transfer_busy' },
        });
      const own = new AbortController();
      life = own;
      show({ type, done: 0, total: 0 }, true);
      try {
        const progress = (done: number, total: number) => show({ type, done, total }, false);
        return await work({ signal: AbortSignal.any([signal, own.signal]), progress });
      } finally {
        life = undefined;
        show(undefined, true);
      }
    },
  };
}

async function allSessions({ store }: TransferDeps, signal: AbortSignal): Promise<SessionId[]> {
  const ids = new Set<SessionId>();
  for (const archived of [false, true]) {
    let before: { updatedAt: number; id: SessionId } | undefined;
    do {
      throwIfAborted(signal);
      const { sessions } = await store.sessions.list({
        archived,
        limit: 200,
        ...(before === undefined ? {} : { before }),
      });
      for (const { id } of sessions) ids.add(id);
      const last = sessions.at(-1);
      before = last === undefined ? undefined : { updatedAt: last.updatedAt, id: last.id };
    } while (before !== undefined);
  }
  return [...ids];
}

type Job = { readonly signal: AbortSignal; readonly progress: (done: number, total: number) => void };

async function placeOf({ store }: TransferDeps, source: ImportSource): Promise<{ path: string; name?: string }> {
  if ('blobId' in source) {
    const { name } = await store.blobs.info(source.blobId);
    return { path: await store.blobs.path(source.blobId), name };
  }
  if (isAbsolute(source.path)) return { path: source.path };
  throw new AppError('invalid_input', 'Name the file or folder by its whole path.', {
    details: { reason: 'bad_path' },
  });
}

/** What was exported before and has been fetched by now. */
async function dropOldExports({ store, clock }: TransferDeps): Promise<z.infer<typeof Kept>> {
  const kept = Kept.safeParse(await store.settings.getValue(exportsKey)).data ?? [];
  const isOld = ({ at }: { at: number }) => at > clock.now() || clock.now() - at > keptExportMs;
  await store.blobs.drop(kept.filter(isOld).map(({ blobId }) => blobId));
  return kept.filter((one) => !isOld(one));
}

export function createTransfer(d: TransferDeps): Transfer {
  const { store, clock } = d;
  const desk = createJobDesk(d);
  const exportInto = async (
    o: { format: ExportFormat; sessionId?: SessionId | undefined },
    job: Job,
  ): Promise<Exported> => {
    const kept = await dropOldExports(d);
    const ids = o.sessionId === undefined ? await allSessions(d, job.signal) : [o.sessionId];
    const deps = { store, t: d.translate() };
    const onSession = (done: number) => job.progress(done, ids.length);
    const options: ExportOptions = { format: o.format, now: clock.now(), signal: job.signal, onSession };
    const made =
      o.sessionId === undefined
        ? exportAll(deps, ids, options)
        : await exportOne(deps, await store.sessions.get(o.sessionId), options);
    const { name, mediaType, bytes, counts } = made;
    const info = await store.blobs.put({
      ...{ bytes, name, mediaType, maxBytes: maxExportBytes, now: clock.now(), signal: job.signal },
    });
    await store.settings.setValue(exportsKey, [...kept, { blobId: info.id, at: clock.now() }]);
    return {
      blobId: info.id,
      name,
      mediaType,
      sizeBytes: info.sizeBytes,
      path: await store.blobs.path(info.id),
      ...counts,
    };
  };
  const importFrom = async (source: ImportSource, job: Job, isWriting: boolean): Promise<ImportReport> => {
    const { path, ...named } = await placeOf(d, source);
    const tree = await openFileTree(path, { ...named, signal: job.signal });
    try {
      let done = 0;
      const total = tree.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      const watched: FileTree = {
        ...tree,
        async *read(file, signal) {
          for await (const chunk of tree.read(file, signal)) {
            done += chunk.byteLength;
            job.progress(Math.min(done, total), total);
            yield chunk;
          }
        },
      };
      const importer = await findImporter(watched, job.signal);
      done = 0;
      return await runImport({
        ...{ importer, tree: watched, store, isWriting, now: clock.now(), signal: job.signal },
        workspace: isWriting ? await d.workspace() : '',
        untitled: d.translate()('sessions.untitled'),
        onSession: (session) => d.bus.publish('sessions', '', { type: 'changed', session }),
      });
    } finally {
      tree.close();
      if (isWriting && 'blobId' in source) await store.blobs.drop([source.blobId]);
    }
  };
  return {
    preview: ({ source, signal }) => desk.run({ type: 'preview', signal }, (job) => importFrom(source, job, false)),
    import: ({ source, signal }) => desk.run({ type: 'import', signal }, (job) => importFrom(source, job, true)),
    state: desk.state,
    cancel: desk.cancel,
    export: ({ signal, ...o }) => desk.run({ type: 'export', signal }, (job) => exportInto(o, job)),
  };
}
