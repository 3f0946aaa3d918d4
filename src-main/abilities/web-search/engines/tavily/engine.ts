// Tavily: made for agents, by key. https://docs.tavily.com/documentation/api-reference/endpoint/search
import { z } from 'zod';
import { type Engine, optionalText } from '../../engine.ts';

const Answer = z.object({
  results: z.array(
    z.object({ title: optionalText, url: z.string(), content: optionalText, published_date: optionalText }),
  ),
});

export const engine: Engine = {
  id: 'tavily',
  label: 'Tavily',
  address: 'https://api.tavily.com',
  sourceUrl: 'https://app.tavily.com/home',
  needsKey: true,
  keyHeaders: (key) => ({ authorization: `Bearer ${key}` }),
  request: ({ text, count, period }) => ({
    method: 'POST',
    path: '/search',
    body: { query: text, max_results: count, ...(period === undefined ? {} : { time_range: period }) },
  }),
  read: (answer) =>
    Answer.parse(answer).results.map((one) => ({
      title: one.title,
      url: one.url,
      snippet: one.content,
      date: one.published_date,
    })),
};
