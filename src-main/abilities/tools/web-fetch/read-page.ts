// The readable text of a web page: its article as Markdown, or all of its text where there is no article.
import { parseHTML } from 'linkedom';

const htmlChars = 1_000_000;

export type Page = { readonly title: string; readonly text: string };

/** Loads its libraries when it is first used; that takes about 100 ms. */
export async function readPage(html: string, address: string): Promise<Page> {
  const [{ Readability }, { default: Turndown }] = await Promise.all([
    import('@mozilla/readability'),
    import('turndown'),
  ]);
  const document = parse(html.slice(0, htmlChars));
  const turndown = new Turndown({ headingStyle: 'atx', codeBlockStyle: 'fenced', bulletListMarker: '-' });
  turndown.remove(['script', 'style', 'noscript', 'iframe', 'form', 'button']);
  // Pictures cannot be shown, and their addresses are only weight.
  turndown.addRule('pictures', { filter: 'img', replacement: (_text, node) => altText(node) });
  turndown.addRule('links', {
    filter: 'a',
    replacement: (text, node) => linkText(text, attributeOf(node, 'href'), address),
  });
  const title = document.title.trim();
  const body = document.body?.innerHTML ?? '';
  const article = new Readability(document, { charThreshold: 200 }).parse();
  const content = article?.content ?? '';
  const text = turndown.turndown(parse(`<html><body>${content === '' ? body : content}</body></html>`).body);
  return { title: title === '' ? (article?.title ?? '') : title, text: text.replace(/\n{3,}/g, '\n\n').trim() };
}

function parse(html: string) {
  const whole = /<body[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`;
  return parseHTML(whole).document;
}

function attributeOf(node: unknown, name: string): string {
  const hasAttributes = typeof node === 'object' && node !== null && 'getAttribute' in node;
  if (!hasAttributes || typeof node.getAttribute !== 'function') return '';
  const value: unknown = node.getAttribute(name);
  return typeof value === 'string' ? value.trim() : '';
}

function altText(node: unknown): string {
  const alt = attributeOf(node, 'alt');
  return alt === '' ? '' : `[picture: ${alt}]`;
}

const maxLinkChars = 500;

/** Whole addresses, so that the next call can name them; what is no page stays plain words. */
function linkText(text: string, href: string, address: string): string {
  const words = text.trim();
  if (words === '' || href === '' || href.startsWith('#') || !URL.canParse(href, address)) return text;
  const url = new URL(href, address);
  return /^https?:$/.test(url.protocol) && url.href.length <= maxLinkChars ? `[${words}](${url.href})` : text;
}
