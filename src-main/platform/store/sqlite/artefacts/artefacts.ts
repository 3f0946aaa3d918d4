// Artefacts and their versions.
import { type Artefact, ArtefactKind } from '#main/contract/artefacts.ts';
import { ArtefactId, CallId, SessionId } from '#main/contract/ids.ts';
import type { ArtefactStore, NewArtefact } from '#main/platform/store/port/artefacts.ts';
import { notFound } from '../connection/store-errors.ts';
import type { Shared } from '../shared.ts';

type VersionRow = {
  id: string;
  session: string;
  number: number;
  kind: string;
  title: string;
  size_chars: number;
  call_id: string;
  created_at: number;
};
type Version = {
  artefact_n: number;
  number: number;
  session_n: number;
  call_id: string;
  kind: string;
  title: string;
  size_chars: number;
  created_at: number;
  content: string;
};

function grouped(rows: readonly VersionRow[]): Artefact[] {
  const found = new Map<string, Artefact>();
  for (const row of rows) {
    const version = {
      number: row.number,
      kind: ArtefactKind.parse(row.kind),
      title: row.title,
      sizeChars: row.size_chars,
      callId: CallId.parse(row.call_id),
      createdAt: row.created_at,
    };
    const known = found.get(row.id);
    if (known !== undefined) known.versions.push(version);
    else
      found.set(row.id, {
        id: ArtefactId.parse(row.id),
        sessionId: SessionId.parse(row.session),
        versions: [version],
      });
  }
  return [...found.values()];
}

export function createArtefacts({ writer, reader, own, run }: Shared): ArtefactStore {
  const columns = 'v.number, v.kind, v.title, v.size_chars, v.call_id, v.created_at';
  const joined = `SELECT a.id, s.id AS session, ${columns} FROM artefacts a
    JOIN sessions s ON s.n = a.session_n JOIN artefact_versions v ON v.artefact_n = a.n`;
  const ofSession = reader.query<[string], VersionRow>(`${joined} WHERE s.id = ? ORDER BY a.n, v.number`);
  const ofArtefact = writer.query<[number], VersionRow>(`${joined} WHERE a.n = ? ORDER BY v.number`);
  const content = reader.query<[string, string, number], { content: string }>(`
    SELECT v.content FROM artefact_versions v JOIN artefacts a ON a.n = v.artefact_n JOIN sessions s ON s.n = a.session_n
    WHERE a.id = ? AND s.id = ? AND v.number = ?`);
  const byId = writer.query<[string, number], { n: number }>('SELECT n FROM artefacts WHERE id = ? AND session_n = ?');
  const byCall = writer.query<[string], { n: number }>(
    'SELECT artefact_n AS n FROM artefact_versions WHERE call_id = ?',
  );
  const last = writer.query<[number], { n: number }>(
    'SELECT coalesce(max(number), 0) AS n FROM artefact_versions WHERE artefact_n = ?',
  );
  const insert = writer.query<[string, number]>('INSERT INTO artefacts (id, session_n) VALUES (?, ?)');
  const insertVersion = writer.query<[Version]>(`
    INSERT INTO artefact_versions (artefact_n, number, session_n, call_id, kind, title, size_chars, created_at, content)
    VALUES (@artefact_n, @number, @session_n, @call_id, @kind, @title, @size_chars, @created_at, @content)`);
  const dropOld = writer.query<[number, number]>('DELETE FROM artefact_versions WHERE artefact_n = ? AND number <= ?');

  const artefactN = (o: NewArtefact, session: number): number => {
    if (o.artefactId === undefined) return insert.insert(o.newId, session);
    const found = byId.get(o.artefactId, session);
    if (found === undefined) throw notFound('artefact');
    return found.n;
  };
  const add = (o: NewArtefact): Artefact => {
    const session = own.sessions.byId(o.sessionId).n;
    const told = byCall.get(o.callId);
    const n = told?.n ?? artefactN(o, session);
    if (told === undefined) {
      const number = (last.get(n)?.n ?? 0) + 1;
      insertVersion.run({
        ...{ artefact_n: n, number, session_n: session, call_id: o.callId, kind: o.kind, title: o.title },
        ...{ size_chars: o.content.length, created_at: o.now, content: o.content },
      });
      dropOld.run(n, number - o.keepVersions);
    }
    const [made] = grouped(ofArtefact.all(n));
    if (made === undefined) throw notFound('artefact');
    return made;
  };
  return {
    add: (o) => run(() => writer.step('full', () => add(o))),
    list: (sessionId) => run(() => grouped(ofSession.all(sessionId))),
    read: ({ artefactId, sessionId, version }) =>
      run(() => {
        const found = content.get(artefactId, sessionId, version);
        if (found === undefined) throw notFound('artefact');
        return found;
      }),
  };
}
