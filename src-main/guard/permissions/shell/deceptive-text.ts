// Characters that do not read as what they are, or that a shell and a person split differently.
import { hasMixedScripts } from '#main/contract/shown-text.ts';

const hidden = /[\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;
const control = /(?![\t\n])\p{Cc}/u;
/** Quotes and dashes of typesetting: a shell takes them as letters. */
const typeset = /[\u2010-\u2015\u2018-\u201F\u2032-\u2037\u2212\u02BC\u02B9\u00B4\uFE50-\uFE6F]/u;

/** Names the first thing that deceives; undefined for plain text. */
export function deceptionIn(text: string): string | undefined {
  if (control.test(text)) return 'control character';
  if (hidden.test(text)) return 'hidden character';
  if (typeset.test(text)) return 'typeset quote or dash';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) continue;
    // A full-width semicolon, a mathematical letter: looks like a sign of the shell's own and is none.
    if (/[ -~]/.test(character.normalize('NFKC').replace(/\p{M}/gu, ''))) return 'look-alike character';
  }
  return hasMixedScripts(text) ? 'mixed alphabets' : undefined;
}
