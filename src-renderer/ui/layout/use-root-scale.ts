// How large the text of the page is, for what is laid out in pixels: 1 at the usual size.
import { useSyncExternalStore } from 'react';

/** Pixels of one rem where the text size is 100 % and the browser's own size the usual one. */
const usualPx = 14;

function read(): number {
  const px = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Number.isFinite(px) && px > 0 ? px / usualPx : 1;
}

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  return () => observer.disconnect();
}

export function useRootScale(): number {
  return useSyncExternalStore(subscribe, read);
}
