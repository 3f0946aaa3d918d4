// A catalogue whose texts carry a mark, put into the built page on its way to the browser: what a person can read without
// the mark was written somewhere else.
import type { Page } from 'playwright-core';

const open = '⟦';
const close = '⟧';
type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type MarkedPage = {
  /** What the core sent, and what the browser itself writes: dates, numbers, names of languages. */
  readonly isKnown: (words: string) => boolean;
  /** Whether the core sent exactly this, or each word of it by itself. */
  readonly wasSent: (words: string) => boolean;
  /** How many texts of the catalogue were found in the page's script. */
  readonly markedShare: () => number;
};

/** Every way in which a minifier may write a string. */
function spellings(text: string): string[] {
  const plain = JSON.stringify(text);
  const escapeFor = (quote: string) =>
    `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n')}${quote}`;
  const template = `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
  return [...new Set([plain, escapeFor("'"), escapeFor('"'), template, template.replaceAll('\n', '\\n')])];
}

type Entry = { readonly spelling: string; readonly is: string };

/** Each way to write a key, with the ways to write each text that it stands for in some domain. */
function entriesByName(texts: Texts): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>();
  for (const [key, text] of Object.values(texts).flatMap((domain) => Object.entries(domain))) {
    const written = spellings(text).map((spelling) => ({ spelling, is: `${key} ${text}` }));
    // A key that is no name stands between quotes.
    for (const name of /^[\w$]+$/.test(key) ? [key] : spellings(key))
      found.set(name, [...(found.get(name) ?? []), ...written]);
  }
  return found;
}

const property = /([\w$]+|"[^"\n]*"|'[^'\n]*'|`[^`\n]*`):(?=["'`])/g;

export async function markCatalogue(page: Page, texts: Texts): Promise<MarkedPage> {
  const names = entriesByName(texts);
  const marked = new Set<string>();
  const sent = new Set<string>();
  const mark = (script: string): string => {
    let written = '';
    let at = 0;
    for (const { 0: whole, 1: name = '', index } of script.matchAll(property)) {
      const from = index + whole.length;
      const entry = names.get(name)?.find(({ spelling }) => script.startsWith(spelling, from));
      if (entry === undefined) continue;
      const end = from + entry.spelling.length;
      written += `${script.slice(at, from + 1)}${open}${script.slice(from + 1, end - 1)}${close}`;
      at = end - 1;
      marked.add(entry.is);
    }
    return written + script.slice(at);
  };
  await page.route('**/*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: mark(await response.text()) });
  });
  const keep = (value: unknown): void => {
    if (typeof value === 'string') for (const line of [value, ...value.split('\n')]) sent.add(normal(line));
    else if (typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) keepBoth(name, each);
  };
  const keepBoth = (name: string, value: unknown) => {
    sent.add(name);
    keep(value);
  };
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => keep(JSON.parse(payload.toString()) as unknown)),
  );
  // A bracket at the end was taken off with the marks; a command is sent without its slash.
  const isSent = (words: string) =>
    [words, `${words})`, words.replace(/^\//, '')].some((each) => sent.has(each)) ||
    [...sent].some((each) => each.length > 40 && each.includes(words));
  return {
    isKnown: (words) =>
      isSent(words) ||
      isWrittenByIntl(words) ||
      words.split(/[·,:]\s|\s\(/).every((part) => isSent(part.trim()) || isWrittenByIntl(part)),
    wasSent: (words) => sent.has(words) || words.split(' ').every((word) => sent.has(word)),
    markedShare: () => marked.size / new Set([...names.values()].flat().map(({ is }) => is)).size,
  };
}

const normal = (text: string) => text.replace(/\s+/g, ' ').trim();

const month = '(?:January|February|March|April|May|June|July|August|September|October|November|December|\\w{3,4})';
const written = [
  // Names that no language translates.
  /^(?:Limpet|Firmata|MicroPython|MCP2221|Linux)$/,
  /^now$|^yesterday$|^\d+ (?:second|minute|hour|day)s? ago$/,
  /^\d+ (?:h|min) \d+ (?:min|s)$/,
  /^\$?[\d.,:/ ]*(?:ms|s|min|h|B|KB|MB|GB|k|M|%|am|pm)?$/i,
  new RegExp(`^(?:\\w+day, )?(?:\\d{1,2} )?${month}(?: \\d{1,2})?,?(?: \\d{4})?(?:,? [\\d: APM]+)?$`),
];
const isWrittenByIntl = (words: string) => written.some((one) => one.test(words.trim()));

/** Whether the words are those of a text that another language says with the same words. */
export function isSameIn(other: Texts, texts: Texts, words: string): boolean {
  const isThat = (text: string) => {
    const parts = text.split(/\{[^}]*\}/);
    if (parts.join('').trim() === '') return false; // any words could be its
    const between = /\p{L}/u.test(parts.join('')) ? '.*' : '\\S*';
    return new RegExp(`^${parts.map((part) => RegExp.escape(part)).join(between)}$`).test(words);
  };
  return Object.entries(texts).some(([domain, entries]) =>
    Object.entries(entries).some(([key, text]) => other[domain]?.[key] === text && isThat(text)),
  );
}

/** All words that can be seen or are read aloud. What a person or a model wrote, and code, is left out by where it stands. */
export function collectWords(page: Page): Promise<{ unmarked: string[]; marked: string[] }> {
  return page.evaluate(
    ([start, end]) => {
      const unmarked = new Set<string>();
      const marked = new Set<string>();
      const note = (raw: string | null) => {
        const text = (raw ?? '').replace(/\s+/g, ' ').trim();
        const sentence = new RegExp(`${start}([^${start}${end}]*)${end}`, 'g');
        for (const [, words] of text.matchAll(sentence)) marked.add(words as string);
        const rest = text.replaceAll(sentence, '').replace(/^[\s·(,:]+|[\s·),:]+$/g, '');
        if (/\p{L}{2,}/u.test(rest) && !text.includes(start as string)) unmarked.add(rest);
      };
      const foreign = 'code, pre, kbd, script, style, .prose, [role="article"] [dir="auto"], textarea, [role="log"]';
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (parent === null || parent.closest(foreign) !== null) continue;
        if (parent.closest('option') === null && !parent.checkVisibility()) continue;
        note(node.textContent);
      }
      for (const element of document.querySelectorAll('*')) {
        if (element.closest(foreign) !== null && element.closest('[role="article"]') === null) continue;
        for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'alt', 'placeholder'])
          if (element.hasAttribute(name)) note(element.getAttribute(name));
      }
      return { unmarked: [...unmarked], marked: [...marked] };
    },
    [open, close],
  );
}
