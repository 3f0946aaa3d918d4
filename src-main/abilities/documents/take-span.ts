// The part of a document that was asked for, in whole units, as far as it fits.
import { noSuchPart } from './failure.ts';
import type { DocumentUnit, Span } from './port.ts';

export type Taken = { readonly text: string; readonly from: number; readonly to: number; readonly total: number };

const names: Record<DocumentUnit, string> = { page: 'pages', row: 'rows', line: 'lines' };

/** Errors: `invalid_input` where the span begins after the end. */
export function spanWithin(span: Span | undefined, total: number, unit: DocumentUnit): Span {
  const from = span?.from ?? 1;
  if (from > total) throw noSuchPart(`There are only ${total} ${names[unit]}. Ask for some of these.`);
  return { from, to: Math.min(span?.to ?? total, total) };
}

/** Whole units from the span's first as long as they fit. */
export function takeSpan(
  units: readonly string[],
  o: { span: Span | undefined; unit: DocumentUnit; maxChars: number },
): Taken {
  if (units.length === 0) return { text: '', from: 0, to: 0, total: 0 };
  const { from, to } = spanWithin(o.span, units.length, o.unit);
  const taken: string[] = [];
  let chars = 0;
  for (const unit of units.slice(from - 1, to)) {
    if (taken.length > 0 && chars + unit.length > o.maxChars) break;
    taken.push(cutOne(unit, o.maxChars));
    chars += unit.length + 1;
  }
  return { text: taken.join('\n'), from, to: from + taken.length - 1, total: units.length };
}

export function cutOne(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars)}\n[cut: ${text.length} characters long]`;
}
