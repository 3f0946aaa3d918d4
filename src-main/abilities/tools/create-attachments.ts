// What the person attached to messages of a session, as tools may read it.
import { AppError } from '#main/contract/errors.ts';
import { BlobId, type SessionId } from '#main/contract/ids.ts';
import type { BlobInfo, Store } from '#main/platform/store/port.ts';

export interface Attachments {
  /** Errors: `not_found` also for one that only another session has. */
  info(sessionId: SessionId, id: string): Promise<BlobInfo>;
  read(sessionId: SessionId, id: string): Promise<Uint8Array>;
}

export function createAttachments(store: {
  readonly blobs: Pick<Store['blobs'], 'info' | 'read' | 'isUsedBy'>;
}): Attachments {
  const known = async (sessionId: SessionId, id: string): Promise<BlobId> => {
    const blobId = BlobId.safeParse(id);
    if (blobId.success && (await store.blobs.isUsedBy(blobId.data, sessionId))) return blobId.data;
    throw new AppError('not_found', `There is no attachment ${id} in this chat. Its id stands beside its name.`);
  };
  return {
    info: async (sessionId, id) => store.blobs.info(await known(sessionId, id)),
    read: async (sessionId, id) => store.blobs.read(await known(sessionId, id)),
  };
}
