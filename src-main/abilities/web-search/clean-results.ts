// Results of any engine in one shape: no markup, one line each, web addresses only, each once, within a bound.
import { visibleLine } from '#main/contract/shown-text.ts';
import type { RawResult } from './engine.ts';
import type { SearchResult } from './port.ts';

const maxTitleChars = 200;
const maxSnippetChars = 600;
const maxUrlChars = 2_000;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  ndash: '–',
  mdash: '—',
};

function decodeEntity(whole: string, name: string): string {
  const number = /^#x([0-9a-f]{1,6})$/i.exec(name)?.[1] ?? undefined;
  const code =
    number === undefined ? Number(/^#(\d{1,7})$/.exec(name)?.[1] ?? Number.NaN) : Number.parseInt(number, 16);
  if (Number.isInteger(code) && code > 0 && code <= 0x10_ff_ff) return String.fromCodePoint(code).toWellFormed();
  return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
}

function toLine(text: string | null | undefined, maxChars: number): string {
  const plain = (text ?? '')
    .slice(0, maxChars * 4)
    .replace(/<\/?(strong|b|em|i|mark|span|br)\b[^<>]*>/gi, '')
    .replace(/&(#?\w{1,8});/g, decodeEntity)
    .replace(/\s+/g, ' ')
    .trim();
  const line = visibleLine(plain.toWellFormed());
  return line.length > maxChars ? `${line.slice(0, maxChars).toWellFormed()}…` : line;
}

function webAddress(text: string): string | undefined {
  if (text.length > maxUrlChars || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url.href : undefined;
}

/** `2026-03-01T10:00:00Z` as its day; anything else in the engine's own words. */
function toDate(text: string | null | undefined): string | undefined {
  const line = toLine(text, 40);
  return line === '' ? undefined : (/^\d{4}-\d{2}-\d{2}/.exec(line)?.[0] ?? line);
}

export function cleanResults(raw: readonly RawResult[], count: number): readonly SearchResult[] {
  const seen = new Set<string>();
  const results: SearchResult[] = [];
  for (const one of raw) {
    const url = webAddress(one.url);
    if (url === undefined || seen.has(url)) continue;
    seen.add(url);
    const date = toDate(one.date);
    const title = toLine(one.title, maxTitleChars);
    results.push({
      title: title === '' ? new URL(url).hostname : title,
      url,
      snippet: toLine(one.snippet, maxSnippetChars),
      ...(date === undefined ? {} : { date }),
    });
    if (results.length >= count) break;
  }
  return results;
}
