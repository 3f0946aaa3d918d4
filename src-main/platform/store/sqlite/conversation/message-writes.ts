// Writing message rows: always sealed, and indexed for search once a message has ended.

import type { Attachment } from '#main/contract/chat.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import type { MessageId } from '#main/contract/ids.ts';
import type { MessageStatus, Part, Usage } from '#main/contract/messages.ts';
import type { Connection } from '../connection/connection.ts';
import { indexText, searchableText } from '../search/index-text.ts';
import { type MessageRow, sealMessage } from './message-rows.ts';
import type { Place, Tree } from './tree.ts';

export type NewMessage = {
  readonly id: MessageId;
  readonly sessionN: number;
  readonly turnN: number | null;
  readonly parent: Place | null;
  readonly role: 'user' | 'assistant';
  readonly status: MessageStatus;
  readonly parts: readonly Part[];
  readonly model?: string;
  readonly now: number;
  /** Of a message from elsewhere, what a turn would have written later. */
  readonly ended?: {
    readonly at?: number;
    readonly error?: ErrorData;
    readonly usage?: Usage;
    readonly pinned: boolean;
  };
};
export type MessageUpdate = {
  readonly parts: readonly Part[];
  readonly status: MessageStatus;
  readonly model?: string;
  readonly error?: ErrorData;
  readonly endedAt?: number;
};

export interface MessageWrites {
  add(message: NewMessage): Place;
  /** Rewrites what a turn may change of a message; indexes it when it is not streaming any more. */
  update(row: MessageRow, change: MessageUpdate): void;
  /** Takes a message out of tree and index. */
  drop(place: Place): void;
}

/** What a person sent, as parts: text first, then attachments. */
export function userParts(text: string, attachments: readonly Attachment[]): Part[] {
  const parts: Part[] = text === '' ? [] : [{ type: 'text', text }];
  for (const { blobId, mediaType, name, sizeBytes } of attachments) {
    parts.push({ type: mediaType.startsWith('image/') ? 'image' : 'file', blobId, mediaType, name, sizeBytes });
  }
  return parts;
}

export function createMessageWrites(connection: Connection, tree: Tree): MessageWrites {
  const { query } = connection;
  type Insert = Parameters<typeof sealMessage>[0] & {
    turn_n: number | null;
    parent_n: number | null;
    pinned: number;
    usage: string | null;
    hash: string;
  };
  const insert = query<[Insert]>(`
    INSERT INTO messages (id, session_n, turn_n, branch_n, depth, parent_n, role, status, pinned, model,
      error, usage, created_at, ended_at, hash, parts)
    VALUES (@id, @session_n, @turn_n, @branch_n, @depth, @parent_n, @role, @status, @pinned, @model, @error, @usage,
      @created_at, @ended_at, @hash, @parts)`);
  type Update = Pick<MessageRow, 'n' | 'status' | 'model' | 'error' | 'ended_at' | 'hash' | 'parts'>;
  const write = query<[Update]>(`
    UPDATE messages SET status = @status, model = @model, error = @error, ended_at = @ended_at, hash = @hash,
      parts = @parts WHERE n = @n`);
  const remove = query<[number]>('DELETE FROM messages WHERE n = ?');
  const addToIndex = query<[number, string, string]>('INSERT INTO search (rowid, body, session) VALUES (?, ?, ?)');
  const dropFromIndex = query<[number]>('DELETE FROM search WHERE rowid = ?');

  const index = (n: number, sessionN: number, parts: readonly Part[]) => {
    const text = searchableText(parts);
    if (text !== '') addToIndex.run(n, indexText(text), `s${sessionN}`);
  };
  return {
    add(message) {
      const { branch, depth } = tree.slot(message.sessionN, message.parent);
      const fields = {
        id: message.id,
        session_n: message.sessionN,
        branch_n: branch,
        depth,
        role: message.role,
        status: message.status,
        model: message.model ?? null,
        error: message.ended?.error === undefined ? null : JSON.stringify(message.ended.error),
        created_at: message.now,
        ended_at: message.status === 'streaming' ? null : (message.ended?.at ?? message.now),
        parts: JSON.stringify(message.parts),
      };
      const more = {
        turn_n: message.turnN,
        parent_n: message.parent?.n ?? null,
        pinned: message.ended?.pinned === true ? 1 : 0,
        usage: message.ended?.usage === undefined ? null : JSON.stringify(message.ended.usage),
        hash: sealMessage(fields),
      };
      const n = insert.insert({ ...fields, ...more });
      if (message.status !== 'streaming') index(n, message.sessionN, message.parts);
      return { n, branch, depth };
    },
    update(row, change) {
      const next = {
        ...row,
        status: change.status,
        model: change.model ?? row.model,
        error: change.error === undefined ? null : JSON.stringify(change.error),
        ended_at: change.endedAt ?? null,
        parts: JSON.stringify(change.parts),
      };
      const { n, status, model, error, ended_at, parts } = next;
      write.run({ n, status, model, error, ended_at, parts, hash: sealMessage(next) });
      if (status !== 'streaming') index(n, row.session_n, change.parts);
    },
    drop({ n, branch }) {
      dropFromIndex.run(n);
      remove.run(n);
      tree.dropEmptyBranch(branch);
    },
  };
}
