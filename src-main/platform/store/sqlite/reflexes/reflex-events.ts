// What came of reflexes: begun before it is done, ended after it, and kept until it is put away or too old.
import type { ReflexId } from '#main/contract/ids.ts';
import type { ReflexStore } from '#main/platform/store/port/reflexes.ts';
import { createActivityWrites } from '../activity/activity-writes.ts';
import type { Shared } from '../shared.ts';
import { eventColumns, type ReflexEventRow, toEvent } from './reflex-rows.ts';

export type ReflexEventStore = Pick<
  ReflexStore,
  'begin' | 'end' | 'settle' | 'events' | 'newest' | 'news' | 'nextNewsAt' | 'dismiss'
>;

type NewRow = Omit<ReflexEventRow, 'n' | 'error'> & { tell_at: number | null };

export function createReflexEvents({ writer, reader, run }: Shared): ReflexEventStore {
  const activity = createActivityWrites(writer);
  const keepState = writer.query<[string, string]>(
    'UPDATE reflexes SET state = ? WHERE id = ? AND approved_hash IS NOT NULL',
  );
  const put = writer.query<[NewRow]>(`
    INSERT INTO reflex_events (reflex_id, at, type, value, texts, outcome, tell_at)
    VALUES (@reflex_id, @at, @type, @value, @texts, @outcome, @tell_at)`);
  const one = writer.query<[number], ReflexEventRow>(`SELECT ${eventColumns} FROM reflex_events WHERE n = ?`);
  const thin = writer.query<[string, string, number]>(`
    DELETE FROM reflex_events WHERE reflex_id = ? AND n <= (
      SELECT n FROM reflex_events WHERE reflex_id = ? ORDER BY n DESC LIMIT 1 OFFSET ?)`);
  const close = writer.query<[string, string | null, number | null, number]>(
    "UPDATE reflex_events SET outcome = ?, error = ?, tell_at = coalesce(tell_at, ?) WHERE n = ? AND outcome = 'running'",
  );
  const settle = writer.query<[number]>(
    "UPDATE reflex_events SET outcome = 'unknown', tell_at = coalesce(tell_at, ?) WHERE outcome = 'running'",
  );
  const before = reader.query<[string, number, number], ReflexEventRow>(
    `SELECT ${eventColumns} FROM reflex_events WHERE reflex_id = ? AND n < ? ORDER BY n DESC LIMIT ?`,
  );
  const newest = reader.query<[], ReflexEventRow>(
    `SELECT ${eventColumns} FROM reflex_events WHERE n IN (SELECT max(n) FROM reflex_events GROUP BY reflex_id)`,
  );
  const unseen = 'tell_at IS NOT NULL AND seen_at IS NULL';
  const news = reader.query<[number, number], ReflexEventRow>(
    `SELECT ${eventColumns} FROM reflex_events WHERE ${unseen} AND tell_at <= (SELECT ?) ORDER BY n DESC LIMIT ?`,
  );
  const next = reader.query<[number], { at: number | null }>(
    `SELECT min(tell_at) AS at FROM reflex_events WHERE ${unseen} AND tell_at > (SELECT ?)`,
  );
  const see = writer.query<[number, number]>('UPDATE reflex_events SET seen_at = ? WHERE n = ? AND seen_at IS NULL');
  const readable = (rows: readonly ReflexEventRow[]) => rows.flatMap((row) => toEvent(row) ?? []);

  return {
    begin: ({ id, state, event, keep, noted }) =>
      run(() =>
        writer.step('full', () => {
          if (keepState.run(JSON.stringify(state), id) === 0) return undefined;
          const n = put.insert({
            ...{ reflex_id: id, at: event.at, type: event.type, value: event.value ?? null },
            ...{ texts: JSON.stringify(event.texts), outcome: 'running', tell_at: event.tellAt ?? null },
          });
          thin.run(id, id, keep);
          activity.append(noted, [noted]);
          const row = one.get(n);
          return row === undefined ? undefined : toEvent(row);
        }),
      ),
    end: (n, { outcome, error, tellAt }) =>
      run(() =>
        writer.step('full', () => {
          close.run(outcome, error === undefined ? null : JSON.stringify(error), tellAt ?? null, n);
        }),
      ),
    settle: (now) => run(() => writer.step('full', () => settle.run(now))),
    events: ({ id, before: place = Number.MAX_SAFE_INTEGER, limit }) =>
      run(() => {
        const rows = before.all(id, place, limit + 1);
        return { events: readable(rows.slice(0, limit)), more: rows.length > limit };
      }),
    newest: () =>
      run(
        () =>
          new Map<ReflexId, NonNullable<ReturnType<typeof toEvent>>>(
            readable(newest.all()).map((event) => [event.reflexId, event]),
          ),
      ),
    news: ({ now, limit }) => run(() => readable(news.all(now, limit))),
    nextNewsAt: (now) => run(() => next.get(now)?.at ?? undefined),
    dismiss: (ns, now) =>
      run(() =>
        writer.step('full', () => {
          for (const n of ns) see.run(now, n);
        }),
      ),
  };
}
