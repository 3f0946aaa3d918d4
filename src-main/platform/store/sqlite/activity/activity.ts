// Reads the account of what was done: newest first for the page, oldest first for a trace, row by row for the chain.
import { ActivityEntry, ActivityFact } from '#main/contract/activity.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { ActivityStore } from '#main/platform/store/port/activity.ts';
import type { Bind } from '../connection/connection.ts';
import type { Shared } from '../shared.ts';
import { createActivityWrites, genesis, sealedText } from './activity-writes.ts';

type Row = {
  n: number;
  at: number;
  session_id: string | null;
  turn_id: string | null;
  fact: string;
  previous: string;
  hash: string;
};
type Named = Readonly<Record<string, Bind>>;

const placeOf = (row: Row) => ({
  ...(row.session_id === null ? {} : { sessionId: row.session_id }),
  ...(row.turn_id === null ? {} : { turnId: row.turn_id }),
});

function toEntry(row: Row): ActivityEntry[] {
  const fact = ActivityFact.safeParse(parseJson(row.fact)).data;
  const { n, at, previous, hash } = row;
  const entry = ActivityEntry.safeParse({ n, at, ...placeOf(row), fact, previous, hash }).data;
  return entry === undefined ? [] : [entry];
}

export function createActivity({ writer, reader, run }: Shared): ActivityStore {
  const writes = createActivityWrites(writer);
  const columns = 'SELECT n, at, session_id, turn_id, fact, previous, hash FROM activity';
  const filter = `n < @before AND (@session IS NULL OR session_id = @session) AND (@turn IS NULL OR turn_id = @turn)
    AND (@types IS NULL OR instr(@types, ',' || type || ',') > 0) AND (@text IS NULL OR instr(lower(fact), @text) > 0)`;
  const all = reader.query<[Named], Row>(`${columns} WHERE ${filter} ORDER BY n DESC LIMIT @limit`);
  const bySession = reader.query<[Named], Row>(
    `${columns} INDEXED BY activity_by_session WHERE session_id = @session AND ${filter} ORDER BY n DESC LIMIT @limit`,
  );
  const byTurn = reader.query<[string, number], Row>(
    `${columns} INDEXED BY activity_by_turn WHERE turn_id = ? ORDER BY n LIMIT ?`,
  );
  const chain = reader.query<[number, number], Row>(`${columns} WHERE n > ? ORDER BY n LIMIT ?`);
  const head = reader.query<[], { n: number; hash: string }>('SELECT n, hash FROM activity ORDER BY n DESC LIMIT 1');
  const anchor = reader.query<[], { n: number; hash: string }>('SELECT n, hash FROM activity_anchor WHERE id = 1');
  const titleOf = reader.query<[string], { title: string }>('SELECT title FROM sessions WHERE id = ?');
  const begin = () => anchor.get() ?? { n: 0, hash: genesis };
  return {
    append: ({ at, fact, ...place }) => run(() => writer.step('full', () => writes.append(place, [{ at, fact }]))),
    list: ({ before = Number.MAX_SAFE_INTEGER, limit, sessionId, turnId, types, text }) =>
      run(() => {
        const wanted = text?.trim().toLowerCase();
        const values = {
          before,
          limit: limit + 1,
          session: sessionId ?? null,
          turn: turnId ?? null,
          types: types === undefined ? null : `,${types.join(',')},`,
          text: wanted === undefined || wanted === '' ? null : wanted,
        };
        const rows = (sessionId === undefined ? all : bySession).all(values);
        const entries = rows.slice(0, limit).flatMap(toEntry);
        const names = new Set(entries.flatMap((entry) => (entry.sessionId === undefined ? [] : [entry.sessionId])));
        const titles = [...names].flatMap((id) => {
          const title = titleOf.get(id)?.title;
          return title === undefined ? [] : [[id, title] as const];
        });
        return { entries, more: rows.length > limit, titles: Object.fromEntries(titles) };
      }),
    ofTurn: (turnId, limit) => run(() => byTurn.all(turnId, limit).flatMap(toEntry)),
    chain: ({ after, limit }) =>
      run(() =>
        chain.all(after, limit).map((row) => {
          const { n, at, fact, previous, hash } = row;
          return { n, text: sealedText({ n, at, fact, ...placeOf(row) }), previous, hash };
        }),
      ),
    anchor: () => run(begin),
    head: () => run(() => head.get() ?? begin()),
    prune: (before) => run(() => writer.step('full', () => writes.prune(before))),
  };
}
