// web_search: what the engine of the person's choice finds. Only in the list where one is set up.
import { z } from 'zod';
import type { SearchQuery, SearchRequest, WebSearch } from '#main/abilities/web-search/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Shown } from '#main/contract/messages.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import { defineTool, type Tool } from '../port.ts';

const Input = z.strictObject({
  query: z.string().trim().min(1).max(400),
  count: z.number().int().min(1).max(20).default(8),
  period: z.enum(['day', 'week', 'month', 'year']).optional().describe('Only pages of the last …'),
});
type Input = z.infer<typeof Input>;

const queryOf = ({ query, count, period }: Input): SearchQuery => ({
  text: query,
  count,
  ...(period === undefined ? {} : { period }),
});

function shownOf({ method, url, body }: SearchRequest): Shown {
  if (body === undefined) return { type: 'request', method, url };
  return { type: 'text', text: `${method} ${url}\n\n${body}` };
}

export function createWebSearchTool(webSearch: Pick<WebSearch, 'prepare' | 'search'>): Tool {
  return defineTool<Input>({
    name: 'web_search',
    description: 'Search the web; gives titles, addresses and snippets. Read a page that matters with web_fetch.',
    input: Input,
    async plan(input) {
      const request = await webSearch.prepare(queryOf(input));
      const { origin, label } = request;
      return {
        input,
        effects: [{ type: 'network', target: origin }],
        shown: shownOf(request),
        title: { key: 'web.tool_search', params: { query: input.query } },
        sessionGrant: { key: `search:${origin}`, title: { key: 'web.grant_search', params: { engine: label } } },
        canUndo: false,
        basis: { engine: request.engine, url: request.url },
      };
    },
    async run({ input, basis }, ctx) {
      const query = queryOf(input);
      const request = await webSearch.prepare(query);
      if (request.engine !== basis?.engine || request.url !== basis.url)
        throw new AppError('conflict', 'The search engine changed since this was asked. Search again.', {
          details: { reason: 'changed_meanwhile' },
        });
      const results = await webSearch.search(query, ctx.signal);
      if (results.length === 0) return { output: 'Nothing was found. Try other words.' };
      const lines = results.map(({ title, url, snippet, date }, index) =>
        [`${index + 1}. ${title}${date === undefined ? '' : ` (${date})`}`, `   ${url}`, `   ${snippet}`]
          .filter((line) => line.trim() !== '')
          .join('\n'),
      );
      return { output: markUntrusted(`web search by ${request.label}`, lines.join('\n')) };
    },
  });
}
