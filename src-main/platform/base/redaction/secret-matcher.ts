// Finds many secrets in a text in one pass, however many there are (Wu and Manber's search by blocks of three).
import { minFormChars, type SecretForm } from './secret-forms.ts';

const blockChars = 3;
const tableSize = 1 << 16;
const maxShift = minFormChars - blockChars + 1;
const lineFeed = 10;
const carriageReturn = 13;

const hashAt = (text: string, end: number): number =>
  ((text.charCodeAt(end) << 10) ^ (text.charCodeAt(end - 1) << 5) ^ text.charCodeAt(end - 2)) & (tableSize - 1);

/** `from` and `to` as for `slice`. */
export type Found = { readonly from: number; readonly to: number };

/** Where the form ends when it begins at `at`: `cut` when the text ends first, undefined when it is not there. */
function endOf(text: string, at: number, form: SecretForm): number | 'cut' | undefined {
  const { text: wanted, folds } = form;
  let position = at;
  for (let index = 0; index < wanted.length; index += 1) {
    while (folds && index > 0 && isBreak(text.charCodeAt(position))) position += 1;
    if (position >= text.length) return 'cut';
    if (text.charCodeAt(position) !== wanted.charCodeAt(index)) return undefined;
    position += 1;
  }
  return position;
}

const isBreak = (code: number) => code === lineFeed || code === carriageReturn;

export interface SecretMatcher {
  /** Leftmost first, the longest where several begin at the same place; they do not overlap. */
  find(text: string): Found[];
  /** Where a form begins that the end of the text cuts off; the length of the text when none does. */
  unfinishedAt(text: string, from: number): number;
}

/** A form that may be broken over lines is also looked for from its second block on: the break may be in the first. */
function withAnchors(forms: readonly SecretForm[]): SecretForm[] {
  const later = forms
    .filter(({ text, folds }) => folds && text.length >= 3 * minFormChars)
    .map(({ text, folds }) => ({ text: text.slice(minFormChars), folds }));
  return [...forms, ...later];
}

/** Every form has at least `minFormChars` characters. */
export function createMatcher(given: readonly SecretForm[]): SecretMatcher {
  const forms = withAnchors(given);
  const shifts = new Uint8Array(tableSize).fill(maxShift);
  const endingHere = new Map<number, SecretForm[]>();
  const beginningWith = new Map<number, SecretForm[]>();
  const byFirst = new Map<number, SecretForm[]>();
  let longest = 0;
  for (const form of forms) {
    for (let end = blockChars - 1; end < minFormChars; end += 1) {
      const hash = hashAt(form.text, end);
      shifts[hash] = Math.min(shifts[hash] ?? maxShift, minFormChars - 1 - end);
    }
    put(endingHere, hashAt(form.text, minFormChars - 1), form);
    put(beginningWith, hashAt(form.text, blockChars - 1), form);
    put(byFirst, form.text.charCodeAt(0), form);
    // Lines of 16 characters and more: enough room for their breaks.
    longest = Math.max(longest, form.folds ? Math.ceil(form.text.length * 1.125) : form.text.length);
  }
  const longestAt = (text: string, at: number, candidates: readonly SecretForm[]): number | undefined => {
    let best: number | undefined;
    for (const form of candidates) {
      const end = endOf(text, at, form);
      if (typeof end === 'number' && (best === undefined || end > best)) best = end;
    }
    return best;
  };
  return {
    find(text) {
      const found: Found[] = [];
      if (forms.length === 0) return found;
      let end = minFormChars - 1;
      while (end < text.length) {
        const hash = hashAt(text, end);
        const shift = shifts[hash] ?? maxShift;
        if (shift > 0) {
          end += shift;
          continue;
        }
        const from = end - minFormChars + 1;
        const to = longestAt(text, from, endingHere.get(hash) ?? []);
        if (to === undefined) end += 1;
        else {
          found.push({ from, to });
          end = to + minFormChars - 1;
        }
      }
      return found;
    },
    unfinishedAt(text, from) {
      for (let at = Math.max(from, text.length - longest); at < text.length; at += 1) {
        const last = at + blockChars - 1;
        const candidates =
          last < text.length ? beginningWith.get(hashAt(text, last)) : byFirst.get(text.charCodeAt(at));
        if (candidates?.some((form) => endOf(text, at, form) === 'cut')) return at;
      }
      return text.length;
    },
  };
}

function put(map: Map<number, SecretForm[]>, key: number, form: SecretForm): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [form]);
  else there.push(form);
}
