// A catalogue whose texts carry a mark, put into the built page on its way to the browser: what a person can read without
// the mark was written somewhere else.
import type { Page } from 'playwright-core';

const open = '⟦';
const close = '⟧';
type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type MarkedPage = {
  /** What the core sent, and what the browser itself writes: dates, numbers, names of languages. */
  readonly isKnown: (words: string) => boolean;
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

export async function markCatalogue(page: Page, texts: Texts): Promise<MarkedPage> {
  const entries = Object.values(texts).flatMap((domain) => Object.entries(domain));
  const marked = new Set<string>();
  const sent = new Set<string>();
  await page.route('**/*.js', async (route) => {
    const response = await route.fetch();
    let body = await response.text();
    for (const [key, text] of entries) {
      // A key that is no name stands between quotes.
      const names = /^[\w$]+$/.test(key) ? [key] : spellings(key);
      for (const [name, spelling] of names.flatMap((one) => spellings(text).map((each) => [one, each] as const))) {
        const place = `${name}:${spelling}`;
        if (!body.includes(place)) continue;
        const quote = spelling.slice(0, 1);
        body = body.replaceAll(place, `${name}:${quote}${open}${spelling.slice(1, -1)}${close}${quote}`);
        marked.add(`${key} ${text}`);
        break;
      }
    }
    await route.fulfill({ response, body });
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
      words.split(/[·,:]\s|\s\(/).every((part) => isSent(part) || isWrittenByIntl(part)),
    markedShare: () => marked.size / new Set(entries.map(([key, text]) => `${key} ${text}`)).size,
  };
}

const normal = (text: string) => text.replace(/\s+/g, ' ').trim();

const month = '(?:January|February|March|April|May|June|July|August|September|October|November|December|\\w{3,4})';
const written = [
  /^Limpet$/,
  /^now$|^yesterday$|^\d+ (?:second|minute|hour|day)s? ago$/,
  /^\$?[\d.,:/ ]*(?:ms|s|min|h|B|KB|MB|GB|k|M|%|am|pm)?$/i,
  new RegExp(`^(?:\\w+day, )?(?:\\d{1,2} )?${month}(?: \\d{1,2})?,?(?: \\d{4})?(?:,? [\\d: APM]+)?$`),
];
const isWrittenByIntl = (words: string) => written.some((one) => one.test(words.trim()));

/** All words that can be seen or are read aloud. What a person or a model wrote, and code, is left out by where it stands. */
export function collectWords(page: Page): Promise<{ unmarked: string[]; marked: number }> {
  return page.evaluate(
    ([start, end]) => {
      const unmarked = new Set<string>();
      let marked = 0;
      const note = (raw: string | null) => {
        const text = (raw ?? '').replace(/\s+/g, ' ').trim();
        const rest = text
          .replaceAll(new RegExp(`${start}[^${start}${end}]*${end}`, 'g'), '')
          .replace(/^[\s·(,:]+|[\s·),:]+$/g, '');
        if (text.includes(start as string)) marked += 1;
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
      return { unmarked: [...unmarked], marked };
    },
    [open, close],
  );
}
