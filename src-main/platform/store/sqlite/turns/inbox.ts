// The one way in: what was accepted is on the disk before the sender hears so.
import { AppError } from '#main/contract/errors.ts';
import type { InboxId, SessionId } from '#main/contract/ids.ts';
import type { InboundKind, InboundRow, InboxStore } from '#main/platform/store/port.ts';
import { createBlobRefs } from '../blobs/blob-refs.ts';
import { notFound } from '../connection/store-errors.ts';
import type { Shared } from '../shared.ts';
import { type InboxRow, readBody, writeBody } from './inbox-rows.ts';

const pendingPerSession = 10_000;

export function createInbox({ writer, reader, own, seen, run }: Shared): InboxStore {
  const { query } = writer;
  const blobs = createBlobRefs(writer);
  const repeated = query<[string, string], { id: InboxId }>(
    'SELECT id FROM inbox WHERE channel_id = ? AND dedupe_key = ?',
  );
  const countPending = query<[number], { n: number }>(
    "SELECT count(*) AS n FROM (SELECT 1 FROM inbox INDEXED BY inbox_pending WHERE session_n = (SELECT ?) AND state = 'pending' LIMIT 10000)",
  );
  type Insert = Omit<InboxRow, 'n' | 'attempts'> & { dedupe_key: string };
  const insert = query<[Insert]>(`
    INSERT INTO inbox (id, session_n, channel_id, dedupe_key, kind, target_n, mode, model, policy, created_at, body)
    VALUES (@id, @session_n, @channel_id, @dedupe_key, @kind, @target_n, @mode, @model, @policy, @created_at, @body)`);
  const pendingOf = reader.query<[number], InboxRow>(
    "SELECT * FROM inbox INDEXED BY inbox_pending WHERE session_n = (SELECT ?) AND state = 'pending' ORDER BY n",
  );
  const removeOne = query<[number, string]>(
    "UPDATE inbox SET state = 'done', body = '' WHERE session_n = ? AND id = ? AND state = 'pending'",
  );
  const removeAll = query<[number]>(
    "UPDATE inbox SET state = 'done', body = '' WHERE session_n = ? AND state = 'pending'",
  );
  const waiting = reader.query<[], { id: SessionId }>(`
    SELECT s.id FROM inbox i JOIN sessions s ON s.n = i.session_n
    WHERE i.state = 'pending' AND s.deleted_at IS NULL GROUP BY s.n ORDER BY min(i.n)`);

  /** The message that an edit or a new answer is made beside. */
  const target = (sessionN: number, kind: InboundKind): number | null => {
    if (kind.type === 'message' || kind.type === 'continue') return null;
    const message = own.messages.byId(kind.messageId);
    if (message.session_n !== sessionN) throw notFound('message');
    const role = kind.type === 'edit' ? 'user' : 'assistant';
    if (message.role !== role) {
      throw new AppError('invalid_input', `Only a message of the ${role} can be used for this. Choose another one.`, {
        details: { reason: 'wrong_role', path: ['messageId'] },
      });
    }
    return message.n;
  };
  const store = (row: InboundRow): { id: InboxId; duplicate: boolean } => {
    const known = repeated.get(row.channelId, row.dedupeKey);
    if (known !== undefined) return { id: known.id, duplicate: true };
    const session = own.sessions.byId(row.sessionId);
    if (session.deleted_at !== null) throw notFound('session');
    if ((countPending.get(session.n)?.n ?? 0) >= pendingPerSession) {
      throw new AppError('rate_limited', 'Too many messages wait in this session. Wait, or clear its queue.', {
        details: { reason: 'queue_full', facts: { limit: pendingPerSession } },
      });
    }
    insert.run({
      id: row.id,
      session_n: session.n,
      channel_id: row.channelId,
      dedupe_key: row.dedupeKey,
      kind: row.kind.type,
      target_n: target(session.n, row.kind),
      mode: row.mode,
      model: row.model ?? null,
      policy: JSON.stringify({ allow: [...row.policy.allow].sort(), interactive: row.policy.interactive }),
      created_at: row.now,
      body: writeBody(row.text, row.attachments),
    });
    blobs.keep(
      session.n,
      row.attachments.map(({ blobId }) => blobId),
    );
    return { id: row.id, duplicate: false };
  };
  return {
    accept: (row) => run(() => writer.step('full', () => store(row))),
    pending: (sessionId) =>
      run(() =>
        pendingOf.all(seen.sessions.byId(sessionId).n).map((row) => {
          const { text, attachments } = readBody(row.body);
          return { id: row.id, text, mode: row.mode, attachments: attachments.length, createdAt: row.created_at };
        }),
      ),
    remove: (sessionId, id) =>
      run(() => writer.step('full', () => removeOne.run(own.sessions.byId(sessionId).n, id) > 0)),
    clear: (sessionId) => run(() => writer.step('full', () => removeAll.run(own.sessions.byId(sessionId).n))),
    sessionsWithPending: () => run(() => waiting.all().map(({ id }) => id)),
  };
}
