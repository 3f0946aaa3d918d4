// Notes in order, and those that hold some words; page by page.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { parseJson } from '#main/platform/base/json.ts';
import type { NoteStore } from '#main/platform/store/port/notes.ts';
import { matchExpression, type ParsedQuery, parseQuery } from '../search/query.ts';
import type { Shared } from '../shared.ts';
import { excerptedChars, type NoteRow, noteColumns, toSummary } from './note-rows.ts';

/** Of a list: where its last row stands. Of a search: how many came before. */
const Place = z.array(z.number().int().nonnegative()).min(1).max(3);

function placeOf(after: string | undefined, size: number): number[] | undefined {
  if (after === undefined) return undefined;
  const place = Place.safeParse(parseJson(`[${after}]`)).data;
  if (place?.length === size) return place;
  throw new AppError('invalid_input', 'This place in the list is not known. Load the list anew.', {
    details: { path: ['after'] },
  });
}

export function createNoteLists({ reader, run }: Shared): Pick<NoteStore, 'list' | 'counts'> {
  const columns = noteColumns(`substr(t.body, 1, ${excerptedChars})`);
  const inOrder = reader.query<[number, number, number, number], NoteRow>(`
    SELECT ${columns} FROM notes t
    WHERE t.deleted_at IS NULL AND (t.pinned, t.updated_at, t.n) < ((SELECT ?), (SELECT ?), (SELECT ?))
    ORDER BY t.pinned DESC, t.updated_at DESC, t.n DESC LIMIT ?`);
  const inTrash = reader.query<[number, number, number], NoteRow>(`
    SELECT ${columns} FROM notes t
    WHERE t.deleted_at IS NOT NULL AND (t.deleted_at, t.n) < ((SELECT ?), (SELECT ?))
    ORDER BY t.deleted_at DESC, t.n DESC LIMIT ?`);
  const matching = reader.query<[string, number, number, number], NoteRow>(`
    SELECT ${columns} FROM search_notes JOIN notes t ON t.n = search_notes.rowid
    WHERE search_notes MATCH ? AND (t.deleted_at IS NOT NULL) = ? ORDER BY bm25(search_notes), t.n DESC LIMIT ? OFFSET ?`);
  const counts = reader.query<[], { total: number; trashed: number }>(`
    SELECT (SELECT count(*) FROM notes WHERE deleted_at IS NULL) AS total,
      (SELECT count(*) FROM notes WHERE deleted_at IS NOT NULL) AS trashed`);

  const highest = Number.MAX_SAFE_INTEGER;
  const noQuery: ParsedQuery = { phrases: [], isOpen: false };

  const page = (o: {
    rows: readonly NoteRow[];
    limit: number;
    parsed: ParsedQuery;
    place: (row: NoteRow) => string;
  }) => {
    const shown = o.rows.slice(0, o.limit);
    const last = shown.at(-1);
    const next = o.rows.length > o.limit && last !== undefined ? { next: o.place(last) } : {};
    return { notes: shown.map((row) => toSummary(row, o.parsed)), ...next };
  };

  const search = (text: string, { trash, limit, after }: Parameters<NoteStore['list']>[0]) => {
    const parsed = parseQuery(text);
    if (parsed.phrases.length === 0) return { notes: [] };
    const [skip = 0] = placeOf(after, 1) ?? [];
    const expression = matchExpression(parsed, { prefix: parsed.isOpen });
    const rows = matching.all(expression, trash ? 1 : 0, limit + 1, skip);
    return page({ rows, limit, parsed, place: () => String(skip + limit) });
  };

  return {
    counts: () => run(() => counts.get() ?? { total: 0, trashed: 0 }),
    list: (o) =>
      run(() => {
        const { text, trash, limit, after } = o;
        if (text.trim() !== '') return search(text, o);
        if (trash) {
          const [at = highest, n = highest] = placeOf(after, 2) ?? [];
          const rows = inTrash.all(at, n, limit + 1);
          return page({ rows, limit, parsed: noQuery, place: (row) => `${row.deleted_at},${row.n}` });
        }
        const [pinned = 1, at = highest, n = highest] = placeOf(after, 3) ?? [];
        const rows = inOrder.all(pinned, at, n, limit + 1);
        return page({ rows, limit, parsed: noQuery, place: (row) => `${row.pinned},${row.updated_at},${row.n}` });
      }),
  };
}
