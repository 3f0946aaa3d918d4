// `{{secret:name}}` in a request: where it may stand, and the value in its place as that place writes it.
import { AppError } from '#main/contract/errors.ts';

const reference = /\{\{\s*secret:([a-z0-9][a-z0-9_-]{0,40})\s*\}\}/g;
const anything = /\{\{\s*secret:/;

/** Each once, in order. Errors: `invalid_input` for a reference that names no key as keys are named. */
export function keyNamesIn(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) => [...text.matchAll(reference)].map(([, name = '']) => name));
  if (texts.some((text) => anything.test(text.replaceAll(reference, ''))))
    throw new AppError('invalid_input', 'A key is named as {{secret:name}}, with small letters, digits, - and _.');
  return [...new Set(names)];
}

/** Keys go into the query, never into the host, the path or what stands before the host. */
export function checkPlaceInUrl(url: string): void {
  const [before = '', after = ''] = url.split(/[?](.*)/s);
  const fragment = after.includes('#') ? after.slice(after.indexOf('#')) : '';
  const decoded = `${before}${fragment}`.replaceAll(/%7b/gi, '{').replaceAll(/%7d/gi, '}');
  if (anything.test(decoded))
    throw new AppError('invalid_input', 'In an address a key may stand in the query only, after the question mark.');
}

type Values = ReadonlyMap<string, string>;
type Write = (value: string) => string;

const fill = (text: string, values: Values, write: Write) =>
  text.replaceAll(reference, (whole, name: string) => {
    const value = values.get(name);
    return value === undefined ? whole : write(value);
  });

export const fillQuery = (url: string, values: Values) => fill(url, values, encodeURIComponent);
export const fillHeader = (text: string, values: Values) => fill(text, values, (value) => value);

/** As the content type writes text: inside JSON's quotes, in a form, or as it is. */
export function fillBody(text: string, values: Values, contentType: string): string {
  const isJson = /\bjson\b/i.test(contentType);
  const isForm = /x-www-form-urlencoded/i.test(contentType);
  const write: Write = isJson
    ? (value) => JSON.stringify(value).slice(1, -1)
    : isForm
      ? encodeURIComponent
      : (value) => value;
  return fill(text, values, write);
}
