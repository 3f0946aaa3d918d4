// One session as one page that needs nothing else: no scripts, no addresses, every text escaped, pictures inside.
import { createHash } from 'node:crypto';
import type { Message, Part, ToolCall } from '#main/contract/messages.ts';
import { directionOf, languageTag } from '#main/platform/texts/direction.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import { stampOf } from './export-markdown.ts';
import type { ExportSource } from './export-source.ts';

const style = `
:root { color-scheme: light dark; --ink: #1c2326; --soft: #56646a; --page: #f6f8f8; --raised: #fff; --edge: #d5dddf; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4eaec; --soft: #9aa8ad; --page: #12181a; --raised: #1a2225; --edge: #2f3b3f; }
}
body { margin: 0 auto; max-width: 48rem; padding: 2rem 1rem 4rem; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, sans-serif; }
article { background: var(--raised); border: 1px solid var(--edge); border-radius: 10px; margin: 1rem 0; padding: 0.25rem 1rem 1rem; }
article.user { margin-inline-start: 2rem; }
h2 { font-size: 0.95rem; margin: 0.75rem 0 0.5rem; }
time, .soft { color: var(--soft); font-weight: 400; font-size: 0.875rem; }
.text, pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0.5rem 0; }
pre { font: 0.85rem/1.5 ui-monospace, monospace; background: var(--page); border-radius: 6px; padding: 0.5rem 0.75rem; }
details { border-inline-start: 3px solid var(--edge); padding-inline-start: 0.75rem; margin: 0.5rem 0; }
img { max-width: 100%; height: auto; border-radius: 6px; }
`;

/** Only the style above, only pictures that lie in the page itself. */
const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; img-src data:`;

/** Pictures that a page may hold as data; anything else, SVG above all, is a file beside it. */
const inlineTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (c) => entities[c] ?? c);
/** What a browser cannot show goes; breaks and tabs stay. */
const shown = (text: string) => escapeHtml(text.replaceAll(/[^\P{Cc}\n\t]/gu, ''));

function callHtml(call: ToolCall, t: Translate): string {
  const title = `${shown(t(call.title.key, call.title.params))} <span class="soft">${shown(t(`transfer.call_${call.state}`))}</span>`;
  const input = `<pre>${shown(JSON.stringify(call.input, null, 2) ?? '')}</pre>`;
  const output = call.output === undefined || call.output === '' ? '' : `<pre>${shown(call.output)}</pre>`;
  return `<details><summary>${title}</summary>${input}${output}</details>`;
}

async function blobHtml(part: Extract<Part, { type: 'image' | 'file' }>, source: ExportSource, t: Translate) {
  const file = source.fileOf(part.blobId);
  const bytes = inlineTypes.has(part.mediaType) ? await source.bytesOf(part.blobId) : undefined;
  if (bytes !== undefined) {
    const data = Buffer.from(bytes).toString('base64');
    return `<img src="data:${part.mediaType};base64,${data}" alt="${shown(part.name)}">`;
  }
  if (file === undefined) return `<p class="soft">${shown(part.name)}: ${shown(t('transfer.content_missing'))}</p>`;
  return `<p><a href="${escapeHtml(encodeURI(file))}" download>${shown(part.name)}</a></p>`;
}

async function partHtml(part: Part, source: ExportSource, t: Translate): Promise<string> {
  switch (part.type) {
    case 'text':
      return `<div class="text" dir="auto">${shown(part.text)}</div>`;
    case 'reasoning':
      return `<details><summary>${shown(t('transfer.reasoning'))}</summary><div class="text" dir="auto">${shown(part.text)}</div></details>`;
    case 'image':
    case 'file':
      return blobHtml(part, source, t);
    case 'tool_call':
      return callHtml(part, t);
    case 'note':
      return `<p class="soft">${shown(t(part.key, part.params))}</p>`;
  }
}

async function messageHtml(message: Message, source: ExportSource, t: Translate): Promise<string> {
  const who =
    message.role === 'user' ? t('transfer.you') : `Limpet${message.model === undefined ? '' : ` (${message.model})`}`;
  const at = new Date(message.createdAt).toISOString();
  const parts: string[] = [];
  for (const part of message.parts) parts.push(await partHtml(part, source, t));
  const { length } = message.versions;
  if (length > 1) parts.push(`<p class="soft">${shown(t('transfer.versions', { count: length }))}</p>`);
  const head = `<h2>${shown(who)} <time datetime="${at}">${stampOf(message.createdAt)} UTC</time></h2>`;
  return `<article class="${message.role}">${head}\n${parts.join('\n')}</article>\n`;
}

export async function* writeHtml(source: ExportSource, t: Translate): AsyncGenerator<string> {
  const title = shown(source.session.title);
  const language = t('transfer.language');
  yield `<!doctype html>
<html lang="${escapeHtml(languageTag(language))}" dir="${directionOf(language)}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${title}</title><style>${style}</style></head>
<body><main><h1 dir="auto">${title}</h1>
`;
  for await (const message of source.shownMessages()) yield await messageHtml(message, source, t);
  yield '</main></body></html>\n';
}
