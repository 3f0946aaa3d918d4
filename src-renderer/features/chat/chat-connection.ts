// What the chat needs of the connection to the core.
import type { LimpetClient } from '#main/contract/contract.ts';
import { createDraftBook, type DraftBook } from './composer/draft-book.ts';
import type { SendBytes } from './composer/use-uploads.ts';

export type ChatConnection = {
  readonly client: LimpetClient;
  /** Sends the bytes of a file. */
  readonly putBlob: SendBytes;
  /** Where the bytes of a blob are, for images and downloads. */
  readonly blobUrl: (blobId: string) => string;
  readonly drafts: DraftBook;
};

/** One for the life of the window: files may arrive in a chat that is no longer shown. */
export function createChatConnection(o: Omit<ChatConnection, 'drafts'>): ChatConnection {
  return { ...o, drafts: createDraftBook(o.client.chat) };
}
