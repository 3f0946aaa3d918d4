// Which way a text runs, and how a piece of another one is kept from turning it round.

/** Letters of Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const leftToRight = /\p{L}/u;
const isolates = /[\u2066-\u2069]/g;
const nothingToTurn = /^[\p{L}\p{M}\p{Nd}]*$/u;

export const writesRightToLeft = (text: string): boolean => rightToLeft.test(text);

export type Direction = 'ltr' | 'rtl';
export const directionOf = (language: string): Direction => (language.startsWith('ar') ? 'rtl' : 'ltr');

/** What `lang` is set to: the script too, where a language has several. */
export const languageTag = (language: string): string => (language === 'zh' ? 'zh-Hans' : language);

/**
 * The value between first-strong isolates where it may run against a sentence of that direction: a path or a command in
 * Arabic, an Arabic file name in English. Otherwise as it is.
 */
export function isolated(value: string, around: Direction): string {
  if (around === 'ltr' ? !rightToLeft.test(value) : isSafeInside(value)) return value;
  return `\u2068${value}\u2069`;
}

/** One word, or only words of the same direction. */
function isSafeInside(value: string): boolean {
  return nothingToTurn.test(value) || !leftToRight.test(value.replaceAll(new RegExp(rightToLeft, 'g'), ''));
}

/** The text without isolates: for what is sent, stored or searched rather than shown. */
export const withoutIsolates = (text: string): string => text.replaceAll(isolates, '');
