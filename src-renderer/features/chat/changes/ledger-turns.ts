// What the ledger holds of a chat, as the tab lists it: by answer, newest first, whatever made the change.
import { useEffect, useState } from 'react';
import { type ErrorData, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { TurnId } from '#main/contract/ids.ts';
import type { UndoEntry } from '#main/contract/undo.ts';
import type { UndoDesk } from '../undo/undo-desk.ts';

export type LedgerTurn = {
  readonly turnId: TurnId;
  /** Of its newest change. */
  readonly at: number;
  /** In the order in which they happened. */
  readonly entries: readonly UndoEntry[];
};

/** `entries` come oldest first. */
export function ledgerTurns(entries: readonly UndoEntry[]): readonly LedgerTurn[] {
  const turns = new Map<TurnId, UndoEntry[]>();
  for (const entry of entries) {
    const known = turns.get(entry.turnId);
    if (known === undefined) turns.set(entry.turnId, [entry]);
    else known.push(entry);
  }
  return [...turns]
    .map(([turnId, own]) => ({ turnId, at: Math.max(...own.map(({ at }) => at)), entries: own }))
    .reverse();
}

type Read = { readonly turns?: readonly LedgerTurn[]; readonly error?: ErrorData };

/** Read anew whenever a change came or was put back. Without a desk there is nothing to put back. */
export function useLedgerTurns(desk: UndoDesk | undefined): Read {
  const [read, setRead] = useState<Read>(desk === undefined ? { turns: [] } : {});
  useEffect(() => {
    if (desk === undefined) return undefined;
    let isCurrent = true;
    desk.all().then(
      (entries) => isCurrent && setRead({ turns: ledgerTurns(entries) }),
      (error: unknown) => isCurrent && !isCancelled(error) && setRead({ error: toErrorData(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [desk]);
  return read;
}
