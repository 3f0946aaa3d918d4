// Taking in what was said elsewhere: in steps that may be repeated, so that the same import twice is the same as once.
import { AppError } from '#main/contract/errors.ts';
import type { CommandId, MessageId, SessionId } from '#main/contract/ids.ts';
import type { Compaction, Session } from '#main/contract/messages.ts';
import type { ImportedMessage, ImportedSession, ImportStore } from '#main/platform/store/port.ts';
import { createBlobRefs } from '../blobs/blob-refs.ts';
import type { Shared } from '../shared.ts';
import { sealCall } from './message-rows.ts';
import { type SessionRow, toSession } from './session-rows.ts';
import type { Place } from './tree.ts';

type Columns = Pick<SessionRow, 'id' | 'title' | 'title_is_automatic' | 'workspace' | 'model' | 'pinned' | 'archived'> &
  Pick<SessionRow, 'usage' | 'created_at' | 'updated_at'> & { command_id: string };

const misplaced = (id: string) =>
  new AppError('invalid_input', 'A message of this chat has no place in it. The chat was left out.', {
    details: { reason: 'import_misplaced', facts: { id } },
  });

export function createImports(shared: Shared): ImportStore {
  const { writer, own, writes, run } = shared;
  const { query } = writer;
  const byKey = query<[string], { id: SessionId }>('SELECT id FROM sessions WHERE command_id = ?');
  const byId = query<[string], { id: SessionId }>('SELECT id FROM sessions WHERE id = ?');
  const insert = query<[Columns]>(`
    INSERT INTO sessions (id, command_id, title, title_is_automatic, workspace, model, pinned, archived, usage,
      created_at, updated_at)
    VALUES (@id, @command_id, @title, @title_is_automatic, @workspace, @model, @pinned, @archived, @usage,
      @created_at, @updated_at)`);
  // Words of people and models that nobody here vouches for, and private ones.
  const label = query<[number]>(
    "INSERT INTO taint_labels (session_n, trust, secrecy) VALUES (?, 'untrusted', 'private') ON CONFLICT DO NOTHING",
  );
  const labelSource = query<[number, number]>(`
    INSERT INTO taint_sources (session_n, turn_id, source, trust, secrecy, at)
    VALUES (?, '', 'import', 'untrusted', 'private', ?) ON CONFLICT DO NOTHING`);
  const setHead = query<[number, number]>('UPDATE sessions SET head_n = ? WHERE n = ?');
  const placeOf = query<[string], Place & { session: number }>(
    'SELECT n, branch_n AS branch, depth, session_n AS session FROM messages WHERE id = ?',
  );
  const among = query<[string], { id: MessageId }>(
    'SELECT id FROM messages WHERE id IN (SELECT value FROM json_each(?))',
  );
  const addCompaction = query<
    [Record<'id' | 'summary', string> & Record<'session' | 'through' | 'active' | 'at', number>]
  >(`
    INSERT INTO compactions (id, session_n, through_n, summary, active, created_at)
    VALUES (@id, @session, @through, @summary, @active, @at) ON CONFLICT DO NOTHING`);
  const addCall = query<[Record<'id' | 'state' | 'hash' | 'call', string> & Record<'session' | 'message', number>]>(`
    INSERT INTO calls (id, session_n, message_n, turn_n, state, hash, call)
    VALUES (@id, @session, @message, 0, @state, @hash, @call) ON CONFLICT DO NOTHING`);
  const blobs = createBlobRefs(writer);

  const find = ({ key, id }: { key: CommandId; id?: SessionId }): SessionRow | undefined => {
    const known = byKey.get(key) ?? (id === undefined ? undefined : byId.get(id));
    return known === undefined ? undefined : own.sessions.byId(known.id);
  };
  const make = (s: ImportedSession): SessionRow => {
    insert.run({
      id: s.id,
      command_id: s.key,
      title: s.title,
      title_is_automatic: s.titleIsAutomatic ? 1 : 0,
      workspace: s.workspace,
      model: s.model ?? null,
      pinned: s.pinned ? 1 : 0,
      archived: s.archived ? 1 : 0,
      usage: s.usage === undefined ? null : JSON.stringify(s.usage),
      created_at: s.createdAt,
      updated_at: s.updatedAt,
    });
    const row = own.sessions.byId(s.id);
    label.run(row.n);
    labelSource.run(row.n, s.createdAt);
    return row;
  };
  const parentOf = (message: ImportedMessage, sessionN: number): Place | null => {
    if (message.parentId === null) return null;
    const parent = placeOf.get(message.parentId);
    if (parent === undefined || parent.session !== sessionN) throw misplaced(message.id);
    return parent;
  };
  /** A long output is asked for by its call, which the journal knows; no turn of ours made it. */
  const keepCalls = (message: ImportedMessage, at: { sessionN: number; messageN: number }) => {
    for (const part of message.parts) {
      if (part.type !== 'tool_call' || part.outputBlobId === undefined) continue;
      const call = JSON.stringify(part);
      const hash = sealCall(part.callId, at.messageN, call);
      addCall.run({ id: part.callId, session: at.sessionN, message: at.messageN, state: part.state, hash, call });
    }
  };
  /** False when it is here already. */
  const addOne = (message: ImportedMessage, sessionN: number): boolean => {
    const known = placeOf.get(message.id);
    if (known !== undefined && known.session !== sessionN) throw misplaced(message.id);
    if (known !== undefined) return false;
    const { error, usage, endedAt, model } = message;
    const { n } = writes.add({
      id: message.id,
      sessionN,
      turnN: null,
      parent: parentOf(message, sessionN),
      role: message.role,
      status: message.status,
      parts: message.parts,
      ...(model === undefined ? {} : { model }),
      now: message.createdAt,
      ended: {
        ...(endedAt === undefined ? {} : { at: endedAt }),
        ...(error === undefined ? {} : { error }),
        ...(usage === undefined ? {} : { usage }),
        pinned: message.pinned,
      },
    });
    blobs.keep(sessionN, message.blobIds);
    keepCalls(message, { sessionN, messageN: n });
    return true;
  };
  const moveHead = (session: SessionRow, headId: MessageId): void => {
    const head = placeOf.get(headId);
    if (head === undefined || head.session !== session.n) return;
    const present = session.head_n === null ? undefined : own.tree.place(session.head_n);
    if (present === undefined || own.tree.isOnPath(present, head)) setHead.run(head.n, session.n);
  };
  const add = (o: Parameters<ImportStore['add']>[0]): { session: Session; added: number } => {
    const session = find({ key: o.session.key, id: o.session.id }) ?? make(o.session);
    const added = o.messages.filter((message) => addOne(message, session.n)).length;
    if (o.headId !== undefined) moveHead(session, o.headId);
    return { session: toSession(own.sessions.byN(session.n)), added };
  };
  const addCompactions = (sessionId: SessionId, compactions: readonly Compaction[]) => {
    const { n } = own.sessions.byId(sessionId);
    for (const { id, throughId, summary, active, createdAt } of compactions) {
      const through = placeOf.get(throughId);
      if (through?.session !== n) continue; // what it would stand for was left out
      addCompaction.run({ id, session: n, through: through.n, summary, active: active ? 1 : 0, at: createdAt });
    }
  };
  return {
    find: (o) =>
      run(() => {
        const row = find(o);
        return row === undefined ? undefined : toSession(row);
      }),
    known: (ids) => run(() => new Set(among.all(JSON.stringify(ids)).map(({ id }) => id))),
    add: (o) => run(() => writer.step('full', () => add(o))),
    addCompactions: (sessionId, compactions) =>
      run(() => writer.step('full', () => addCompactions(sessionId, compactions))),
  };
}
