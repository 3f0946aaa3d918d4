// Home and End in a list that measures its rows as they come into view: each correction would end the browser's own
// animated way there, so the list goes at once.
import { type KeyboardEvent, useCallback } from 'react';

/** Where the key leads, as the systems have it: also ⌘↑ and ⌘↓. */
function goalOf(event: KeyboardEvent): 'start' | 'end' | undefined {
  if (event.defaultPrevented || event.altKey || event.shiftKey) return undefined;
  if (event.key === 'Home' || (event.metaKey && event.key === 'ArrowUp')) return 'start';
  if (event.key === 'End' || (event.metaKey && event.key === 'ArrowDown')) return 'end';
  return undefined;
}

/** Pressed in something that has its own use for the key: a field, a box that scrolls, a dialog that a row has opened. */
function isTaken(event: KeyboardEvent<HTMLElement>): boolean {
  let at = event.target instanceof Element ? event.target : null;
  for (; at !== null && at !== event.currentTarget; at = at.parentElement) {
    if (['INPUT', 'TEXTAREA', 'SELECT'].includes(at.tagName)) return true;
    if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return true;
  }
  return at === null;
}

/** For `onKeyDown` of the element that scrolls. */
export function useEndsKeys(toStart: () => void, toEnd: () => void) {
  return useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      const goal = goalOf(event);
      if (goal === undefined || isTaken(event)) return;
      event.preventDefault();
      if (goal === 'start') toStart();
      else toEnd();
    },
    [toStart, toEnd],
  );
}
