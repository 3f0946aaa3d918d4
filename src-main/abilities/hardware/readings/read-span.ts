// The span that a question means, in the person's time.
import { AppError } from '#main/contract/errors.ts';

export type Span = { readonly from: number; readonly to: number };
export type SpanQuestion = {
  readonly last?: number | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

const hourMs = 3_600_000;
const usualHours = 24;
const longestMs = 20 * 366 * 24 * hourMs;

const wrong = (message: string) => new AppError('invalid_input', message, { details: { reason: 'bad_span' } });

/** A date is its first moment here, and a time without a zone is one of here. */
function readTime(text: string): number {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2})?$/.test(text);
  const at = isDate ? Date.parse(`${text}T00:00:00`) : isTime ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at) || at < 0) throw wrong('Write a date or time like 2026-03-05 or 2026-03-05T18:00.');
  return at;
}

/** Errors: `invalid_input` (`bad_span`). */
export function readSpan({ last, from, to }: SpanQuestion, now: number): Span {
  if (last !== undefined && from !== undefined) throw wrong('Give last or from, not both.');
  const end = to === undefined ? now + 1 : readTime(to);
  const begin = from === undefined ? Math.min(end, now) - (last ?? usualHours) * hourMs : readTime(from);
  if (begin >= end) throw wrong('The span ends before it begins. Exchange from and to.');
  return { from: Math.max(0, Math.floor(begin), end - longestMs), to: Math.ceil(end) };
}
