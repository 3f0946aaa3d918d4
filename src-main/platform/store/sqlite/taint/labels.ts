// Labels of a chat: the worst in one row, and who brought what, the newest of them.
import type { SessionId } from '#main/contract/ids.ts';
import { Secrecy, type TaintLabels, Trust } from '#main/contract/taint.ts';
import type { TaintStore, WorstLabels } from '#main/platform/store/port/taint.ts';
import type { Shared } from '../shared.ts';

type LabelRow = { trust: string; secrecy: string; dropped: number };
type SourceRow = { source: string; trust: string; secrecy: string; at: number };

const keptSources = 200;
const keptNames = 500;

/** A value that this build does not know is the worst one. */
const trustOf = (text: string): Trust => Trust.safeParse(text).data ?? 'untrusted';
const secrecyOf = (text: string): Secrecy => Secrecy.safeParse(text).data ?? 'secret';

export const worseTrust = (a: Trust, b: Trust): Trust => (Trust.options.indexOf(a) >= Trust.options.indexOf(b) ? a : b);
export const worseSecrecy = (a: Secrecy, b: Secrecy): Secrecy =>
  Secrecy.options.indexOf(a) >= Secrecy.options.indexOf(b) ? a : b;

/** One line per source, whatever the number of turns that it came in. */
function merged(rows: readonly SourceRow[]): TaintLabels['sources'] {
  const bySource = new Map<string, TaintLabels['sources'][number]>();
  for (const row of rows) {
    const known = bySource.get(row.source);
    const [trust, secrecy] = [trustOf(row.trust), secrecyOf(row.secrecy)];
    bySource.set(row.source, {
      source: row.source,
      trust: known === undefined ? trust : worseTrust(known.trust, trust),
      secrecy: known === undefined ? secrecy : worseSecrecy(known.secrecy, secrecy),
      at: known?.at ?? row.at,
    });
  }
  return [...bySource.values()];
}

const worstOf = (rows: readonly { trust: string; secrecy: string }[]): WorstLabels =>
  rows.reduce<WorstLabels>(
    (worst, row) => ({
      trust: worseTrust(worst.trust, trustOf(row.trust)),
      secrecy: worseSecrecy(worst.secrecy, secrecyOf(row.secrecy)),
    }),
    { trust: 'owner', secrecy: 'public' },
  );

export function createTaintLabels({ writer, own, run }: Shared): TaintStore {
  const { query } = writer;
  // Read on the writer: a label that was just noted must count in the next look.
  const labels = query<[number], LabelRow>('SELECT trust, secrecy, dropped FROM taint_labels WHERE session_n = ?');
  const sources = query<[number], SourceRow>(
    'SELECT source, trust, secrecy, at FROM taint_sources WHERE session_n = ? ORDER BY n',
  );
  const ofTurn = query<[number, string], SourceRow>(
    'SELECT source, trust, secrecy, at FROM taint_sources WHERE session_n = ? AND turn_id = ? ORDER BY n',
  );
  const oneSource = query<[number, string, string], SourceRow>(
    'SELECT source, trust, secrecy, at FROM taint_sources WHERE session_n = ? AND turn_id = ? AND source = ?',
  );
  const setLabels = query<[number, string, string]>(`
    INSERT INTO taint_labels (session_n, trust, secrecy) VALUES (?, ?, ?)
    ON CONFLICT (session_n) DO UPDATE SET trust = excluded.trust, secrecy = excluded.secrecy`);
  const setSource = query<[number, string, string, string, string, number]>(`
    INSERT INTO taint_sources (session_n, turn_id, source, trust, secrecy, at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (session_n, turn_id, source) DO UPDATE SET trust = excluded.trust, secrecy = excluded.secrecy`);
  const count = query<[number], { n: number }>('SELECT count(*) AS n FROM taint_sources WHERE session_n = ?');
  const dropOldest = query<[number]>(`
    DELETE FROM taint_sources WHERE n = (SELECT n FROM taint_sources WHERE session_n = ? ORDER BY n LIMIT 1)`);
  const countDropped = query<[number]>('UPDATE taint_labels SET dropped = dropped + 1 WHERE session_n = ?');
  const name = query<[number, string, number]>(
    'INSERT INTO taint_named (session_n, address, is_doubted) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const countNames = query<[number], { n: number }>('SELECT count(*) AS n FROM taint_named WHERE session_n = ?');
  const named = query<[number, string], { n: number }>(
    'SELECT session_n AS n FROM taint_named WHERE session_n = ? AND address = ? AND is_doubted = 0',
  );
  const drops = (['taint_labels', 'taint_sources', 'taint_named'] as const).map((table) =>
    query<[number]>(`DELETE FROM ${table} WHERE session_n = ?`),
  );
  const nOf = (sessionId: SessionId) => own.sessions.byId(sessionId).n;

  const noteOne: (n: number, label: Parameters<TaintStore['note']>[1]) => void = (n, label) => {
    const before = labels.get(n);
    const worst = worstOf(before === undefined ? [label] : [before, label]);
    setLabels.run(n, worst.trust, worst.secrecy);
    const known = oneSource.get(n, label.turnId, label.source);
    const its = worstOf(known === undefined ? [label] : [known, label]);
    setSource.run(n, label.turnId, label.source, its.trust, its.secrecy, label.at);
    if (known === undefined && (count.get(n)?.n ?? 0) > keptSources) {
      dropOldest.run(n);
      countDropped.run(n);
    }
  };
  const isKnown = (n: number, label: Parameters<TaintStore['note']>[1]) => {
    const known = oneSource.get(n, label.turnId, label.source);
    if (known === undefined) return false;
    const its = worstOf([known, label]);
    return its.trust === known.trust && its.secrecy === known.secrecy;
  };

  return {
    labels: (sessionId, turnId) =>
      run(() => {
        const n = nOf(sessionId);
        if (turnId !== undefined) {
          const rows = ofTurn.all(n, turnId);
          return { ...worstOf(rows), sources: merged(rows), more: 0 };
        }
        const row = labels.get(n);
        if (row === undefined) return { trust: 'owner', secrecy: 'public', sources: [], more: 0 };
        return { ...worstOf([row]), sources: merged(sources.all(n)), more: row.dropped };
      }),
    note: (sessionId, label) =>
      run(() => {
        const n = nOf(sessionId);
        if (!isKnown(n, label)) writer.step('relaxed', () => noteOne(n, label));
      }),
    name: (sessionId, addresses, isDoubted) =>
      run(() => {
        const n = nOf(sessionId);
        writer.step('relaxed', () => {
          let left = keptNames - (countNames.get(n)?.n ?? 0);
          for (const address of addresses) if (left > 0) left -= name.run(n, address, isDoubted ? 1 : 0);
        });
      }),
    isNamed: (sessionId, address) => run(() => named.get(nOf(sessionId), address) !== undefined),
    reset: (sessionId) =>
      run(() => {
        const n = nOf(sessionId);
        writer.step('full', () => {
          for (const drop of drops) drop.run(n);
        });
      }),
  };
}
