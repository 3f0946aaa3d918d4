// A short piece of a message around what was searched, in pieces that say which of them hit.
import type { SearchHit } from '#main/contract/sessions.ts';
import { fold, type Phrase, wordsOf } from './query.ts';

type Span = { readonly start: number; readonly end: number };
type Excerpt = SearchHit['excerpt'];

const excerptChars = 240;
const leadChars = 60;
/** How much of a long message is looked through for the words. */
const scanChars = 200_000;
/** Past the first hit, only what may share an excerpt with it matters. */
const lookAheadChars = 2_000;
const spanLimit = 50;
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]|[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;

/** The words of a text with their places, cut as the index cuts them. */
function* tokensOf(text: string): Iterable<Span & { folded: string }> {
  for (const match of text.matchAll(word)) {
    let start = match.index;
    // A run of letters may hold characters that the index takes one by one ("go日本").
    for (const piece of wordsOf(match[0])) {
      const at = text.indexOf(piece, start);
      start = at + piece.length;
      yield { start: at, end: start, folded: fold(piece) };
    }
  }
}

/** Where the phrases stand in a text, in order; `isOpen` lets the last word of the last phrase go on. */
function findSpans(text: string, o: { phrases: readonly Phrase[]; isOpen: boolean }): Span[] {
  const wanted = o.phrases.map((phrase) => phrase.map(fold));
  const longest = Math.max(1, ...wanted.map((phrase) => phrase.length));
  const recent: (Span & { folded: string })[] = [];
  const spans: Span[] = [];
  for (const token of tokensOf(text.slice(0, scanChars))) {
    const first = spans[0];
    if (first !== undefined && (token.start > first.start + lookAheadChars || spans.length >= spanLimit)) break;
    recent.push(token);
    if (recent.length > longest) recent.shift();
    for (const [index, phrase] of wanted.entries()) {
      const tail = recent.slice(-phrase.length);
      const mayGoOn = o.isOpen && index === wanted.length - 1;
      const isHit =
        tail.length === phrase.length &&
        tail.every(({ folded }, k) => {
          const last = mayGoOn && k === phrase.length - 1;
          return folded === phrase[k] || (last && folded.startsWith(phrase[k] ?? folded));
        });
      if (!isHit) continue;
      spans.push({ start: tail[0]?.start ?? token.start, end: token.end });
      break;
    }
  }
  return spans;
}

/** Not between the two halves of a character outside the first plane. */
function boundary(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

/** The stretch of `excerptChars` that begins a little before a hit and holds the most of them. */
function windowAround(text: string, spans: readonly Span[]): Span {
  let best: Span = { start: 0, end: Math.min(text.length, excerptChars) };
  let bestHits = 0;
  for (const span of spans) {
    const start = Math.max(0, Math.min(span.start - leadChars, text.length - excerptChars));
    const end = Math.min(text.length, start + excerptChars);
    const hits = spans.filter((s) => s.start >= start && s.end <= end).length;
    if (hits > bestHits) {
      best = { start, end };
      bestHits = hits;
    }
  }
  return { start: boundary(text, best.start), end: boundary(text, best.end) };
}

const oneLine = (text: string) => text.replace(/[\s\p{Cc}]+/gu, ' ');

export function makeExcerpt(text: string, o: { phrases: readonly Phrase[]; isOpen: boolean }): Excerpt {
  const spans = findSpans(text, o);
  const view = windowAround(text, spans);
  const pieces: Excerpt = [];
  let at = view.start;
  const put = (end: number, hit: boolean) => {
    const piece = oneLine(text.slice(at, end));
    if (piece !== '') pieces.push({ text: piece, hit });
    at = end;
  };
  for (const span of spans) {
    if (span.start < at || span.end > view.end) continue;
    put(span.start, false);
    put(span.end, true);
  }
  put(view.end, false);
  return pieces;
}
