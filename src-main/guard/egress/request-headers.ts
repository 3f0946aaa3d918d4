// Which headers a request may carry: none that changes where it goes, how long it is, or what it is.
import { AppError } from '#main/contract/errors.ts';

// What tells a server how to read the connection. A caller's own would smuggle a second request past the one that was shown.
const connectionHeaders = new Set(
  [
    'host content-length transfer-encoding connection keep-alive upgrade te trailer expect proxy-connection',
    'proxy-authorization proxy-authenticate http2-settings accept-encoding max-forwards via forwarded',
    // The method that was approved is the method that runs.
    'x-http-method-override x-http-method x-method-override',
  ].flatMap((line) => line.split(' ')),
);
const connectionPrefixes = ['proxy-', 'sec-', 'x-forwarded-', ':'];

/** Goes along to another origin too: says nothing about who asks. */
const harmless = new Set(['accept', 'accept-language', 'if-none-match', 'if-modified-since', 'range', 'user-agent']);

const maxCount = 64;
const maxValueChars = 16 * 1024;
const maxChars = 48 * 1024;

const bad = (sentence: string) => new AppError('invalid_input', sentence, { details: { reason: 'bad_header' } });

function checkHeader(name: string, value: string): void {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]{1,256}$/.test(name)) throw bad(`"${name.slice(0, 40)}" is no name of a header.`);
  if (connectionHeaders.has(name) || connectionPrefixes.some((prefix) => name.startsWith(prefix)))
    throw new AppError('forbidden', `The header ${name} belongs to the connection, so no request may set it.`, {
      details: { reason: 'header_refused', facts: { name } },
      retryable: false,
    });
  if (value.length > maxValueChars || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    throw bad(`The value of the header ${name} is too long or holds characters that headers cannot hold.`);
}

/** Names in small letters. Errors: `invalid_input` (`bad_header`), `forbidden` (`header_refused`). */
export function checkHeaders(headers: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const checked = new Map<string, string>();
  let chars = 0;
  for (const [written, value] of Object.entries(headers)) {
    const name = written.toLowerCase();
    checkHeader(name, value);
    if (checked.has(name)) throw bad(`The header ${name} is there twice.`);
    checked.set(name, value.trim());
    chars += name.length + value.length;
  }
  if (checked.size > maxCount || chars > maxChars) throw bad('These are too many headers, or they are too long.');
  return checked;
}

/** What is left for another origin than the one that the caller wrote. */
export function harmlessHeaders(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...headers].filter(([name]) => harmless.has(name)));
}
