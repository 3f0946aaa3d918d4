// Notes: every change of the words is one step with the index that they are found by.
import { AppError } from '#main/contract/errors.ts';
import type { NoteId } from '#main/contract/ids.ts';
import { noteLimits } from '#main/contract/notes.ts';
import { isSameNote, type NoteState, type NoteStore } from '#main/platform/store/port/notes.ts';
import type { Connection } from '../connection/connection.ts';
import { conflict, notFound } from '../connection/store-errors.ts';
import type { Shared } from '../shared.ts';
import { createNoteLists } from './note-lists.ts';
import { type NoteRow, noteColumns, noteText, toNote, toState } from './note-rows.ts';

type Written = { title: string; body: string; tags: string; by: string | null; trust: string; source: string };

const written = (state: NoteState): Written => ({
  ...{ title: state.title, body: state.body, tags: JSON.stringify(state.tags) },
  ...{ by: state.sessionId ?? null, trust: state.trust, source: state.source },
});

function createWrites({ query }: Connection) {
  const insert = query<[Written & { id: string; now: number }]>(`
    INSERT INTO notes (id, revision, title, body, tags, pinned, created_at, updated_at, by_session, trust, source)
    VALUES (@id, 1, @title, @body, @tags, 0, @now, @now, @by, @trust, @source)`);
  const update = query<[Written & { n: number; now: number }]>(`
    UPDATE notes SET revision = revision + 1, title = @title, body = @body, tags = @tags, updated_at = @now,
      by_session = @by, trust = @trust, source = @source, deleted_at = NULL WHERE n = @n`);
  const addToIndex = query<[number, string]>('INSERT INTO search_notes (rowid, body) VALUES (?, ?)');
  const dropFromIndex = query<[number]>('DELETE FROM search_notes WHERE rowid = ?');
  const drop = query<[number]>('DELETE FROM notes WHERE n = ?');
  return {
    trash: query<[number, number]>('UPDATE notes SET deleted_at = ?, revision = revision + 1 WHERE n = ?'),
    untrash: query<[number]>('UPDATE notes SET deleted_at = NULL, revision = revision + 1 WHERE n = ?'),
    pin: query<[number, number]>('UPDATE notes SET pinned = ? WHERE n = ?'),
    add(id: NoteId, state: NoteState, now: number) {
      const row = written(state);
      addToIndex.run(insert.insert({ ...row, id, now }), noteText(row));
    },
    change(n: number, state: NoteState, now: number) {
      const row = written(state);
      update.run({ ...row, n, now });
      dropFromIndex.run(n);
      addToIndex.run(n, noteText(row));
    },
    drop(n: number) {
      dropFromIndex.run(n);
      drop.run(n);
    },
  };
}

type NotePut = (o: Parameters<NoteStore['put']>[0]) => string | undefined;

const changed = () => conflict('This note has changed meanwhile. Read it again, then change it anew.', 'note_changed');

const tooMany = (most: number) =>
  new AppError('rate_limited', `There are ${most} notes already. Delete some that are not needed any more.`, {
    retryable: false,
    details: { reason: 'too_many_notes', facts: { most } },
  });

export function createNotes(shared: Shared): NoteStore {
  const { writer, reader, run } = shared;
  const byId = `SELECT ${noteColumns('t.body')} FROM notes t WHERE t.id = ?`;
  const read = reader.query<[string], NoteRow>(byId);
  const own = writer.query<[string], NoteRow>(byId);
  const count = writer.query<[], { n: number }>('SELECT count(*) AS n FROM notes WHERE deleted_at IS NULL');
  const old = writer.query<[number], { n: number }>(
    'SELECT n FROM notes WHERE deleted_at IS NOT NULL AND deleted_at < (SELECT ?) LIMIT 200',
  );
  const writes = createWrites(writer);
  const found = (query: typeof own, id: NoteId): NoteRow => {
    const row = query.get(id);
    if (row === undefined) throw notFound('note');
    return row;
  };
  const step = <T>(work: () => T) => run(() => writer.step('full', work));
  const standing = (row: NoteRow | undefined) =>
    row === undefined || row.deleted_at !== null ? undefined : toState(row);

  const put: NotePut = ({ id, from, to, copyAs, now }) => {
    const row = own.get(id);
    const stands = standing(row);
    const isTheirs = !isSameNote(stands, from);
    if (isTheirs && copyAs === undefined) throw conflict('This note was changed since.', 'changed_since');
    let copy: string | undefined;
    if (isTheirs && copyAs !== undefined && stands !== undefined) {
      copy = `${stands.title.slice(0, noteLimits.titleChars - 20)} (kept copy)`;
      writes.add(copyAs, { ...stands, title: copy }, now);
    }
    if (to !== undefined) {
      if (row === undefined) writes.add(id, to, now);
      else writes.change(row.n, to, now);
    } else if (row !== undefined && row.deleted_at === null) writes.trash.run(now, row.n);
    return copy;
  };

  return {
    ...createNoteLists(shared),
    get: (id) => run(() => toNote(found(read, id))),
    stateOf: (id) => run(() => standing(own.get(id))),
    create: ({ id, state, most, now }) =>
      step(() => {
        if (own.get(id) === undefined) {
          if ((count.get()?.n ?? 0) >= most) throw tooMany(most);
          writes.add(id, state, now);
        }
        return toNote(found(own, id));
      }),
    save: ({ id, revision, state, now }) =>
      step(() => {
        const row = found(own, id);
        if (row.revision !== revision || row.deleted_at !== null) throw changed();
        writes.change(row.n, state, now);
        return toNote(found(own, id));
      }),
    pin: (id, pinned) =>
      step(() => {
        writes.pin.run(pinned ? 1 : 0, found(own, id).n);
        return toNote(found(own, id));
      }),
    remove: ({ id, revision, now }) =>
      step(() => {
        const row = found(own, id);
        if (revision !== undefined && (row.revision !== revision || row.deleted_at !== null)) throw changed();
        if (row.deleted_at === null) writes.trash.run(now, row.n);
        return toNote(found(own, id));
      }),
    restore: (id) =>
      step(() => {
        const row = found(own, id);
        if (row.deleted_at !== null) writes.untrash.run(row.n);
        return toNote(found(own, id));
      }),
    erase: (id) =>
      step(() => {
        const row = found(own, id);
        if (row.deleted_at === null)
          throw conflict('This note does not lie in the trash. Delete it first.', 'note_not_in_trash');
        writes.drop(row.n);
      }),
    async purge(before) {
      let purged = 0;
      for (;;) {
        const dropped = await step(() => {
          const rows = old.all(before);
          for (const { n } of rows) writes.drop(n);
          return rows.length;
        });
        purged += dropped;
        if (dropped === 0) return purged;
      }
    },
    put: (o) => step(() => put(o)),
  };
}
