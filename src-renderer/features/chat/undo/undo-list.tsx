// Changes of one answer as rows, each by itself back and forth, with what became of the last try.
import { useState } from 'react';
import type { UndoEntry, UndoOutcome } from '#main/contract/undo.ts';
import type { UndoDesk } from './undo-desk.ts';
import { UndoRow } from './undo-row.tsx';

type Outcomes = readonly UndoOutcome[] | undefined;

export type UndoTries = {
  readonly isWorking: boolean;
  readonly outcomes: ReadonlyMap<string, UndoOutcome>;
  /** One at a time: a disabled button would lose the keyboard's place. */
  readonly attempt: (act: () => Promise<Outcomes>) => void;
};

export function useUndoTries(): UndoTries {
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, UndoOutcome>>(new Map());
  const [isWorking, setIsWorking] = useState(false);
  const attempt = async (act: () => Promise<Outcomes>) => {
    if (isWorking) return;
    setIsWorking(true);
    const news = await act().finally(() => setIsWorking(false));
    if (news === undefined) return;
    setOutcomes((all) => new Map([...all, ...news.map((one) => [one.entryId, one] as const)]));
  };
  return { isWorking, outcomes, attempt: (act) => void attempt(act) };
}

export type UndoListProps = {
  readonly desk: UndoDesk;
  readonly entries: readonly UndoEntry[];
  readonly tries: UndoTries;
  /** The call whose changes are opened and brought into view; a new object does so again. */
  readonly request?: { readonly id?: string } | undefined;
};

export function UndoList({ desk, entries, tries, request }: UndoListProps) {
  const { isWorking, outcomes, attempt } = tries;
  return (
    <ul className="flex flex-col gap-2">
      {entries.map((entry) => (
        <UndoRow
          key={entry.id}
          entry={entry}
          outcome={outcomes.get(entry.id)}
          isWorking={isWorking}
          readShown={desk.shown}
          request={request}
          onUndo={(keepCopy) => attempt(() => desk.undoEntry(entry, { keepCopy }))}
          onRedo={(keepCopy) => attempt(() => desk.redoEntry(entry, { keepCopy }))}
        />
      ))}
    </ul>
  );
}
