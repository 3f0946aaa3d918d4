// A `limpet:` link as a proposal. Links come from anywhere, so one is only ever read: it names no action, no key, no
// address and no program, and what it names is shown before anything happens.
import type { LinkProposal, LinkRefusal } from '#main/contract/desktop.ts';
import { SessionId } from '#main/contract/ids.ts';
import { visibleLine } from '#main/contract/shown-text.ts';

export const linkScheme = 'limpet';
const longestLink = 16_000;
const longestText = 8_000;
const shownChars = 500;

export function isLink(word: string): boolean {
  return word.slice(0, linkScheme.length + 1).toLowerCase() === `${linkScheme}:`;
}

function notFollowed(link: string, reason: LinkRefusal): LinkProposal {
  const letters = [...visibleLine(link.slice(0, shownChars))];
  return { type: 'refused', link: letters.slice(0, shownChars).join(''), reason };
}

/** One value, given once; undefined for none or several: nobody knows which was meant. */
function single(url: URL, name: string): string | undefined {
  const values = url.searchParams.getAll(name);
  return values.length === 1 ? values[0] : undefined;
}

/**
 * `limpet://new?text=…` · `limpet://chat/<id>` · `limpet://settings/<section>`; also with one or no slash, as some programs
 * write it. Parameters that are not known make a link unknown: an older app must not do half of what a newer one means.
 */
export function readLink(link: string): LinkProposal {
  if (link.length > longestLink) return notFollowed(link, 'too_long');
  if (!URL.canParse(link)) return notFollowed(link, 'unreadable');
  const url = new URL(link);
  if (url.protocol !== `${linkScheme}:` || url.username !== '' || url.password !== '' || url.port !== '')
    return notFollowed(link, 'unreadable');
  const [what = '', name = '', ...rest] = `${url.host}${url.pathname}`.split('/').filter((step) => step !== '');
  const isPlain = url.search === '' && rest.length === 0;
  switch (what.toLowerCase()) {
    case 'new': {
      const text = single(url, 'text')?.toWellFormed().replaceAll(/\r\n?/g, '\n');
      if (name !== '' || url.searchParams.size !== 1 || text === undefined || text.trim() === '') break;
      return text.length > longestText ? notFollowed(link, 'too_long') : { type: 'message', text };
    }
    case 'chat': {
      const sessionId = SessionId.safeParse(name);
      if (isPlain && sessionId.success) return { type: 'chat', sessionId: sessionId.data };
      break;
    }
    case 'settings':
      if (isPlain && /^[a-z-]{1,40}$/.test(name)) return { type: 'settings', section: name };
      break;
  }
  return notFollowed(link, 'unknown');
}
