// The side of a frame: says that it is ready, hears only its parent, shows what it is told.
import type { FrameMessage, ShowMessage } from '#renderer/api/frame-protocol.ts';

export const tell = (message: FrameMessage) => window.parent.postMessage(message, '*');

function isShow(data: unknown): data is ShowMessage {
  return typeof data === 'object' && data !== null && 'limpet' in data && data.limpet === 'show';
}

/** `once`: what is shown takes the place of this document, so there is no second time. */
export function onShow(show: (message: ShowMessage) => void | Promise<void>, o: { once?: boolean } = {}): void {
  const hear = (event: MessageEvent) => {
    if (event.source !== window.parent || !isShow(event.data)) return;
    if (o.once === true) window.removeEventListener('message', hear);
    // A frame of another scheme than the page around it is given opaque white paper.
    document.documentElement.style.colorScheme = event.data.theme.isDark ? 'dark' : 'light';
    Promise.resolve(show(event.data)).catch((error: unknown) =>
      tell({ limpet: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
  };
  window.addEventListener('message', hear);
  tell({ limpet: 'ready' });
}

/** Tells the height of what is shown, now and whenever it changes. */
export function tellSize(element: Element): void {
  new ResizeObserver(() => tell({ limpet: 'size', height: element.scrollHeight })).observe(element);
}
