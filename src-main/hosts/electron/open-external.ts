// The only door from the app to other programs: web pages and mail, nothing else.
import type { Shell } from 'electron';
import { AppError } from '#main/contract/errors.ts';
import { parseUrl } from './app-origin.ts';

const longestUrl = 2_048;
const openable: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);
const mailFields: ReadonlySet<string> = new Set(['to', 'cc', 'bcc', 'subject', 'body']);

function refused(reason: string): AppError {
  return new AppError('forbidden', 'Only web pages and mail addresses are opened outside. Copy the address instead.', {
    details: { reason },
  });
}

/** Control characters and spaces are dropped or moved by parsers, each in another way: such text is not opened at all. */
function hasOddCharacters(text: string): boolean {
  return /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\\"<>^`{|}]/u.test(text);
}

/**
 * The address as it will be opened. `forbidden` for every scheme but https, http and mailto, for user names and passwords,
 * for a mail that brings files along, and for text that two programs could read in two ways.
 */
export function checkExternalUrl(text: string): string {
  if (text.length > longestUrl || hasOddCharacters(text)) throw refused('odd_address');
  const url = parseUrl(text);
  if (url === undefined || !openable.has(url.protocol)) throw refused('other_scheme');
  if (url.protocol === 'mailto:') {
    const fields = [...url.searchParams.keys()].map((field) => field.toLowerCase());
    if (!fields.every((field) => mailFields.has(field))) throw refused('mail_fields');
    return url.href;
  }
  if (url.username !== '' || url.password !== '' || url.hostname === '') throw refused('odd_address');
  // `https:host` and `https:///host` are mended by the parser; whoever writes so hides something.
  if (!/^https?:\/\/[^/]/i.test(text)) throw refused('odd_address');
  return url.href;
}

export type OpenExternal = (url: string) => Promise<void>;

export function createOpenExternal(shell: Pick<Shell, 'openExternal'>): OpenExternal {
  return async (text) => {
    await shell.openExternal(checkExternalUrl(text));
  };
}
