// From what a person typed to a query of the index. Anything may be typed; nothing of it is syntax but "…".
import { indexText } from './index-text.ts';

/** Words that follow one another. */
export type Phrase = readonly string[];
export type ParsedQuery = {
  /** All of them must be in a message. */
  readonly phrases: readonly Phrase[];
  /** The last word was typed without a space or quote after it: it may go on. */
  readonly isOpen: boolean;
};

const termLimit = 32;
/** As the index cuts words: letters, digits, private use, and the marks on them. */
const words = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;

/** As the index folds a word: small letters, no accents. */
export const fold = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export const wordsOf = (text: string): string[] => indexText(text).match(words) ?? [];

export function parseQuery(text: string): ParsedQuery {
  const phrases: Phrase[] = [];
  const whole = text.toWellFormed();
  for (const [, quoted, plain] of whole.matchAll(/"([^"]*)"?|([^\s"]+)/g)) {
    const phrase = wordsOf(quoted ?? plain ?? '');
    if (phrase.length > 0 && phrases.length < termLimit) phrases.push(phrase.slice(0, termLimit));
  }
  return { phrases, isOpen: /[\p{L}\p{N}]$/u.test(whole) };
}

const quote = (phrase: Phrase) => `"${phrase.join(' ').replaceAll('"', '""')}"`;

export type MatchScope = {
  /** Only in this session. */
  readonly sessionN?: number;
  /** The last word may go on. */
  readonly prefix: boolean;
};

export function matchExpression({ phrases }: Pick<ParsedQuery, 'phrases'>, { sessionN, prefix }: MatchScope): string {
  const last = phrases.length - 1;
  const body = phrases.map((p, at) => `body : ${quote(p)}${prefix && at === last ? '*' : ''}`).join(' AND ');
  return sessionN === undefined ? body : `(${body}) AND session : "s${sessionN}"`;
}
