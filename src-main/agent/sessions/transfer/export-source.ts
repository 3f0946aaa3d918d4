// One session as the writers of formats read it: page by page, with its attachments noted as they are met.
import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { BlobId, SessionId } from '#main/contract/ids.ts';
import type { Compaction, Message, Part, Session } from '#main/contract/messages.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { MessagePlace, Store } from '#main/platform/store/port.ts';
import type { ExportedBlob } from './export-json.ts';

type Stores = {
  readonly messages: Pick<Store['messages'], 'every' | 'history' | 'compactions'>;
  readonly blobs: Pick<Store['blobs'], 'info' | 'read'>;
};

export interface ExportSource {
  readonly session: Session;
  readonly exportedAt: number;
  compactions(): Promise<Compaction[]>;
  /** All branches, parents first. */
  everyMessage(): AsyncGenerator<Message>;
  /** The branch that is shown. */
  shownMessages(): AsyncGenerator<Message>;
  /** Attachments of the messages that were read so far. */
  blobs(): readonly ExportedBlob[];
  /** Where the file of this attachment lies, seen from the session's; undefined when its content is gone. */
  fileOf(id: BlobId): string | undefined;
  /** Its bytes, for small ones that are written into a page. */
  bytesOf(id: BlobId): Promise<Uint8Array | undefined>;
  readonly counts: { messages: number; missing: number };
}

const pageSize = 200;

/** A name that every system takes: what it was called, after a part of its id, so that no two are alike. */
function fileName(id: string, name: string): string {
  const mark = createHash('sha256').update(id).digest('hex').slice(0, 10);
  const ending = extname(name)
    .replaceAll(/[^.\p{L}\p{N}]/gu, '')
    .slice(0, 12);
  const stem = name
    .slice(0, name.length - extname(name).length)
    .replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')
    .slice(0, 60);
  return `attachments/${mark}-${stem}${ending}`;
}

export function blobsOf(parts: readonly Part[], withOutputs: boolean): BlobId[] {
  return parts.flatMap((part) => {
    if (part.type === 'image' || part.type === 'file') return [part.blobId];
    return withOutputs && part.type === 'tool_call' && part.outputBlobId !== undefined ? [part.outputBlobId] : [];
  });
}

export type SourceOptions = {
  readonly store: Stores;
  readonly session: Session;
  readonly exportedAt: number;
  /** From the file of the session to the root of the archive: `../` or nothing. */
  readonly above: string;
  /** Long outputs of tools as files too. */
  readonly withOutputs: boolean;
  readonly signal: AbortSignal;
};

export function createExportSource({
  store,
  session,
  exportedAt,
  withOutputs,
  above,
  signal,
}: SourceOptions): ExportSource {
  const found = new Map<BlobId, ExportedBlob | undefined>();
  const counts = { messages: 0, missing: 0 };
  const sessionId: SessionId = session.id;
  const note = async (message: Message): Promise<Message> => {
    counts.messages += 1;
    for (const id of blobsOf(message.parts, withOutputs)) {
      if (found.has(id)) continue;
      const info = await store.blobs.info(id).catch(() => undefined); // its row is gone: told as missing
      if (info === undefined) counts.missing += 1;
      const { name = '', mediaType = '', sizeBytes = 0 } = info ?? {};
      found.set(id, info && { id, name, mediaType, sizeBytes, file: fileName(id, name) });
    }
    return message;
  };
  return {
    session,
    exportedAt,
    counts,
    compactions: () => store.messages.compactions(sessionId),
    async *everyMessage() {
      for (let after: MessagePlace | undefined, isEnd = false; !isEnd; isEnd = after === undefined) {
        throwIfAborted(signal);
        const page = await store.messages.every({
          sessionId,
          limit: pageSize,
          ...(after === undefined ? {} : { after }),
        });
        for (const message of page.messages) yield note(message);
        after = page.next;
      }
    },
    async *shownMessages() {
      if (session.headId === null) return;
      const { headId } = session;
      for (let from = 0, total = 1; from < total; from += pageSize) {
        throwIfAborted(signal);
        const page = await store.messages.history({ sessionId, headId, from, limit: pageSize });
        for (const message of page.messages) yield note(message);
        total = page.total;
      }
    },
    blobs: () => [...found.values()].flatMap((blob) => (blob === undefined ? [] : [blob])),
    fileOf: (id) => {
      const file = found.get(id)?.file;
      return file === undefined ? undefined : `${above}${file}`;
    },
    bytesOf: (id) => store.blobs.read(id).catch(() => undefined), // damaged: its place says so
  };
}
