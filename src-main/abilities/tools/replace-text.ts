// An exact piece of a text, replaced where it stands.
import { AppError } from '#main/contract/errors.ts';

export type Replacement = { readonly old_text: string; readonly new_text: string; readonly all?: boolean | undefined };

const wrong = (sentence: string, reason: string) => new AppError('invalid_input', sentence, { details: { reason } });

function occurrences(text: string, wanted: string): number {
  let count = 0;
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) count += 1;
  return count;
}

/** What makes no sense whatever the text: `no_change`, `bad_text`. */
export function checkReplacement({ old_text, new_text }: Replacement, fresh = 'new_text'): void {
  if (old_text === new_text) throw wrong(`old_text and ${fresh} are the same. Nothing would change.`, 'no_change');
  if (/\p{Surrogate}/u.test(new_text))
    throw wrong(`${fresh} is not valid text: it holds half of a character.`, 'bad_text');
}

/**
 * The text after the replacement; `name` is what it is called. A model writes \n; a text with \r\n is matched and kept in its
 * own way. Errors: `invalid_input` with reason `no_match`, or `many_matches` without `all`.
 */
export function replaced(text: string, name: string, { old_text, new_text, all }: Replacement): string {
  let [wanted, fresh] = [old_text, new_text];
  let count = occurrences(text, wanted);
  if (count === 0 && text.includes('\r\n') && !wanted.includes('\r')) {
    wanted = wanted.replaceAll('\n', '\r\n');
    fresh = fresh.replace(/\r?\n/g, '\r\n');
    count = occurrences(text, wanted);
  }
  if (count === 0)
    throw wrong(
      `old_text does not occur in ${name}. Read it and copy the piece exactly, with its spaces and breaks.`,
      'no_match',
    );
  if (count > 1 && all !== true)
    throw wrong(
      `old_text occurs ${count} times in ${name}. Give more of the lines around it${all === undefined ? '' : ', or set all'}.`,
      'many_matches',
    );
  return all === true ? text.split(wanted).join(fresh) : text.replace(wanted, () => fresh);
}
