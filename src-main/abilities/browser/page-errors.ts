// Translates what the browser says of a page that did not come, where it enters.
import { AppError, isAppError } from '#main/contract/errors.ts';

type Code = 'unavailable' | 'forbidden' | 'conflict' | 'timeout';
const error = (code: Code, reason: string, message: string) =>
  new AppError(code, message, { details: { reason }, retryable: false });

/** A connection of a page that was not let out, and why. */
export type Refused = { readonly host: string; readonly reason: string };

export function refusedError({ host, reason }: Refused): AppError {
  const sentences: Readonly<Record<string, string>> = {
    blocked_address: `${host} belongs to this machine or its network, so it is not opened.`,
    no_such_host: `There is no host "${host}". Check the address.`,
  };
  return new AppError('forbidden', sentences[reason] ?? `${host} is not opened (${reason}).`, {
    details: { reason, facts: { host } },
  });
}

export function toPageError(thrown: unknown, host = ''): unknown {
  if (isAppError(thrown)) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (/ERR_TOO_MANY_REDIRECTS/.test(text))
    return error('unavailable', 'too_many_redirects', 'The page redirects round and round, so it was given up.');
  if (/ERR_CERT|ERR_SSL/.test(text))
    return new AppError('unavailable', 'The certificate of this site is not valid, so it was not opened.', {
      details: { reason: 'bad_certificate', facts: { host } },
      retryable: false,
    });
  if (/ERR_TUNNEL|ERR_PROXY|ERR_NAME|ERR_CONNECTION|ERR_EMPTY|ERR_ADDRESS|ERR_HTTP_RESPONSE/.test(text))
    return error(
      'unavailable',
      'page_unreachable',
      'The site could not be reached. Check the address, or try again later.',
    );
  if (/ERR_(UNKNOWN_URL_SCHEME|DISALLOWED_URL_SCHEME|ACCESS_DENIED|BLOCKED|UNSAFE_PORT|INVALID_URL|FILE)/.test(text))
    return error('forbidden', 'blocked_address', 'This address is not opened.');
  if (/Target .*closed|has been closed|Target crashed|Page crashed/i.test(text))
    return error('conflict', 'page_closed', 'The tab was closed meanwhile.');
  if (/did not find some options/i.test(text))
    return error('conflict', 'no_option', 'The list has no such option. Read the page again.');
  if (/is not an? <(input|select)|not editable|Element is not/i.test(text))
    return error('conflict', 'wrong_element', 'This element does not take that. Choose another one.');
  if (/Timeout/i.test(text))
    return error(
      'timeout',
      'page_timeout',
      'The page did not let that happen in time: the element may be covered, or the page is busy.',
    );
  return new AppError('tool_failed', 'The browser could not do that on this page. Read it again.', { cause: thrown });
}

/** The browser turns a page that is a file into a download; that is no failure. */
export const isDownload = (thrown: unknown) =>
  thrown instanceof Error && /Download is starting|net::ERR_ABORTED/.test(thrown.message);
