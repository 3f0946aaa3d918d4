// Brave Search: its own index, by key. https://api-dashboard.search.brave.com/app/documentation/web-search
import { z } from 'zod';
import { type Engine, optionalText, withQuery } from '../../engine.ts';

const periods = { day: 'pd', week: 'pw', month: 'pm', year: 'py' } as const;

const Answer = z.object({
  web: z
    .object({
      results: z.array(
        z.object({
          title: optionalText,
          url: z.string(),
          description: optionalText,
          age: optionalText,
          page_age: optionalText,
        }),
      ),
    })
    .nullish(),
});

export const engine: Engine = {
  id: 'brave',
  label: 'Brave Search',
  address: 'https://api.search.brave.com',
  sourceUrl: 'https://api-dashboard.search.brave.com/app/keys',
  needsKey: true,
  keyHeaders: (key) => ({ 'x-subscription-token': key }),
  request: ({ text, count, period }) => ({
    method: 'GET',
    path: withQuery('/res/v1/web/search', {
      q: text,
      count: String(count),
      freshness: period === undefined ? undefined : periods[period],
      text_decorations: 'false',
    }),
  }),
  read: (answer) =>
    (Answer.parse(answer).web?.results ?? []).map((one) => ({
      title: one.title,
      url: one.url,
      snippet: one.description,
      date: one.page_age ?? one.age,
    })),
};
