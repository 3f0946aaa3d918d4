// The rules, and which of them the person has switched on.
import { AppError } from '#main/contract/errors.ts';
import type { ReflexId } from '#main/contract/ids.ts';
import type { ReflexStore, StoredReflex } from '#main/platform/store/port/reflexes.ts';
import { createActivityWrites } from '../activity/activity-writes.ts';
import { conflict, notFound } from '../connection/store-errors.ts';
import type { Shared } from '../shared.ts';
import { createReflexEvents } from './reflex-events.ts';
import { type ReflexRow, reflexColumns, toReflex } from './reflex-rows.ts';

const tooMany = (most: number) =>
  new AppError('rate_limited', `There are ${most} reflexes already. Remove one that is not needed any more.`, {
    retryable: false,
    details: { reason: 'too_many_reflexes' },
  });

export function createReflexes(shared: Shared): ReflexStore {
  const { writer, reader, run } = shared;
  const activity = createActivityWrites(writer);
  const all = reader.query<[], ReflexRow>(`SELECT ${reflexColumns} FROM reflexes ORDER BY n`);
  const one = writer.query<[string], ReflexRow>(`SELECT ${reflexColumns} FROM reflexes WHERE id = ?`);
  const count = writer.query<[], { n: number }>('SELECT count(*) AS n FROM reflexes');
  const put = writer.query<[string, string, string | null, number]>(
    'INSERT INTO reflexes (id, revision, rule, drafted_in, changed_at) VALUES (?, 1, ?, ?, ?)',
  );
  const save = writer.query<[string, number, string]>(`
    UPDATE reflexes SET revision = revision + 1, rule = ?, changed_at = ?, drafted_in = NULL,
      approved_hash = NULL, state = NULL WHERE id = ?`);
  const approve = writer.query<[string | null, string | null, string]>(
    'UPDATE reflexes SET approved_hash = ?, state = ? WHERE id = ?',
  );
  const keepState = writer.query<[string, string]>(
    'UPDATE reflexes SET state = ? WHERE id = ? AND approved_hash IS NOT NULL',
  );
  const drop = writer.query<[string]>('DELETE FROM reflexes WHERE id = ?');
  const dropEvents = writer.query<[string]>('DELETE FROM reflex_events WHERE reflex_id = ?');
  const find = (id: ReflexId): StoredReflex => {
    const row = one.get(id);
    const reflex = row === undefined ? undefined : toReflex(row);
    if (reflex === undefined) throw notFound('reflex');
    return reflex;
  };
  return {
    ...createReflexEvents(shared),
    list: () => run(() => all.all().flatMap((row) => toReflex(row) ?? [])),
    get: (id) => run(() => find(id)),
    create: ({ id, rule, draftedIn, most, now }) =>
      run(() =>
        writer.step('full', () => {
          if ((count.get()?.n ?? 0) >= most) throw tooMany(most);
          put.run(id, JSON.stringify(rule), draftedIn ?? null, now);
          return find(id);
        }),
      ),
    save: ({ id, revision, rule, now }) =>
      run(() =>
        writer.step('full', () => {
          if (find(id).revision !== revision)
            throw conflict('This reflex has changed meanwhile. Look at it again.', 'reflex_changed');
          save.run(JSON.stringify(rule), now, id);
          return find(id);
        }),
      ),
    switchOn: ({ id, hash, state, noted }) =>
      run(() =>
        writer.step('full', () => {
          find(id);
          approve.run(hash, JSON.stringify(state), id);
          activity.append(noted, [noted]);
          return find(id);
        }),
      ),
    switchOff: (id, noted) =>
      run(() =>
        writer.step('full', () => {
          if (find(id).approvedHash === undefined) return find(id);
          approve.run(null, null, id);
          activity.append(noted, [noted]);
          return find(id);
        }),
      ),
    remove: (id, noted) =>
      run(() =>
        writer.step('full', () => {
          dropEvents.run(id);
          if (drop.run(id) === 0) throw notFound('reflex');
          activity.append(noted, [noted]);
        }),
      ),
    keepState: (id, state) => run(() => writer.step('relaxed', () => void keepState.run(JSON.stringify(state), id))),
  };
}
