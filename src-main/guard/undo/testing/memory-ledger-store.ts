// The ledger's rows in memory, for tests that are not about the store.
import { AppError } from '#main/contract/errors.ts';
import type { LedgerEntry, LedgerStore } from '#main/platform/store/port/ledger.ts';

export function createMemoryLedgerStore(): LedgerStore {
  let rows: LedgerEntry[] = [];
  const change = (ids: readonly string[], to: (row: LedgerEntry) => LedgerEntry) => {
    rows = rows.map((row) => (ids.includes(row.id) ? to(row) : row));
  };
  const images = (of: readonly LedgerEntry[]) =>
    new Map(of.flatMap((row) => row.images).map(({ sha256, sizeBytes }) => [sha256, sizeBytes]));
  return {
    async begin(entries) {
      rows = [...rows, ...entries.map((entry) => ({ ...entry, state: 'begun' as const }))];
    },
    mark: async (ids, { state, images: added = [] }) =>
      change(ids, (row) => ({ ...row, state, images: [...row.images, ...added] })),
    async drop(ids) {
      rows = rows.filter(({ id }) => !ids.includes(id));
    },
    async get(id) {
      const found = rows.find((row) => row.id === id);
      if (found === undefined) throw new AppError('not_found', 'This change does not exist any more.');
      return found;
    },
    ofTurn: async (turnId) => rows.filter((row) => row.turnId === turnId),
    ofSession: async (sessionId, limit) => rows.filter((row) => row.sessionId === sessionId).slice(-limit),
    async turns(sessionId) {
      const own = rows.filter((row) => row.sessionId === sessionId);
      return [...new Set(own.map(({ turnId }) => turnId))].map((turnId) => {
        const ofTurn = own.filter((row) => row.turnId === turnId);
        const undone = ofTurn.filter(({ state }) => state === 'undone').length;
        return { turnId, undone, done: ofTurn.length - undone };
      });
    },
    open: async () => rows.filter(({ state }) => state !== 'done' && state !== 'undone'),
    keptSince: async (since) =>
      [...images(rows.filter(({ at }) => at >= since)).values()].reduce((sum, bytes) => sum + bytes, 0),
    async expire(before) {
      const kept = rows.filter(({ at }) => at >= before);
      const dropped = rows.length - kept.length;
      rows = kept;
      return dropped;
    },
    images: async () => new Set(images(rows).keys()),
  };
}
