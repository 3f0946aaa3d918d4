// Puts entries back, one after the other: what somebody else changed since is named and left alone.
import { AppError, isAppError, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { SessionId, TurnId } from '#main/contract/ids.ts';
import type { UndoOutcome } from '#main/contract/undo.ts';
import type { Activity } from '#main/guard/activity/port.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { LedgerEntry } from '#main/platform/store/port/ledger.ts';
import type { Store } from '#main/platform/store/port.ts';
import { commandKind } from './files/file-payload.ts';
import type { Kinds } from './kinds.ts';
import type { PutTo } from './port.ts';

export type UndoDeps = {
  readonly store: { readonly ledger: Store['ledger']; readonly turns: Pick<Store['turns'], 'running'> };
  readonly kinds: Kinds;
  readonly changed: (sessionId: SessionId) => void;
  readonly settle: (entries: readonly LedgerEntry[]) => Promise<void>;
  readonly activity: Activity;
  readonly log: Log;
};

export type PutOptions = { readonly keepCopy: boolean; readonly signal: AbortSignal };

export interface Undo {
  /** Everything of the turn that stands, newest first. `conflict` with reason `turn_running`. */
  turn(turnId: TurnId, o: PutOptions): Promise<UndoOutcome[]>;
  entry(entryId: string, o: PutOptions): Promise<UndoOutcome[]>;
  /** What was put back comes again: of one entry, or of the turn, oldest first. */
  redo(of: { turnId: TurnId; entryId?: string | undefined }, o: PutOptions): Promise<UndoOutcome[]>;
}

/** These are about what stands there now; anything else is a failure of the disk or of ours. */
const conflicts = new Set(['changed_since', 'changed_meanwhile', 'folder_not_empty', 'exists', 'set_outside']);

function failureOf(error: unknown): Pick<UndoOutcome, 'outcome' | 'reason' | 'canKeepCopy'> {
  const reason = isAppError(error) ? (error.details?.reason ?? error.code) : toErrorData(error).code;
  const isConflict = conflicts.has(reason);
  return {
    outcome: isConflict ? 'conflict' : 'failed',
    reason: reason === 'no_workspace' ? 'workspace_gone' : reason,
    canKeepCopy: reason === 'changed_since',
  };
}

/** Of a version that knew more. */
function unknownOutcome(entry: LedgerEntry): UndoOutcome {
  const what = { key: 'undo.changed', params: { path: entry.kind } };
  return { entryId: entry.id, what, outcome: 'failed', reason: 'unknown_kind', canKeepCopy: false };
}

async function putEntry(d: UndoDeps, entry: LedgerEntry, o: PutOptions & { to: PutTo }): Promise<UndoOutcome> {
  const { kind, payload } = d.kinds.parse(entry);
  const { what, path } = kind.describe(payload);
  const outcome = (rest: Pick<UndoOutcome, 'outcome'> & Partial<UndoOutcome>): UndoOutcome => ({
    ...{ entryId: entry.id, what, canKeepCopy: false },
    ...(path === undefined ? {} : { path }),
    ...rest,
  });
  const [onTheWay, there] = o.to === 'before' ? (['undoing', 'undone'] as const) : (['redoing', 'done'] as const);
  try {
    const stands = await kind.stands(payload, o.signal);
    if (stands === o.to) {
      await d.store.ledger.mark([entry.id], { state: there });
      return outcome({ outcome: 'nothing' });
    }
    const hindrance = await kind.hindrance(payload, o.to);
    if (hindrance !== undefined) return outcome({ outcome: 'failed', reason: hindrance });
    if (stands === 'neither' && !o.keepCopy)
      return outcome({ outcome: 'conflict', reason: 'changed_since', canKeepCopy: true });
    const images = (await kind.secure?.(payload, o.signal)) ?? [];
    await d.store.ledger.mark([entry.id], { state: onTheWay, images });
    const { keptCopy } = await kind.put(payload, o.to, o);
    await d.store.ledger.mark([entry.id], { state: there });
    return outcome({ outcome: 'put_back', ...(keptCopy === undefined ? {} : { keptCopy }) });
  } catch (error) {
    if (isCancelled(error) && o.signal.aborted) throw error;
    const now = await d.store.ledger.get(entry.id);
    if (now.state === onTheWay) await d.settle([now]);
    return outcome(failureOf(error));
  }
}

/** What was put back stays put back, whether or not that can be written down. */
async function account(d: UndoDeps, o: { first: LedgerEntry; outcomes: readonly UndoOutcome[]; to: PutTo }) {
  const put = o.outcomes.filter(({ outcome }) => outcome === 'put_back');
  const left = o.outcomes.filter(({ outcome }) => outcome === 'conflict' || outcome === 'failed');
  const one = put[0] ?? left[0];
  if (one === undefined) return;
  const { sessionId, turnId } = o.first;
  const way = o.to === 'before' ? 'undone' : 'redone';
  const key = put.length === 0 ? `activity.not_${way}` : `activity.${way}${left.length > 0 ? '_partly' : ''}`;
  const { key: firstKey, params } = one.what;
  const title = { key, params: { ...params, firstKey, count: String(put.length), left: String(left.length) } };
  await d.activity
    .note({ by: 'person', title, sessionId, turnId })
    .catch((error: unknown) => d.log.error('undo not noted', { error }));
}

/** Undo and redo one after the other: two of them at once would see each other's half. */
function createQueue() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined); // its caller hears of it
    return mine;
  };
}

export function createUndo(d: UndoDeps): Undo {
  const inTurn = createQueue();
  const { ledger, turns } = d.store;
  const notRunning = async ({ sessionId, turnId }: LedgerEntry) => {
    if ((await turns.running(sessionId))?.id !== turnId) return;
    throw new AppError('conflict', 'This answer is still being worked on. Stop it first, then undo.', {
      details: { reason: 'turn_running' },
    });
  };
  const putAll = (find: () => Promise<readonly LedgerEntry[]>, o: PutOptions & { to: PutTo }) =>
    inTurn(async () => {
      // The journal of a command that runs is no change yet.
      const entries = (await find()).filter(({ kind }) => kind !== commandKind);
      const [first] = entries;
      if (first === undefined) return [];
      await notRunning(first);
      const outcomes: UndoOutcome[] = [];
      try {
        for (const entry of entries) {
          throwIfAborted(o.signal);
          const isKnown = d.kinds.knows(entry);
          outcomes.push(isKnown ? await putEntry(d, entry, o) : unknownOutcome(entry));
        }
      } finally {
        d.changed(first.sessionId);
        await account(d, { first, outcomes, to: o.to });
      }
      return outcomes;
    });
  return {
    turn: (turnId, o) =>
      putAll(async () => (await ledger.ofTurn(turnId)).filter(({ state }) => state !== 'undone').reverse(), {
        ...o,
        to: 'before',
      }),
    entry: (entryId, o) => putAll(async () => [await ledger.get(entryId)], { ...o, to: 'before' }),
    redo: ({ turnId, entryId }, o) =>
      putAll(
        async () => {
          const undone = (await ledger.ofTurn(turnId)).filter(({ state }) => state === 'undone');
          return entryId === undefined ? undone : undone.filter(({ id }) => id === entryId);
        },
        { ...o, to: 'after' },
      ),
  };
}
