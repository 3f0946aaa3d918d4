// A frame that becomes the page or drawing it is told to show. Its origin is opaque and its policy lets nothing out; what a
// policy cannot forbid is taken away here, before a line of the page runs.
import { onShow } from './frame.ts';

/** Hints open connections that no policy governs; refreshes and policies of its own are nobody's wish here. */
const unwanted = 'link, meta[http-equiv], base, iframe, frame, object, embed';

/** The same page without what could only lead out. Nothing of it runs while it is looked through. */
function harmless(content: string): string {
  const parsed = new DOMParser().parseFromString(content, 'text/html');
  const clean = (root: ParentNode) => {
    for (const element of root.querySelectorAll(unwanted)) element.remove();
    for (const template of root.querySelectorAll('template')) clean(template.content);
  };
  clean(parsed);
  return parsed.documentElement.outerHTML;
}

/** Peers are reached past every policy. A frame inside would have them again, so none is let in. */
function takeAway(): void {
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport'])
    Reflect.deleteProperty(window, name);
  const isUnwanted = (node: unknown) => node instanceof Element && node.matches(unwanted);
  const sweep = (records: readonly MutationRecord[]) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (isUnwanted(node)) node.remove();
        for (const inner of node.querySelectorAll(unwanted)) inner.remove();
      }
    }
  };
  new MutationObserver(sweep).observe(document, { childList: true, subtree: true });
}

onShow(
  ({ content, kind, theme }) => {
    const isSvg = kind === 'svg';
    const scheme = `:root{color-scheme:${theme.isDark ? 'dark' : 'light'}}`;
    const centred = 'body{margin:0;display:grid;place-items:center;min-height:100vh}svg{max-width:100%;height:auto}';
    const page = harmless(content);
    document.open();
    takeAway();
    document.write(`<!doctype html><style>${scheme}${isSvg ? centred : ''}</style>${page}`);
    document.close();
  },
  { once: true },
);
