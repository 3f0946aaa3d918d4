// What a server may ask the person, in whose name, and what it hears.
import { describe, expect, it } from 'vitest';
import { createTestQuestions } from '#main/abilities/questions/testing/test-questions.ts';
import { McpServerId } from '#main/contract/mcp.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { createElicitation } from './elicitation.ts';

const serverId = McpServerId.parse('docs');
const tick = () => new Promise((resolve) => setImmediate(resolve));
const form = (name: string) => ({
  message: 'Where to?',
  requestedSchema: { type: 'object' as const, properties: { [name]: { type: 'string' as const } } },
});
const page = (url: string) => ({ mode: 'url' as const, message: 'Pay there', url, elicitationId: 'e1' });

function setUp() {
  const { desk } = createTestQuestions(createFakeClock());
  const refused: string[] = [];
  const elicitation = createElicitation({ questions: desk, onRefused: (_id, why) => refused.push(why) });
  const ask = (params: Parameters<typeof elicitation.ask>[0]['params'], signal = neverAborts) =>
    elicitation.ask({ serverId, place: undefined, params }, signal);
  return { desk, elicitation, refused, ask };
}

describe('a question of a server', () => {
  it('is asked in its name and hears what was filled in', async () => {
    const { desk, ask } = setUp();
    const asked = ask(form('city'));
    await tick();
    const [question] = desk.open();
    expect(question).toMatchObject({ server: 'docs', message: 'Where to?' });
    desk.answer({ questionId: question?.id ?? '', action: 'accept', values: { city: 'Dover' } });
    expect(await asked).toEqual({ action: 'accept', content: { city: 'Dover' } });
  });

  it('is declined, and on record, when it asks for a key or sends to an unsafe page', async () => {
    const { desk, ask, refused } = setUp();
    expect(await ask(form('api_key'))).toEqual({ action: 'decline' });
    expect(await ask(page('javascript:alert(1)'))).toEqual({ action: 'decline' });
    expect(await ask(page('http://docs.test/'))).toEqual({ action: 'decline' });
    expect([desk.open(), refused.length]).toEqual([[], 3]);
  });

  it('is declined where nobody watches the turn of its call', async () => {
    const { elicitation } = setUp();
    const place = { sessionId: 's1' as never, ask: async () => ({ type: 'nobody' as const }) };
    expect(await elicitation.ask({ serverId, place, params: form('city') }, neverAborts)).toEqual({
      action: 'decline',
    });
  });

  it('ends when the server says that its page was done, and when it takes it back', async () => {
    const { desk, ask, elicitation } = setUp();
    const asked = ask(page('https://docs.test/pay'));
    await tick();
    expect(desk.open()).toMatchObject([{ url: 'https://docs.test/pay' }]);
    elicitation.done('e1');
    expect(await asked).toEqual({ action: 'accept' });
    const life = new AbortController();
    const taken = ask(form('city'), life.signal);
    await tick();
    life.abort();
    await expect(taken).rejects.toMatchObject({ code: 'cancelled' });
    expect(desk.open()).toEqual([]);
  });
});
