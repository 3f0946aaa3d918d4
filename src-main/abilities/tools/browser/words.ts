// What the model reads of a page, and what cards say of sites.
import type { Outcome, PlaceNow } from '#main/abilities/browser/port.ts';
import type { Effect } from '#main/contract/messages.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import type { Plan, ToolResult } from '../port.ts';

export const siteEffect = (origin: string): Effect => ({ type: 'network', target: origin });

/** A blank tab touches nothing. */
export const effectsOf = (origins: readonly string[]): Effect[] =>
  [...new Set(origins)].filter((origin) => origin !== 'null').map(siteEffect);

/** What "This session" covers: reading pages of a site is one thing, acting on them another. */
export function grantOf(what: 'network' | 'browser', origin: string): NonNullable<Plan<unknown>['sessionGrant']> {
  const key = what === 'network' ? 'tools.grant_network' : 'web.grant_act';
  return { key: `${what}:${origin}`, title: { key, params: { origin } } };
}

export function placeText({ url, title }: PlaceNow): string {
  return url === '' ? 'No tab is open.' : `Page: ${title === '' ? '(no title)' : title}\nAddress: ${url}`;
}

export function outcomeText(outcome: Outcome, done = ''): ToolResult {
  const { place, text, totalChars, nextOffset, notes } = outcome;
  const parts = [
    ...(done === '' ? [] : [done]),
    ...(notes.length === 0 ? [] : [markUntrusted('the browser', notes.join('\n'))]),
  ];
  if (text === undefined) {
    if (place.url === '') return { output: [...parts, 'No tab is open.'].join('\n') };
    const where = `The page is now at ${place.origin}, which this call did not name, so it is not shown. Call browser_read to go on there.`;
    return { output: [...parts, where].join('\n') };
  }
  const rest =
    nextOffset === undefined
      ? []
      : [`[${totalChars} characters in all; browser_read with offset ${nextOffset} goes on]`];
  // The title is the page's own word too.
  const page = markUntrusted(place.origin, `${placeText(place)}\n\n${text === '' ? '(an empty page)' : text}`);
  return { output: [...parts, page, ...rest].join('\n') };
}
