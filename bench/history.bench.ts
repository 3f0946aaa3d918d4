// Search over a million messages through the wire: common, middling, rare and two-character Chinese words.
import { connectTo } from '../e2e/support/client.ts';
import { startGateway } from '../e2e/support/gateway.ts';
import { type Benchmark, type Figure, percentile } from './support/figures.ts';
import { millionMessages } from './support/history.ts';

const rounds = 5;

export const benchmark: Benchmark = {
  id: 'history',
  title: 'Any word is found in a million messages at once',
  async run() {
    const made = await millionMessages();
    const gateway = await startGateway({ dataFolder: made.folder });
    const client = connectTo(gateway.dataFolder);
    try {
      await client.api.sessions.search({ text: made.common[0] ?? 'a', limit: 20 }); // opens the reader
      const all: number[] = [];
      const figures: Figure[] = [];
      for (const kind of ['common', 'medium', 'rare', 'chinese'] as const) {
        const times: number[] = [];
        for (const word of Array.from({ length: rounds }, () => made[kind].slice(0, 20)).flat()) {
          const started = performance.now();
          const { hits } = await client.api.sessions.search({ text: word, limit: 20 });
          times.push(performance.now() - started);
          if (hits.length === 0) throw new Error(`nothing was found for ${word}`);
        }
        all.push(...times);
        figures.push({ name: `${kind} words, p50`, value: percentile(times, 0.5), unit: 'ms', goal: { atMost: 10 } });
      }
      return [...figures, { name: 'any word, p99', value: percentile(all, 0.99), unit: 'ms', goal: { atMost: 50 } }];
    } finally {
      client.close();
      await gateway.stop();
    }
  },
};
