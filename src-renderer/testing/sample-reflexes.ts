// What reflexes have to tell, in memory, for component tests.
import type { Handlers } from '#main/contract/kernel.ts';
import { reflexes as domain, type ReflexNews } from '#main/contract/reflexes.ts';
import { createLiveValue } from './live-value.ts';

export const sampleReflexesContract = { follow: domain.follow, dismiss: domain.dismiss };

export function createSampleReflexes(first: readonly ReflexNews[] = []) {
  const news = createLiveValue(first);
  const handlers: Handlers<typeof sampleReflexesContract> = {
    async *follow(_, { signal }) {
      for await (const { cursor, data } of news.follow(signal))
        yield { cursor, data: { reflexes: [], news: [...data] } };
    },
    dismiss: async ({ ns }) => {
      news.set(news.get().filter(({ n }) => !ns.includes(n)));
      return {};
    },
  };
  return handlers;
}
