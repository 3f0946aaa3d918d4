// Reads what a vendor says when it says no: an error body, or an error in the middle of a stream.
import { parseJson } from '#main/platform/base/json.ts';
import type { Failure } from './to-provider-error.ts';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The object that holds the message: vendors wrap it in `error`, Google in a list, some in `detail`. */
function innermost(body: unknown, depth = 0): Fields | undefined {
  if (depth > 4) return undefined;
  if (Array.isArray(body)) return innermost(body[0], depth + 1);
  if (!isFields(body)) return undefined;
  for (const key of ['error', 'detail'])
    if (isFields(body[key]) || Array.isArray(body[key])) return innermost(body[key], depth + 1) ?? body;
  return body;
}

function saidIn(fields: Fields): string {
  for (const key of ['message', 'error', 'msg', 'detail', 'error_message']) {
    const text = textOf(fields[key]);
    if (text !== '') return text;
  }
  return '';
}

/** A status that a stream carries in its error, as OpenRouter does after a 200. */
function statusIn(fields: Fields): number | undefined {
  for (const key of ['status', 'code']) {
    const value = fields[key];
    if (typeof value === 'number' && value >= 400 && value < 600) return value;
  }
  return undefined;
}

export function readFailure(body: unknown): Failure {
  const fields = innermost(body) ?? {};
  const kind = ['type', 'code', 'status', 'reason'].map((key) => textOf(fields[key])).filter((text) => text !== '');
  return { status: statusIn(fields), kind: kind.join(' ').toLowerCase(), said: saidIn(fields) };
}

/** The body of an answer that is not 2xx; HTML pages of proxies say nothing worth showing. */
export function readRefusal(response: Response, body: string): Failure {
  const parsed = parseJson(body);
  const failure = readFailure(parsed);
  const text = parsed === undefined && !/^\s*</.test(body) ? body.trim() : failure.said;
  return { ...failure, status: response.status, headers: response.headers, said: text };
}
