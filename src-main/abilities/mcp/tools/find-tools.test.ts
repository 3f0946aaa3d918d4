// Fifty servers, counted by a real tokenizer: the prompt pays for names, and for definitions only when they are wanted.
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toDefinition } from '#main/abilities/tools/port.ts';
import { SessionId } from '#main/contract/ids.ts';
import { createFiftyServers, subjects } from '../testing/fifty-servers.ts';
import type { McpKit } from '../testing/mcp-kit.ts';

let kit: McpKit;
const session = { sessionId: SessionId.parse('s1') };

beforeAll(async () => {
  ({ kit } = await createFiftyServers());
});
afterAll(() => kit.close());

const costOf = async () => {
  const prompt = (await kit.servers.source.prompt?.(session, kit.signal)) ?? '';
  const tools = await kit.servers.source.list(session, kit.signal);
  return countTokens(prompt) + countTokens(JSON.stringify(tools.map(toDefinition)));
};

describe('fifty servers with 1,600 tools', () => {
  it('cost the prompt less than 1,500 tokens, and every one is named in it', async () => {
    expect(subjects).toHaveLength(50);
    expect((await kit.servers.list()).reduce((sum, { tools }) => sum + tools, 0)).toBe(1_600);
    const prompt = (await kit.servers.source.prompt?.(session, kit.signal)) ?? '';
    for (const subject of subjects) expect(prompt).toContain(`- ${subject} (32)`);
    const cost = await costOf();
    expect(cost).toBeGreaterThan(300);
    expect(cost).toBeLessThan(1_500);
    // The same facts give the same bytes, so that a vendor's cache holds.
    expect(await kit.servers.source.prompt?.(session, kit.signal)).toBe(prompt);
  });

  it.each([
    ['create an issue in github', 'github__create_issue'],
    ['search reports sentry', 'sentry__search_report'],
    ['stripe__export_project', 'stripe__export_project'],
    ['list linear comments', 'linear__list_comment'],
  ])('find for “%s” what was meant, and load it', async (query, name) => {
    const { output } = await kit.run('find_tools', { query });
    expect(output).toMatch(new RegExp(`from your next step on:\\n<untrusted from="servers">\\n${name}: `));
    expect(await kit.names()).toContain(name);
  });

  it('keep to forty loaded definitions in a session, the newest ones', async () => {
    for (const server of subjects.slice(0, 7)) await kit.run('find_tools', { query: '', server });
    const names = await kit.names();
    expect(names).toHaveLength(41);
    expect(names.at(-1)).toMatch(/^slack__|^jira__|^stripe__|^linear__|^notion__|^asana__|^gitlab__|^github__/);
    const other = await kit.servers.source.list({ sessionId: SessionId.parse('s2') }, kit.signal);
    expect(other.map(({ name }) => name)).toEqual(['find_tools']);
  });

  it('are not there at all when they are switched off', async () => {
    for (const { id } of await kit.servers.list()) await kit.servers.set(id, { enabled: false });
    expect(await kit.servers.source.prompt?.(session, kit.signal)).toBeUndefined();
    expect(await kit.names()).toEqual([]);
  });
});
