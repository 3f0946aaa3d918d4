// Which row the keys are at: one row is reached by Tab, the arrows move from there, also to rows that are not drawn yet.
import { useEffect, useRef, useState } from 'react';
import { neighbour, type SessionRow } from './session-rows.ts';

export type Move = 'next' | 'previous' | 'first' | 'last';
export type RowFocus = {
  /** The row that Tab reaches; -1 when there is none. */
  readonly index: number;
  readonly move: (from: number, to: Move) => void;
  /** Away from a row that is about to go: to the one below, else the one above. */
  readonly leave: (from: number) => void;
  /** The focus came here by itself, by a click or by Tab. */
  readonly came: (key: string) => void;
  /** Puts the focus here once the row is drawn (again). */
  readonly bring: (key: string) => void;
  /** Keeps the element of a row. */
  readonly keep: (key: string, element: HTMLAnchorElement | null) => void;
};

/** `scrollTo` brings a row into the drawn part. Until something is focused, Tab reaches the open session. */
export function useRowFocus(
  rows: readonly SessionRow[],
  openId: string | undefined,
  scrollTo: (index: number) => void,
): RowFocus {
  const [currentKey, setCurrentKey] = useState(openId);
  const elements = useRef(new Map<string, HTMLAnchorElement>());
  const wantedKey = useRef<string>(undefined);
  // The row that the keys moved to may only now have been drawn.
  useEffect(() => {
    const wanted = wantedKey.current;
    const element = wanted === undefined ? undefined : elements.current.get(wanted);
    if (element === undefined) return;
    wantedKey.current = undefined;
    element.focus();
  });
  const go = (index: number) => {
    const row = rows[index];
    if (row?.type !== 'session') return;
    wantedKey.current = row.key;
    setCurrentKey(row.key);
    scrollTo(index);
  };
  const places = [currentKey, openId].map((key) => rows.findIndex((row) => row.key === key));
  const first = neighbour(rows, -1, 1);
  return {
    index: places.find((index) => index !== -1) ?? first,
    move(from, to) {
      if (to === 'next') go(neighbour(rows, from, 1));
      if (to === 'previous') go(neighbour(rows, from, -1));
      if (to === 'first') go(first);
      if (to === 'last') go(neighbour(rows, rows.length, -1));
    },
    leave(from) {
      const below = neighbour(rows, from, 1);
      go(below === from ? neighbour(rows, from, -1) : below);
    },
    came: setCurrentKey,
    bring: (key) => {
      wantedKey.current = key;
    },
    keep(key, element) {
      if (element === null) elements.current.delete(key);
      else elements.current.set(key, element);
    },
  };
}
