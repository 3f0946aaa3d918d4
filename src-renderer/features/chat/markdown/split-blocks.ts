// Splits growing Markdown into finished blocks and a tail, so that a stream only parses what can still change.
import { Lexer, type Token } from 'marked';

export type Block = {
  /** Where it starts in the text: its identity while the text grows. */
  readonly start: number;
  readonly source: string;
};
export type SplitText = {
  readonly text: string;
  /** Blocks that more text can no longer change. */
  readonly done: readonly Block[];
  /** The rest: the block that is being written. */
  readonly tail: Block | undefined;
  /** Link definitions found so far (`[name]: address`), which any block may refer to. */
  readonly definitions: string;
};

const nothing: SplitText = { text: '', done: [], tail: undefined, definitions: '' };

/**
 * Goes on from `previous` when the text only grew; otherwise starts afresh. With `isComplete` nothing stays in the tail.
 * Finished blocks keep their object identity, so a memoised component renders each once.
 */
export function splitBlocks(raw: string, isComplete: boolean, previous: SplitText = nothing): SplitText {
  const text = raw.includes('\r') ? raw.replaceAll('\r\n', '\n') : raw;
  const base = text.startsWith(previous.text) ? previous : nothing;
  if (isComplete && hasFootnotes(text)) {
    // Footnotes point across blocks; such a text is rendered as one.
    return { text, done: [{ start: 0, source: text }], tail: undefined, definitions: '' };
  }
  const from = base.tail?.start ?? base.text.length;
  const tokens = blockTokens(text.slice(from));
  const settled = isComplete ? tokens.length : lastContent(tokens);
  const done = base.done.slice();
  let definitions = base.definitions;
  let start = from;
  for (const token of tokens.slice(0, settled)) {
    if (token.type === 'def') definitions += `\n${token.raw.trim()}`;
    else if (token.type !== 'space') done.push({ start, source: token.raw });
    start += token.raw.length;
  }
  const rest = text.slice(start);
  return { text, done, tail: rest.trim() === '' ? undefined : { start, source: rest }, definitions };
}

/** Only the block level: inline text is the renderer's to parse. */
function blockTokens(source: string): readonly Token[] {
  return source === '' ? [] : new Lexer({ gfm: true }).blockTokens(source, []);
}

/** Index of the last token that is not blank: it, and the blanks after it, may still become something else. */
function lastContent(tokens: readonly Token[]): number {
  let index = tokens.length - 1;
  while (index > 0 && tokens[index]?.type === 'space') index -= 1;
  return Math.max(index, 0);
}

function hasFootnotes(text: string): boolean {
  return /^\[\^[^\]]+\]:/m.test(text);
}

/** A block's source together with the definitions it may refer to. */
export function withDefinitions(source: string, definitions: string): string {
  return definitions !== '' && source.includes('[') ? `${source}\n\n${definitions}` : source;
}

/** The text inside a fence that is still open; undefined when the tail is anything else. */
export function openFence(source: string): { readonly language: string; readonly code: string } | undefined {
  const opening = /^ {0,3}(`{3,}|~{3,})([^\n]*)(?:\n|$)/.exec(source);
  if (opening === null) return undefined;
  const [line, mark = '', info = ''] = opening;
  if (mark.startsWith('`') && info.includes('`')) return undefined;
  const code = source.slice(line.length);
  const closing = new RegExp(`^ {0,3}${mark[0] === '`' ? '`' : '~'}{${mark.length},}[ \\t]*$`, 'm');
  if (closing.test(code)) return undefined;
  return { language: languageOf(info), code };
}

/** The first word of a fence's info line, letters that a language name may have. */
export function languageOf(info: string): string {
  return (
    info
      .trim()
      .split(/[\s{,:]/)[0]
      ?.toLowerCase()
      .slice(0, 40) ?? ''
  );
}
