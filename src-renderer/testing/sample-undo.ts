// The undo ledger, for component tests: entries that stand or do not, and why one cannot be put back.
import type { contract } from '#main/contract/contract.ts';
import { CallId, TurnId } from '#main/contract/ids.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import type { UndoEntry, UndoOutcome, UndoTurn } from '#main/contract/undo.ts';
import { createLiveValue } from './live-value.ts';

export type SampleUndo = {
  readonly entries?: readonly UndoEntry[];
  /** Ids of what somebody else has changed since. */
  readonly changedSince?: readonly string[];
};

export function sampleEntry(id: string, o: Partial<UndoEntry> = {}): UndoEntry {
  const path = o.path ?? `${id}.txt`;
  return {
    ...{ id, path, turnId: TurnId.parse('turn-1'), callId: CallId.parse(`call-${id}`), at: 1_000, kind: 'file' },
    ...{ change: 'changed', what: { key: 'undo.changed', params: { path } }, state: 'done' },
    ...o,
  };
}

export function createSampleUndo({ entries: first = [], changedSince = [] }: SampleUndo = {}) {
  let entries = [...first];
  const turnsOf = (): UndoTurn[] =>
    [...new Set(entries.map(({ turnId }) => turnId))].map((turnId) => {
      const own = entries.filter((entry) => entry.turnId === turnId);
      const undone = own.filter(({ state }) => state === 'undone').length;
      return { turnId, undone, done: own.length - undone };
    });
  const turns = createLiveValue({ turns: turnsOf() });
  const put = (wanted: readonly UndoEntry[], o: { state: UndoEntry['state']; keepCopy: boolean }) => {
    const outcomes = wanted
      .filter(({ state }) => state !== o.state)
      .map((entry): UndoOutcome => {
        const about = { entryId: entry.id, what: entry.what };
        if (entry.hindrance !== undefined)
          return { ...about, outcome: 'failed', reason: entry.hindrance, canKeepCopy: false };
        if (changedSince.includes(entry.id) && !o.keepCopy)
          return { ...about, outcome: 'conflict', reason: 'changed_since', canKeepCopy: true };
        entries = entries.map((one) => (one.id === entry.id ? { ...one, state: o.state } : one));
        return { ...about, outcome: 'put_back', canKeepCopy: false };
      });
    turns.set({ turns: turnsOf() });
    return { outcomes };
  };
  const ofTurn = (turnId: TurnId) => entries.filter((entry) => entry.turnId === turnId);
  const handlers: Handlers<typeof contract.undo> = {
    forTurn: async ({ turnId }) => ({ entries: ofTurn(turnId) }),
    list: async ({ limit }) => ({ entries: entries.slice(-limit) }),
    follow: (_input, { signal }) => turns.follow(signal),
    change: async () => ({
      shown: { type: 'diff', path: 'a.txt', diff: '@@ -1 +1 @@\n-old\n+new', added: 1, removed: 1, created: false },
    }),
    undoTurn: async ({ turnId, keepCopy }) => put(ofTurn(turnId), { state: 'undone', keepCopy }),
    undoEntry: async ({ entryId, keepCopy }) =>
      put(
        entries.filter(({ id }) => id === entryId),
        { state: 'undone', keepCopy },
      ),
    redo: async ({ turnId, entryId, keepCopy }) =>
      put(
        ofTurn(turnId).filter(({ id }) => entryId === undefined || id === entryId),
        { state: 'done', keepCopy },
      ),
  };
  return { handlers, states: () => Object.fromEntries(entries.map(({ id, state }) => [id, state])) };
}
