// web_fetch: the readable text of one page of the web.
import { z } from 'zod';
import { AppError, isAppError } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import type { EgressResponse } from '#main/guard/egress/port.ts';
import { decodeText } from '../decode-text.ts';
import { pdfText } from '../pdf-text.ts';
import { defineTool } from '../port.ts';

const maxBytes = 8 * 1024 * 1024;
const timeoutMs = 40_000;
const maxChars = 400_000;
/** Of one call; what is cut in the middle of an output cannot be asked for. */
const partChars = 20_000;

function decode(response: EgressResponse): string {
  const type = response.headers['content-type'] ?? '';
  const beginning = new TextDecoder('latin1').decode(response.body.subarray(0, 2_048));
  const label = /charset=["']?([\w-]+)/i.exec(type)?.[1] ?? /<meta[^>]+charset=["']?([\w-]+)/i.exec(beginning)?.[1];
  try {
    return new TextDecoder(label ?? 'utf-8').decode(response.body);
  } catch {
    return new TextDecoder().decode(response.body); // a charset that nobody knows: most pages are UTF-8 in truth
  }
}

type Read = { readonly title: string; readonly text: string; readonly notice: string };

async function read(response: EgressResponse, signal: AbortSignal): Promise<Read> {
  const type = (response.headers['content-type'] ?? '').toLowerCase();
  const kind = decodeText(response.body, !response.truncated);
  const cut = response.truncated ? ' (only the beginning: it is larger than 8 MB)' : '';
  if (kind.type === 'pdf') {
    const pdf = response.truncated ? undefined : await pdfText(response.body, signal);
    if (pdf === undefined) throw new AppError('unsupported', 'This is a PDF whose text cannot be read.');
    return { title: '', text: pdf.text, notice: `PDF of ${pdf.pages} pages${pdf.cut ? ', only the beginning' : ''}` };
  }
  if (kind.type === 'binary') throw new AppError('unsupported', `This address serves ${kind.what}, not text.`);
  const text = decode(response);
  if (!/html/.test(type) && !/^\s*<(!doctype html|html)/i.test(text)) return { title: '', text, notice: cut };
  const { readPage } = await import('./read-page.ts');
  return { ...(await readPage(text, response.url)), notice: cut };
}

/** A part that ends with a line, and where the next one begins. */
function partOf(whole: string, offset: number): { text: string; notice: string } {
  if (offset === 0 && whole.length <= partChars) return { text: whole, notice: '' };
  const rest = whole.slice(offset);
  const line = rest.lastIndexOf('\n', partChars);
  const end = rest.length <= partChars ? rest.length : line > partChars / 2 ? line : partChars;
  const next = offset + end < whole.length ? `; offset ${offset + end} goes on` : '';
  return {
    text: rest.slice(0, end).toWellFormed(),
    notice: `[characters ${offset} to ${offset + end} of ${whole.length}${next}]`,
  };
}

export const tool = defineTool({
  name: 'web_fetch',
  description:
    'Fetch one public http(s) page as readable text; also JSON, plain text, PDF. Not this machine, local networks or pages behind a login.',
  input: z.strictObject({
    url: z.string().min(1).max(4_000),
    offset: z.number().int().min(0).max(maxChars).default(0).describe('Character to go on from'),
  }),
  timeoutMs: 60_000,
  async plan(input, ctx) {
    const url = ctx.checkUrl(input.url);
    const { origin, href } = url;
    return {
      input: { ...input, url: href },
      effects: [{ type: 'network', target: origin }],
      shown: { type: 'request', method: 'GET', url: href },
      title: { key: 'tools.web_fetch', params: { url: href } },
      sessionGrant: { key: `network:${origin}`, title: { key: 'tools.grant_network', params: { origin } } },
      canUndo: false,
    };
  },
  async run({ input }, ctx) {
    const headers = {
      accept: 'text/html,application/xhtml+xml,text/plain,application/json,application/pdf;q=0.9,*/*;q=0.5',
    };
    const response = await ctx.fetch({ url: input.url, method: 'GET', headers, maxBytes, timeoutMs }).catch((error) => {
      // Which address comes next is for the model to ask and for the person to allow.
      if (isAppError(error) && error.details?.reason === 'redirect_refused') return error;
      throw error;
    });
    if (isAppError(response)) return { output: response.message, isError: true };
    const page = await read(response, ctx.signal);
    const isError = response.status >= 400;
    const { text, notice } = partOf(page.text.slice(0, maxChars), input.offset);
    const about = [
      // Another address of the same site answered: the next call can name it at once.
      ...(response.url === input.url ? [] : [`${input.url} leads to:`]),
      `${isError ? `HTTP ${response.status} ` : ''}${response.url}${page.notice}`,
      ...(notice === '' ? [] : [notice]),
    ];
    if (text.trim() === '') return { output: [...about, 'The page holds no text.'].join('\n'), isError };
    const title = page.title === '' ? '' : `${visibleLine(page.title)}\n\n`;
    return { output: [...about, markUntrusted(response.url, title + text)].join('\n'), isError };
  },
});
