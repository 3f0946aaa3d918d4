// What the agent changed in this chat, turn by turn, and putting it back: handed down once, like what a message can ask.
import { createContext, useContext } from 'react';
import type { TurnId } from '#main/contract/ids.ts';
import type { Shown } from '#main/contract/messages.ts';
import type { UndoEntry, UndoOutcome, UndoTurn } from '#main/contract/undo.ts';

export type UndoOptions = { readonly keepCopy?: boolean; readonly isTold?: boolean };

export type UndoDesk = {
  readonly turns: ReadonlyMap<TurnId, UndoTurn>;
  entries(turnId: TurnId): Promise<readonly UndoEntry[]>;
  /** Of the whole chat, oldest first; of very many the newest. */
  all(): Promise<readonly UndoEntry[]>;
  shown(entryId: string): Promise<Shown>;
  /** Undefined when it was refused, which a notice says. `isTold`: how it went is said by a notice too. */
  undoTurn(turnId: TurnId, o?: UndoOptions): Promise<readonly UndoOutcome[] | undefined>;
  redoTurn(turnId: TurnId, o?: UndoOptions): Promise<readonly UndoOutcome[] | undefined>;
  undoEntry(entry: UndoEntry, o?: UndoOptions): Promise<readonly UndoOutcome[] | undefined>;
  redoEntry(entry: UndoEntry, o?: UndoOptions): Promise<readonly UndoOutcome[] | undefined>;
};

const UndoContext = createContext<UndoDesk | undefined>(undefined);
export const UndoProvider = UndoContext;

/** Undefined where nothing can be put back, as in the first run's example. */
export function useUndo(): UndoDesk | undefined {
  return useContext(UndoContext);
}
