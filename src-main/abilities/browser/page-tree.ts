// A page as text: its accessibility tree with refs, made lean, within a bound of time and size.
import type { Page } from 'playwright-core';
import { AppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';

export type PageTree = {
  readonly text: string;
  /** By ref: role and name, as the model read them. */
  readonly refs: ReadonlyMap<string, string>;
};

const maxChars = 400_000;
const treeMs = 8_000;
const maxLineChars = 500;
/** What a person can do something with; other elements need no ref. */
const usable = new Set(
  [
    'link button textbox searchbox combobox listbox option checkbox radio switch slider spinbutton menuitem tab treeitem',
    'menuitemcheckbox menuitemradio gridcell columnheader iframe img',
  ].flatMap((line) => line.split(' ')),
);
const refPattern = / \[ref=((?:f\d+)?e\d+)\]/;

/** `- button "Send" [ref=e7] [cursor=pointer]:` as `- button "Send" [ref=e7]:`; boxes that say nothing lose their ref. */
function leanLine(line: string, refs: Map<string, string>): string | undefined {
  const ref = refPattern.exec(line)?.[1];
  const isClickable = line.includes(' [cursor=pointer]');
  const plain = line.replace(' [cursor=pointer]', '').replace(' [active]', ' [focused]');
  const [, role = '', name = ''] = /^\s*- '?([a-z]+)((?: "(?:[^"\\]|\\.)*")?)/.exec(plain) ?? [];
  const isUsable = usable.has(role) || isClickable;
  if (ref !== undefined && isUsable) refs.set(ref, `${role}${name}`);
  const kept = ref !== undefined && !isUsable ? plain.replace(refPattern, '') : plain;
  if (/^\s*- generic:?$/.test(kept)) return kept.endsWith(':') ? kept : undefined;
  return kept.length > maxLineChars ? `${kept.slice(0, maxLineChars).toWellFormed()}…` : kept;
}

/** Boxes in boxes are taken out: their content moves up by one step. */
function lean(raw: string): PageTree {
  const refs = new Map<string, string>();
  const lines: string[] = [];
  const dropped: number[] = [];
  for (const line of raw.split('\n')) {
    const depth = line.length - line.trimStart().length;
    while (dropped.length > 0 && (dropped.at(-1) ?? 0) >= depth) dropped.pop();
    const kept = leanLine(line, refs);
    if (kept === undefined) continue;
    if (/^\s*- generic:$/.test(kept)) {
      dropped.push(depth);
      continue;
    }
    lines.push(kept.slice(Math.min(depth, dropped.length * 2)));
  }
  return { text: lines.join('\n').slice(0, maxChars).toWellFormed(), refs };
}

const hangs = () =>
  new AppError('unavailable', 'The page does not answer; it may be busy in a loop. Close the tab or open it anew.', {
    details: { reason: 'page_hangs' },
  });

export type TreeOptions = { readonly clock: Pick<Clock, 'after'>; readonly signal: AbortSignal };

/** Settles in bounded time whatever the page does. */
export function within<T>(work: Promise<T>, ms: number, o: TreeOptions): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cancel = o.clock.after(ms, () => reject(hangs()));
    const abort = () => reject(new AppError('cancelled', 'Cancelled.'));
    if (o.signal.aborted) abort();
    o.signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      cancel();
      o.signal.removeEventListener('abort', abort);
    });
  });
}

/** The whole tree; of a page that is too large for it, its upper levels; of one that holds neither, its plain text. */
export async function readTree(page: Page, o: TreeOptions): Promise<PageTree> {
  const snapshot = (depth?: number) =>
    within(
      page.ariaSnapshot({ mode: 'ai', timeout: treeMs, ...(depth === undefined ? {} : { depth }) }),
      treeMs + 500,
      o,
    );
  try {
    return lean(await snapshot());
  } catch (error) {
    if (o.signal.aborted) throw error;
  }
  try {
    const { text, refs } = lean(await snapshot(8));
    return { text: `[This page is very large: only its upper levels are shown.]\n${text}`, refs };
  } catch (error) {
    if (o.signal.aborted) throw error;
  }
  const text = await within(page.locator('body').innerText({ timeout: treeMs }), treeMs + 500, o).catch((error) => {
    if (o.signal.aborted) throw error;
    throw hangs();
  });
  return { text: `[Only the plain text of this page could be read.]\n${text.slice(0, maxChars)}`, refs: new Map() };
}
