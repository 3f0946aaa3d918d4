// SearXNG: a server of the person's own that asks others, by address. https://docs.searxng.org/dev/search_api.html
import { z } from 'zod';
import { type Engine, optionalText, withQuery } from '../../engine.ts';

const Answer = z.object({
  results: z.array(
    z.object({
      title: optionalText,
      url: z.string(),
      content: optionalText,
      publishedDate: optionalText,
      pubdate: optionalText,
    }),
  ),
});

// The oldest servers know no week.
const periods = { day: 'day', week: 'month', month: 'month', year: 'year' } as const;

export const engine: Engine = {
  id: 'searxng',
  label: 'SearXNG',
  address: undefined,
  sourceUrl: 'https://docs.searxng.org/admin/installation.html',
  needsKey: false,
  keyHeaders: () => ({}),
  request: ({ text, period }) => ({
    method: 'GET',
    path: withQuery('/search', {
      q: text,
      format: 'json',
      time_range: period === undefined ? undefined : periods[period],
    }),
  }),
  read: (answer) =>
    Answer.parse(answer).results.map((one) => ({
      title: one.title,
      url: one.url,
      snippet: one.content,
      date: one.publishedDate ?? one.pubdate,
    })),
};
