// A number as a person types it, in the manner of their language, and back.

export type NumberRange = { readonly min: number; readonly max: number; readonly whole: boolean };
export type ParsedNumber =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'wrong' }
  | { readonly type: 'out-of-range' };

function separators(language: string): { group: string; decimal: string } {
  const parts = new Intl.NumberFormat(language).formatToParts(12_345.6);
  const find = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return { group: find('group'), decimal: find('decimal') };
}

/** Takes grouped and plain digits; `1.000` is a thousand in German and one in English. Blank space is ignored. */
export function parseNumber(text: string, language: string, range: NumberRange): ParsedNumber {
  const { group, decimal } = separators(language);
  const plain = text.replaceAll(/\s/g, '').replaceAll(group, '').replace(decimal, '.');
  if (!/^\d+(\.\d+)?$/.test(plain)) return { type: 'wrong' };
  const value = Number(plain);
  if (range.whole && !Number.isInteger(value)) return { type: 'wrong' };
  if (value < range.min || value > range.max) return { type: 'out-of-range' };
  return { type: 'number', value };
}

/** The number as the language writes it; `parseNumber` reads it back. Not grouped: what is a name rather than a size. */
export function numberText(value: number, language: string, isGrouped = true): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2, useGrouping: isGrouped }).format(value);
}
