// The openai wire against a third-party server: what arrives there, and what its answers become.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { ModelMessage, ModelPart, Provider } from '../port.ts';
import { collect, lastOf, makeConfig, makeDeps, makeRequest, readFile, textOf } from '../testing/make-config.ts';
import { type MockRelay, parsed, sharedPrefix, startMockRelay } from '../testing/mock-relay.ts';
import { createOpenAi } from './provider.ts';

const usage = { input_tokens: 12, output_tokens: 3, prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 };
let relay: MockRelay;
beforeAll(async () => {
  relay = await startMockRelay();
});
afterAll(() => relay.close());
beforeEach(() => {
  relay.mock.reset();
  relay.mock.onMessage('Say hello', { content: 'Hello there.', usage });
  relay.mock.onMessage('Read notes', { toolCalls: [{ name: 'read_file', arguments: '{"path":"notes.txt"}' }] }, {});
  relay.mock.onMessage('Think', { content: 'Four.', reasoning: 'Two and two.' });
});

const user = (...parts: ModelPart[]): ModelMessage => ({ role: 'user', parts });
const text = (value: string): ModelPart => ({ type: 'text', text: value });
const png = 'iVBORw0KGgo=';

describe.each(['chat', 'responses'] as const)('openai %s against a third-party server', (api) => {
  const make = (): Provider => createOpenAi(makeConfig('openai', `${relay.url}/v1`, { api }), makeDeps());
  const ask = (messages: ModelMessage[], more: Parameters<typeof makeRequest>[0] = {}) =>
    collect(make().stream(makeRequest({ messages, ...more }), neverAborts));
  const lastBody = () => parsed(relay.bodies.at(-1));

  it('streams an answer with its usage', async () => {
    const events = await ask([user(text('Say hello'))]);
    expect(textOf(events)).toBe('Hello there.');
    const last = lastOf(events);
    expect(last).toMatchObject({ type: 'finish', stopReason: 'end' });
    expect(last.usage?.outputTokens).toBeGreaterThan(0);
  });

  it('calls a tool and sends its result back under the same id', async () => {
    const last = lastOf(await ask([user(text('Read notes'))]));
    expect(last).toMatchObject({
      type: 'finish',
      stopReason: 'tool_calls',
      parts: [{ name: 'read_file', input: { path: 'notes.txt' } }],
    });
    const call = last.parts.find((part) => part.type === 'tool_call');
    if (call === undefined) throw new Error('no call');
    relay.mock.on({ hasToolResult: true }, { content: 'It says tide.' });
    const next = await ask([
      user(text('Read notes')),
      { role: 'assistant', parts: [call] },
      user({ type: 'tool_result', callId: call.callId, output: 'tide', isError: false }),
    ]);
    const body = JSON.stringify(lastBody());
    expect(body.split(call.callId).length - 1).toBe(2);
    expect(lastOf(next).type).toBe('finish');
    expect(relay.mock.getLastRequest()?.response.status).toBe(200);
  });

  it('hands over reasoning text apart from the answer', async () => {
    const events = await ask([user(text('Think'))], { reasoning: 'low' });
    const thought = events.flatMap((event) => (event.type === 'reasoning-delta' ? [event.text] : [])).join('');
    expect(thought).toContain('Two and two.');
    expect(textOf(events)).toBe('Four.');
  });

  it('sends the offered tools, the image and the cache key', async () => {
    await ask([user(text('Say hello'), { type: 'image', mediaType: 'image/png', base64: png })]);
    const body = lastBody();
    const inner = { name: 'read_file', description: 'Reads a file.', parameters: readFile.inputSchema };
    expect(body.tools).toEqual([
      api === 'chat' ? { type: 'function', function: inner } : { type: 'function', ...inner, strict: false },
    ]);
    expect(body.prompt_cache_key).toBe('session-1');
    expect(JSON.stringify(body)).toContain(`data:image/png;base64,${png}`);
    // What the third party understood of it, by its own journal.
    expect(JSON.stringify(relay.mock.getLastRequest()?.body)).toContain('Say hello');
  });

  it('keeps 99 % of the bytes of one turn at the head of the next', async () => {
    const history: ModelMessage[] = [user(text('Say hello'))];
    const system = 'You are Limpet. '.repeat(200);
    for (let turn = 0; turn < 6; turn += 1) {
      await ask(history, { system });
      const id = `call_${turn}abcdefghijklmnopqrstuv`;
      history.push({
        role: 'assistant',
        parts: [text('Hello there.'), { type: 'tool_call', callId: id, name: 'read_file', input: { path: 'a' } }],
      });
      history.push(user({ type: 'tool_result', callId: id, output: 'tide '.repeat(50), isError: false }));
      history.push({ role: 'assistant', parts: [text('It says tide.')] }, user(text('Say hello')));
    }
    const bodies = relay.bodies.slice(-6);
    for (let at = 1; at < bodies.length; at += 1)
      expect(sharedPrefix(bodies[at - 1] ?? '', bodies[at] ?? '')).toBeGreaterThan(0.99);
  });

  it('reads the failures that the third party scripts [R07]', async () => {
    relay.mock.nextRequestError(429, { message: 'Rate limit reached', type: 'rate_limit_error' });
    expect(lastOf(await ask([user(text('Say hello'))]))).toMatchObject({
      type: 'error',
      error: { code: 'rate_limited' },
    });
    relay.mock.nextRequestError(529, { message: 'Overloaded', type: 'overloaded_error' });
    expect(lastOf(await ask([user(text('Say hello'))]))).toMatchObject({
      type: 'error',
      error: { details: { reason: 'overloaded' } },
    });
    relay.mock.setChaos({ disconnectRate: 1 });
    expect(lastOf(await ask([user(text('Say hello'))]))).toMatchObject({
      type: 'error',
      error: { code: 'unavailable' },
    });
    relay.mock.setChaos({ malformedRate: 1 });
    const broken = lastOf(await ask([user(text('Say hello'))]));
    relay.mock.clearChaos();
    expect(broken.type).toBe('error');
  });
});

describe('openai responses: reasoning across steps', () => {
  it('asks for encrypted reasoning, stores nothing at the vendor, and sends the item back unchanged', async () => {
    const config = {
      ...makeConfig('openai', `${relay.url}/v1`, { api: 'responses' }),
      known: () => ({ reasoning: true }),
    };
    const provider = createOpenAi(config, makeDeps());
    const item = JSON.stringify({ type: 'item', item: { id: 'rs_1', encrypted_content: 'sealed==' } });
    const own: ModelPart = { type: 'reasoning', text: 'Hm.', signature: item, model: 'openai/test-model' };
    const foreign: ModelPart = {
      type: 'reasoning',
      text: 'Secret thought.',
      signature: 'sig',
      model: 'anthropic/claude',
    };
    const call: ModelPart = { type: 'tool_call', callId: 'call_1', name: 'read_file', input: { path: 'a' } };
    const request = makeRequest({
      reasoning: 'high',
      messages: [
        user(text('Say hello')),
        { role: 'assistant', parts: [own, foreign, call] },
        user({ type: 'tool_result', callId: 'call_1', output: 'x', isError: false }, text('Say hello')),
      ],
    });
    await collect(provider.stream(request, neverAborts));
    const body = parsed(relay.bodies.at(-1));
    expect(body).toMatchObject({
      store: false,
      include: ['reasoning.encrypted_content'],
      reasoning: { effort: 'high', summary: 'auto' },
    });
    expect(body.input).toContainEqual({ type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'sealed==' });
    expect(JSON.stringify(body)).not.toContain('Secret thought');
  });

  it('asks once more without a summary where the vendor keeps it from this organisation', async () => {
    relay.mock.nextRequestError(400, {
      message: 'Your organization must be verified to generate reasoning summaries.',
    });
    const config = {
      ...makeConfig('openai', `${relay.url}/v1`, { api: 'responses' }),
      known: () => ({ reasoning: true }),
    };
    const request = makeRequest({ reasoning: 'low', messages: [user(text('Say hello'))] });
    expect(lastOf(await collect(createOpenAi(config, makeDeps()).stream(request, neverAborts))).type).toBe('finish');
    expect(parsed(relay.bodies.at(-1)).reasoning).toEqual({ effort: 'low' });
  });
});
