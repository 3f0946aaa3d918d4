// Shows a place that search has led to: in view, with the focus, and marked for a moment.
import { type RefObject, useCallback, useEffect, useState } from 'react';

const markedMs = 2_500;
/** The page of a section comes a moment after its name was chosen. */
const maxFrames = 60;
const focusable =
  'input:not([disabled]), select:not([disabled]), textarea:not([disabled]), button:not([disabled]), a[href]';

export type Mark = { readonly section: string; readonly id: string };

function show(place: HTMLElement): void {
  place.scrollIntoView({ block: 'center' });
  const control = place.querySelector<HTMLElement>('input:checked') ?? place.querySelector<HTMLElement>(focusable);
  // Locked or only to be read: the place itself takes the focus, so that a screen reader is there as well.
  if (control === null) place.tabIndex = -1;
  (control ?? place).focus({ preventScroll: true });
  place.dataset.marked = '';
  setTimeout(() => delete place.dataset.marked, markedMs);
}

/** A place that the page does not have is passed over. */
export function useMark(page: RefObject<HTMLElement | null>, section: string): (mark: Mark) => void {
  const [mark, setMark] = useState<Mark>();
  useEffect(() => {
    if (mark === undefined || mark.section !== section) return;
    let frames = 0;
    let frame = 0;
    const look = () => {
      const place = page.current?.querySelector<HTMLElement>(`[data-setting="${CSS.escape(mark.id)}"]`);
      frames += 1;
      if (place instanceof HTMLElement) show(place);
      else if (frames < maxFrames) frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [mark, section, page]);
  return useCallback((next) => setMark({ section: next.section, id: next.id }), []);
}
