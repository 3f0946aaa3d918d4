// Exa: search by meaning, by key. https://docs.exa.ai/reference/search
import { z } from 'zod';
import { type Engine, optionalText } from '../../engine.ts';

const dayMs = 86_400_000;
const periodDays = { day: 1, week: 7, month: 31, year: 366 } as const;

const Answer = z.object({
  results: z.array(
    z.object({
      title: optionalText,
      url: z.string(),
      publishedDate: optionalText,
      highlights: z.array(z.string()).nullish(),
      summary: optionalText,
      text: optionalText,
    }),
  ),
});

export const engine: Engine = {
  id: 'exa',
  label: 'Exa',
  address: 'https://api.exa.ai',
  sourceUrl: 'https://dashboard.exa.ai/api-keys',
  needsKey: true,
  keyHeaders: (key) => ({ 'x-api-key': key }),
  request: ({ text, count, period }, now) => ({
    method: 'POST',
    path: '/search',
    body: {
      query: text,
      numResults: count,
      contents: { highlights: true },
      ...(period === undefined
        ? {}
        : { startPublishedDate: new Date(now - periodDays[period] * dayMs).toISOString().slice(0, 10) }),
    },
  }),
  read: (answer) =>
    Answer.parse(answer).results.map((one) => ({
      title: one.title,
      url: one.url,
      snippet: one.highlights?.join(' … ') || one.summary || one.text,
      date: one.publishedDate,
    })),
};
