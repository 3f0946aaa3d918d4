// The list of conversations.
import { Draft } from '#main/contract/chat.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Session } from '#main/contract/messages.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { SessionChange, SessionStore } from '#main/platform/store/port.ts';
import { createBlobRefs } from '../blobs/blob-refs.ts';
import { notFound } from '../connection/store-errors.ts';
import type { Shared } from '../shared.ts';
import { type SessionRow, selectSession, toSession } from './session-rows.ts';

type NewSession = Parameters<SessionStore['create']>[0];
type ListOptions = Parameters<SessionStore['list']>[0];
type Columns = Pick<SessionRow, 'n' | 'title' | 'title_is_automatic' | 'workspace' | 'model' | 'pinned' | 'archived'>;

const flag = (value: boolean): number => (value ? 1 : 0);
const noDraft: Draft = { text: '', attachments: [] };

export type SessionSteps = Omit<SessionStore, 'search' | 'purge'>;

export function createSessions(shared: Shared): SessionSteps {
  const { writer, own, seen, reader, run } = shared;
  const { query } = writer;
  const byCommand = query<[string], { id: SessionId }>('SELECT id FROM sessions WHERE command_id = ?');
  type Insert = Pick<SessionRow, 'id' | 'title' | 'title_is_automatic' | 'workspace' | 'model' | 'created_at'>;
  const insert = query<[Insert & { command_id: string | null }]>(`
    INSERT INTO sessions (id, command_id, title, title_is_automatic, workspace, model, created_at, updated_at)
    VALUES (@id, @command_id, @title, @title_is_automatic, @workspace, @model, @created_at, @created_at)`);
  const update = query<[Columns & { now: number }]>(`
    UPDATE sessions SET title = @title, title_is_automatic = @title_is_automatic, workspace = @workspace,
      model = @model, pinned = @pinned, archived = @archived, updated_at = @now WHERE n = @n`);
  const setDeleted = query<[{ n: number; at: number | null; now: number }]>(
    'UPDATE sessions SET deleted_at = @at, updated_at = @now WHERE n = @n',
  );
  const putDraft = query<[number, string, number]>(`
    INSERT INTO drafts (session_n, body, saved_at) VALUES (?, ?, ?)
    ON CONFLICT (session_n) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at`);
  const dropDraft = query<[number]>('DELETE FROM drafts WHERE session_n = ?');
  const getDraft = reader.query<[number], { body: string }>('SELECT body FROM drafts WHERE session_n = ?');
  const blobs = createBlobRefs(writer);
  const list = createList(shared);

  const create = (s: NewSession): Session => {
    const known = s.commandId === undefined ? undefined : byCommand.get(s.commandId);
    if (known !== undefined) return toSession(own.sessions.byId(known.id));
    insert.run({
      id: s.id,
      command_id: s.commandId ?? null,
      title: s.title,
      title_is_automatic: flag(s.titleIsAutomatic),
      workspace: s.workspace,
      model: s.model ?? null,
      created_at: s.now,
    });
    return toSession(own.sessions.byId(s.id));
  };
  const change = (id: SessionId, c: SessionChange, now: number): Session => {
    const row = own.sessions.byId(id);
    update.run({
      n: row.n,
      title: c.title ?? row.title,
      title_is_automatic: c.titleIsAutomatic === undefined ? row.title_is_automatic : flag(c.titleIsAutomatic),
      workspace: c.workspace ?? row.workspace,
      model: c.model === undefined ? row.model : c.model,
      pinned: c.pinned === undefined ? row.pinned : flag(c.pinned),
      archived: c.archived === undefined ? row.archived : flag(c.archived),
      now,
    });
    return toSession(own.sessions.byN(row.n));
  };
  const mark = (id: SessionId, at: number | null, now: number): Session => {
    const row = own.sessions.byId(id);
    if (row.deleted_at === 0) throw notFound('session'); // a purge has begun to take it apart
    // A second removal must not lengthen the time until the session goes for good.
    if ((row.deleted_at === null) !== (at === null)) setDeleted.run({ n: row.n, at, now });
    return toSession(own.sessions.byN(row.n));
  };
  const saveDraft = (id: SessionId, draft: Draft, now: number) => {
    const { n } = own.sessions.byId(id);
    blobs.setDraft(
      n,
      draft.attachments.map(({ blobId }) => blobId),
    );
    if (draft.text === '' && draft.attachments.length === 0) dropDraft.run(n);
    else putDraft.run(n, JSON.stringify(draft), now);
  };
  return {
    create: (s) => run(() => writer.step('full', () => create(s))),
    get: (id) => run(() => toSession(seen.sessions.byId(id))),
    list: (o) => run(() => list(o)),
    change: (id, c, now) => run(() => writer.step('full', () => change(id, c, now))),
    remove: (id, now) => run(() => writer.step('full', () => mark(id, now, now))),
    restore: (id, now) => run(() => writer.step('full', () => mark(id, null, now))),
    saveDraft: (id, draft, now) => run(() => writer.step('relaxed', () => saveDraft(id, draft, now))),
    draft: (id) =>
      run(() => {
        const row = getDraft.get(seen.sessions.byId(id).n);
        return (row === undefined ? undefined : Draft.safeParse(parseJson(row.body)).data) ?? noDraft;
      }),
  };
}

/** Pinned ones first, then by the time of their last change; a page goes on after the session that `before` names. */
function createList({ reader }: Shared): (o: ListOptions) => { sessions: Session[]; total: number } {
  const { query } = reader;
  type Page = { archived: number; pinned: number; at: number; id: string; limit: number };
  const page = query<[Page], SessionRow>(`${selectSession}
    WHERE s.archived = @archived AND s.deleted_at IS NULL AND s.pinned = @pinned
      AND (s.updated_at, s.id) < (@at, @id)
    ORDER BY s.updated_at DESC, s.id DESC LIMIT @limit`);
  const count = query<[number], { n: number }>(
    'SELECT count(*) AS n FROM sessions WHERE archived = ? AND deleted_at IS NULL',
  );
  const isPinned = query<[string], { pinned: number }>('SELECT pinned FROM sessions WHERE id = ?');
  const top = { at: Number.MAX_SAFE_INTEGER, id: '' };
  return ({ archived, limit, before }) => {
    const from = before === undefined ? top : { at: before.updatedAt, id: before.id };
    const startsPinned = before === undefined || isPinned.get(before.id)?.pinned === 1;
    const base = { archived: flag(archived), limit };
    const pinned = startsPinned ? page.all({ ...base, ...from, pinned: 1 }) : [];
    const room = limit - pinned.length;
    const rest = room > 0 ? page.all({ ...base, ...(startsPinned ? top : from), pinned: 0, limit: room }) : [];
    return { sessions: [...pinned, ...rest].map(toSession), total: count.get(flag(archived))?.n ?? 0 };
  };
}
