// What a turn sends besides the conversation, in o200k tokens of the body that the model server received.
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { sayAndWait } from '../e2e/support/client.ts';
import { startBenchGateway } from './support/bench-gateway.ts';
import type { Benchmark } from './support/figures.ts';
import { startMockModel } from './support/mock-model.ts';

type Body = { messages: { role: string; content: unknown }[]; tools: unknown[] };
const tokens = (value: unknown) => encode(typeof value === 'string' ? value : JSON.stringify(value ?? '')).length;

/** Characters that two bodies share from the start, as a share of the shorter one. */
function sharedPrefix(a: string, b: string): number {
  let index = 0;
  while (index < a.length && index < b.length && a[index] === b[index]) index += 1;
  return index / Math.min(a.length, b.length);
}

export const benchmark: Benchmark = {
  id: 'prompt',
  title: 'The first turn sends little, and the next one the same bytes first',
  async run() {
    const mock = await startMockModel();
    const bench = await startBenchGateway(mock);
    try {
      const sessionId = await bench.newSession();
      await sayAndWait(bench.client, sessionId, { text: 'Hello' });
      const first = (await mock.lastBody()) as Body;
      await sayAndWait(bench.client, sessionId, { text: 'And again' });
      const second = (await mock.lastBody()) as Body;
      const system = first.messages
        .filter((message) => message.role !== 'user')
        .reduce((sum, message) => sum + tokens(message.content), 0);
      const toolTokens = tokens(first.tools);
      const conversation = (body: Body) => JSON.stringify([body.tools, body.messages]).replace(/\]\]$/, '');
      return [
        { name: 'system prompt', value: system, unit: 'tokens' },
        { name: `definitions of ${first.tools.length} tools`, value: toolTokens, unit: 'tokens' },
        { name: 'both together', value: system + toolTokens, unit: 'tokens', goal: { atMost: 2_500 } },
        {
          name: 'prefix kept between two turns',
          value: sharedPrefix(conversation(first), conversation(second)) * 100,
          unit: '%',
          goal: { atLeast: 99 },
        },
      ];
    } finally {
      await bench.stop();
      await mock.stop();
    }
  },
};
