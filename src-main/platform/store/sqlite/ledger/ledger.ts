// One row per effect that can be put back: written before it happens, and never in doubt about what it needs.
import type { CallId, SessionId, TurnId } from '#main/contract/ids.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type {
  LedgerEntry,
  LedgerImage,
  LedgerState,
  LedgerStore,
  LedgerTurn,
} from '#main/platform/store/port/ledger.ts';
import { notFound } from '../connection/store-errors.ts';
import type { Shared } from '../shared.ts';

type Row = {
  n: number;
  id: string;
  session_id: SessionId;
  turn_id: TurnId;
  call_id: CallId;
  kind: string;
  state: LedgerState;
  at: number;
  payload: string;
  images: string;
};
type NewRow = Omit<Row, 'n' | 'session_id'> & { session: number; bytes: number };

const isImage = (value: unknown): value is LedgerImage =>
  typeof value === 'object' && value !== null && 'sha256' in value && 'sizeBytes' in value;

function imagesOf(text: string): LedgerImage[] {
  const list = parseJson(text);
  return Array.isArray(list) ? list.filter(isImage) : [];
}

const bytesOf = (images: readonly LedgerImage[]) => images.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

const toEntry = (row: Row): LedgerEntry => ({
  id: row.id,
  sessionId: row.session_id,
  turnId: row.turn_id,
  callId: row.call_id,
  kind: row.kind,
  state: row.state,
  at: row.at,
  payload: parseJson(row.payload),
  images: imagesOf(row.images),
});

function together(kept: readonly LedgerImage[], added: readonly LedgerImage[]): LedgerImage[] {
  return [...new Map([...kept, ...added].map((image) => [image.sha256, image])).values()];
}

const select = 'SELECT e.*, s.id AS session_id FROM undo_entries e JOIN sessions s ON s.n = e.session_n';

function createWrites({ writer, own, run }: Shared): Pick<LedgerStore, 'begin' | 'mark' | 'drop' | 'expire'> {
  const insert = writer.query<[NewRow]>(`
    INSERT INTO undo_entries (id, session_n, turn_id, call_id, kind, state, at, payload, images, image_bytes)
    VALUES (@id, @session, @turn_id, @call_id, @kind, @state, @at, @payload, @images, @bytes)`);
  const find = writer.query<[string], { n: number; images: string }>('SELECT n, images FROM undo_entries WHERE id = ?');
  const setState = writer.query<[string, number]>('UPDATE undo_entries SET state = ? WHERE n = ?');
  const setImages = writer.query<[string, number, number]>(
    'UPDATE undo_entries SET images = ?, image_bytes = ? WHERE n = ?',
  );
  const remove = writer.query<[string]>('DELETE FROM undo_entries WHERE id = ?');
  const removeOld = writer.query<[number]>('DELETE FROM undo_entries WHERE at < ?');
  return {
    begin: (entries) =>
      run(() =>
        writer.step('full', () => {
          for (const entry of entries)
            insert.run({
              ...{ id: entry.id, session: own.sessions.byId(entry.sessionId).n, turn_id: entry.turnId },
              ...{ call_id: entry.callId, kind: entry.kind, state: 'begun', at: entry.at },
              ...{ payload: JSON.stringify(entry.payload), images: JSON.stringify(entry.images) },
              bytes: bytesOf(entry.images),
            });
        }),
      ),
    mark: (ids, { state, images = [] }) =>
      run(() =>
        writer.step('full', () => {
          for (const id of ids) {
            const row = find.get(id);
            if (row === undefined) continue;
            setState.run(state, row.n);
            if (images.length === 0) continue;
            const all = together(imagesOf(row.images), images);
            setImages.run(JSON.stringify(all), bytesOf(all), row.n);
          }
        }),
      ),
    drop: (ids) =>
      run(() =>
        writer.step('full', () => {
          for (const id of ids) remove.run(id);
        }),
      ),
    expire: (before) => run(() => writer.step('full', () => removeOld.run(before))),
  };
}

export function createLedger(shared: Shared): LedgerStore {
  const { reader, seen, run } = shared;
  const byId = reader.query<[string], Row>(`${select} WHERE e.id = (SELECT ?)`);
  const byTurn = reader.query<[string], Row>(`${select} WHERE e.turn_id = (SELECT ?) ORDER BY e.n`);
  const bySession = reader.query<[number, number], Row>(
    `SELECT * FROM (${select} WHERE e.session_n = (SELECT ?) ORDER BY e.n DESC LIMIT ?) ORDER BY n`,
  );
  const turns = reader.query<[number], { turn_id: TurnId; done: number; undone: number }>(`
    SELECT turn_id, sum(state <> 'undone') AS done, sum(state = 'undone') AS undone FROM undo_entries
    WHERE session_n = ? AND kind <> 'command' GROUP BY turn_id ORDER BY min(n)`);
  const open = reader.query<[], Row>(`${select} WHERE e.state IN ('begun', 'undoing', 'redoing') ORDER BY e.n`);
  const since = reader.query<[number], { images: string }>(
    'SELECT images FROM undo_entries WHERE at >= ? AND image_bytes > 0',
  );
  const all = reader.query<[], { images: string }>('SELECT images FROM undo_entries WHERE image_bytes > 0');
  const toTurn = (row: { turn_id: TurnId; done: number; undone: number }): LedgerTurn => ({
    ...{ turnId: row.turn_id, done: row.done, undone: row.undone },
  });
  return {
    ...createWrites(shared),
    get: (id) =>
      run(() => {
        const row = byId.get(id);
        if (row === undefined) throw notFound('change');
        return toEntry(row);
      }),
    ofTurn: (turnId) => run(() => byTurn.all(turnId).map(toEntry)),
    ofSession: (sessionId, limit) => run(() => bySession.all(seen.sessions.byId(sessionId).n, limit).map(toEntry)),
    turns: (sessionId) => run(() => turns.all(seen.sessions.byId(sessionId).n).map(toTurn)),
    open: () => run(() => open.all().map(toEntry)),
    keptSince: (at) =>
      run(() =>
        bytesOf(
          together(
            [],
            since.all(at).flatMap(({ images }) => imagesOf(images)),
          ),
        ),
      ),
    images: () => run(() => new Set(all.all().flatMap(({ images }) => imagesOf(images).map(({ sha256 }) => sha256)))),
  };
}
