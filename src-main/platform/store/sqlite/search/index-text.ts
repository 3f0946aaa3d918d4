// What of a message is searched, and how text is cut for the index: every Han, Kana and Hangul character a word of its own.
import type { Part } from '#main/contract/messages.ts';

// These scripts put no spaces between words (Hangul glues particles to them), so the index's own tokenizer would make one
// token of a whole sentence, and a two-character word inside it would never be found.
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const eachUnspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]/gu;

/** The text of person and model, without reasoning, calls and notes. */
export function searchableText(parts: readonly Part[]): string {
  const texts: string[] = [];
  for (const part of parts) if (part.type === 'text' && part.text !== '') texts.push(part.text);
  return texts.join('\n');
}

/** Text as the index and its queries take it. */
export function indexText(text: string): string {
  const clean = text.includes('\0') ? text.replaceAll('\0', ' ') : text;
  return unspaced.test(clean) ? clean.replace(eachUnspaced, ' $& ') : clean;
}
