// What fifty servers with 1,600 tools add to every prompt, in o200k tokens; and what they would add without loading on demand.
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { createFiftyServers } from '#main/abilities/mcp/testing/fifty-servers.ts';
import { toDefinition } from '#main/abilities/tools/port.ts';
import { SessionId } from '#main/contract/ids.ts';
import type { Benchmark } from './support/figures.ts';

const tokens = (value: unknown) => encode(typeof value === 'string' ? value : JSON.stringify(value)).length;

export const benchmark: Benchmark = {
  id: 'servers',
  title: 'Fifty servers of tools cost the prompt their names, and definitions only when they are wanted',
  async run() {
    const { kit } = await createFiftyServers();
    try {
      const session = { sessionId: SessionId.parse('s1') };
      const cost = async () => {
        const prompt = (await kit.servers.source.prompt?.(session, kit.signal)) ?? '';
        const tools = await kit.servers.source.list(session, kit.signal);
        return tokens(prompt) + tokens(tools.map(toDefinition));
      };
      const idle = await cost();
      await kit.run('find_tools', { query: 'create an issue in github' });
      const found = await cost();
      const all = await Promise.all((await kit.servers.list()).map(({ id }) => kit.servers.tools(id)));
      return [
        { name: 'names and find_tools', value: idle, unit: 'tokens', goal: { atMost: 1_500 } },
        { name: 'more after one search', value: found - idle, unit: 'tokens' },
        { name: 'all 1,600 definitions', value: tokens(all.flat().map(({ current }) => current)), unit: 'tokens' },
      ];
    } finally {
      await kit.close();
    }
  },
};
