// http_request: any method with headers and a body, shown to the letter before it leaves.
import { z } from 'zod';
import { AppError, isAppError } from '#main/contract/errors.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import { decodeText } from '../decode-text.ts';
import { defineTool } from '../port.ts';
import { sizeInWords } from '../reads.ts';

const maxBytes = 2 * 1024 * 1024;
const maxChars = 200_000;
const timeoutMs = 50_000;
/** Of an answer, the headers that say what it is; the rest is noise that every call would pay for. */
const toldHeaders = /^(content-type|location|retry-after|link|etag|x-ratelimit-[\w-]+)$/;

const Input = z.strictObject({
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']),
  url: z.string().min(1).max(4_000),
  headers: z.record(z.string().min(1).max(100), z.string().max(4_000)).optional(),
  body: z.string().max(1_000_000).optional(),
});

const hasNoBody = (method: string) => method === 'GET' || method === 'HEAD';

export const tool = defineTool({
  name: 'http_request',
  description:
    'One HTTP request to a public API: method, headers, body (a string, e.g. JSON with its content-type). {{secret:name}} in a header, the body or the query stands for a stored key that you never see. To read a page use web_fetch.',
  input: Input,
  timeoutMs: 60_000,
  async plan(input, ctx) {
    const address = ctx.checkUrl(input.url);
    const { origin, href } = address;
    if (input.body !== undefined && hasNoBody(input.method))
      throw new AppError('invalid_input', `${input.method} carries no body. Use POST, PUT or PATCH.`);
    const { method, headers, body } = input;
    const keys = await ctx.checkKeys([href, ...Object.values(headers ?? {}), body ?? ''], address);
    const isReading = hasNoBody(method) && headers === undefined && keys.length === 0;
    return {
      input: { ...input, url: href },
      effects: [{ type: 'network', target: origin }],
      shown: {
        type: 'request',
        method,
        url: href,
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body }),
        ...(keys.length === 0 ? {} : { keys: [...keys] }),
      },
      title: { key: 'tools.http_request', params: { method, url: href } },
      // What changes something elsewhere is asked each time; reading again is not.
      ...(isReading
        ? { sessionGrant: { key: `network:${origin}`, title: { key: 'tools.grant_network', params: { origin } } } }
        : {}),
      canUndo: false,
    };
  },
  async run({ input, shown }, ctx) {
    const { method, url, headers, body } = input;
    const fillsKeys = shown.type === 'request' && shown.keys !== undefined;
    const request = {
      ...{ url, method, maxBytes, timeoutMs, fillsKeys },
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
    };
    const response = await ctx.fetch(request).catch((error: unknown) => {
      // Which address comes next is for the model to ask and for the person to allow.
      if (isAppError(error) && error.details?.reason === 'redirect_refused') return error;
      throw error;
    });
    if (isAppError(response)) return { output: response.message, isError: true };
    const told = Object.entries(response.headers).filter(([name]) => toldHeaders.test(name));
    const decoded = decodeText(response.body, !response.truncated);
    const text = decoded.type === 'text' ? decoded.text : `[${sizeInWords(response.body.length)} that are not text]`;
    const cut = response.truncated || text.length > maxChars ? '\n[cut: the answer is longer]' : '';
    const head = told.map(([name, value]) => `${name}: ${value}`);
    const answer = [...head, '', text.slice(0, maxChars)].join('\n');
    return {
      output: `HTTP ${response.status} ${response.url}\n${markUntrusted(response.url, answer)}${cut}`,
      isError: response.status >= 400,
    };
  },
});
