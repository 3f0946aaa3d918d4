// The anthropic wire against a third-party server: what arrives there, cache marks and thinking above all.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { ModelMessage, ModelPart, Provider } from '../port.ts';
import { collect, lastOf, makeConfig, makeDeps, makeRequest, readFile, textOf } from '../testing/make-config.ts';
import { type MockRelay, parsed, sharedPrefix, startMockRelay } from '../testing/mock-relay.ts';
import { createAnthropic } from './provider.ts';

const usage = { input_tokens: 12, output_tokens: 3, prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 };
let relay: MockRelay;
beforeAll(async () => {
  relay = await startMockRelay();
});
afterAll(() => relay.close());
beforeEach(() => {
  relay.mock.reset();
  relay.mock.onMessage('Say hello', { content: 'Hello there.', usage });
  relay.mock.onMessage('Read notes', { toolCalls: [{ name: 'read_file', arguments: '{"path":"notes.txt"}' }] });
  relay.mock.onMessage('Think', { content: 'Four.', reasoning: 'Two and two.', reasoningSignature: 'EqoBsealed==' });
  relay.mock.onMessage('Hide', { content: 'Five.', redactedThinking: ['opaque=='] });
});

const user = (...parts: ModelPart[]): ModelMessage => ({ role: 'user', parts });
const text = (value: string): ModelPart => ({ type: 'text', text: value });
const mark = { cache_control: { type: 'ephemeral' } };

describe('anthropic against a third-party server', () => {
  const make = (model = 'test-model'): { provider: Provider; model: string } => ({
    provider: createAnthropic(makeConfig('anthropic', relay.url), makeDeps()),
    model,
  });
  const ask = (messages: ModelMessage[], more: Parameters<typeof makeRequest>[0] = {}) => {
    const { provider, model } = make(more.model);
    return collect(provider.stream(makeRequest({ messages, model, ...more }), neverAborts));
  };
  const lastBody = () => parsed(relay.bodies.at(-1));

  it('streams an answer with its usage', async () => {
    const events = await ask([user(text('Say hello'))]);
    expect(textOf(events)).toBe('Hello there.');
    expect(lastOf(events)).toMatchObject({ type: 'finish', stopReason: 'end' });
    expect(lastOf(events).usage?.outputTokens).toBeGreaterThan(0);
  });

  it('marks the end of tools and system and the last two messages of the person as cacheable', async () => {
    await ask([
      user(text('Say hello')),
      { role: 'assistant', parts: [text('Hello there.')] },
      user(text('Say hello again')),
      { role: 'assistant', parts: [text('Hello.')] },
      user(text('Say hello'), { type: 'image', mediaType: 'image/png', base64: 'iVBORw0KGgo=' }),
    ]);
    const body = lastBody();
    expect(body.tools).toEqual([
      { name: 'read_file', description: 'Reads a file.', input_schema: readFile.inputSchema, ...mark },
    ]);
    expect(body.system).toEqual([{ type: 'text', text: 'You are Limpet.', ...mark }]);
    expect(body.messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Say hello' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'Hello there.' }] },
      { role: 'user', content: [{ type: 'text', text: 'Say hello again', ...mark }] },
      { role: 'assistant', content: [{ type: 'text', text: 'Hello.' }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Say hello' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' }, ...mark },
        ],
      },
    ]);
    // The vendor takes four marks at most.
    expect(JSON.stringify(body).split('cache_control').length - 1).toBe(4);
    expect(JSON.stringify(relay.mock.getLastRequest()?.body)).toContain('Say hello');
  });

  it('puts tool results first in their message and says which of them failed', async () => {
    const last = lastOf(await ask([user(text('Read notes'))]));
    const call = last.parts.find((part) => part.type === 'tool_call');
    if (call === undefined) throw new Error('no call');
    await ask([
      user(text('Read notes')),
      { role: 'assistant', parts: [call] },
      user(text('Say hello'), { type: 'tool_result', callId: call.callId, output: 'no such file', isError: true }),
    ]);
    const messages = lastBody().messages as { content: { type: string }[] }[];
    expect(messages.at(-1)?.content).toMatchObject([
      { type: 'tool_result', tool_use_id: call.callId, content: 'no such file', is_error: true },
      { type: 'text', text: 'Say hello' },
    ]);
  });

  it('sends thinking back unchanged with its signature to the model that made it, and to no other', async () => {
    const events = await ask([user(text('Think'))], { reasoning: 'medium' });
    const own = lastOf(events).parts.filter((part) => part.type === 'reasoning');
    expect(own).toEqual([{ type: 'reasoning', text: 'Two and two.', signature: 'EqoBsealed==' }]);
    expect(lastBody().thinking).toEqual({ type: 'enabled', budget_tokens: expect.any(Number) as number });
    const again = (model: string): ModelMessage[] => [
      user(text('Think')),
      { role: 'assistant', parts: [...own.map((part) => ({ ...part, model })), text('Four.')] },
      user(text('Say hello')),
    ];
    await ask(again('anthropic/test-model'), { reasoning: 'medium' });
    expect((lastBody().messages as { content: unknown[] }[])[1]?.content[0]).toEqual({
      type: 'thinking',
      thinking: 'Two and two.',
      signature: 'EqoBsealed==',
    });
    await ask(again('openai/gpt-5'), { reasoning: 'medium' });
    expect(relay.bodies.at(-1)).not.toContain('Two and two');
  });

  it('sends redacted thinking back as it came', async () => {
    const own = lastOf(await ask([user(text('Hide'))], { reasoning: 'low' })).parts.filter(
      (part) => part.type === 'reasoning',
    );
    expect(own).toEqual([{ type: 'reasoning', text: '', signature: 'redacted:opaque==' }]);
    await ask([
      user(text('Hide')),
      { role: 'assistant', parts: [...own.map((part) => ({ ...part, model: 'anthropic/test-model' })), text('Five.')] },
      user(text('Say hello')),
    ]);
    expect(relay.bodies.at(-1)).toContain('{"type":"redacted_thinking","data":"opaque=="}');
  });

  it('asks newer models to decide themselves how much to think, and older ones by a budget', async () => {
    await ask([user(text('Say hello'))], { model: 'claude-sonnet-5-5', reasoning: 'high' });
    expect(lastBody()).toMatchObject({
      thinking: { type: 'adaptive', display: 'summarized' },
      output_config: { effort: 'high' },
    });
    await ask([user(text('Say hello'))], { model: 'claude-haiku-4-5', reasoning: 'high' });
    expect(lastBody()).toMatchObject({ thinking: { type: 'enabled', budget_tokens: 16_384 } });
    await ask([user(text('Say hello'))], { model: 'claude-haiku-4-5', reasoning: 'off' });
    expect(lastBody().thinking).toBeUndefined();
    await ask([user(text('Say hello'))], { model: 'claude-sonnet-5-5', reasoning: 'off' });
    expect(lastBody().thinking).toEqual({ type: 'between_tools' });
    await ask([user(text('Say hello'))], { model: 'claude-opus-5-5', reasoning: 'off' });
    expect(lastBody()).toMatchObject({ thinking: { type: 'adaptive', display: 'summarized' } });
  });

  it('does not ask for a thinking budget in a tool loop that began without thinking: the vendor would refuse it', async () => {
    const call: ModelPart = { type: 'tool_call', callId: 'toolu_1', name: 'read_file', input: {} };
    await ask(
      [
        user(text('Say hello')),
        { role: 'assistant', parts: [call] },
        user({ type: 'tool_result', callId: 'toolu_1', output: 'x', isError: false }),
      ],
      { model: 'claude-haiku-4-5', reasoning: 'high' },
    );
    expect(lastBody().thinking).toBeUndefined();
  });

  it('keeps 99 % of the bytes of one turn at the head of the next, cache marks aside', async () => {
    const history: ModelMessage[] = [user(text('Say hello'))];
    const system = 'You are Limpet. '.repeat(200);
    for (let turn = 0; turn < 6; turn += 1) {
      await ask(history, { system });
      const id = `toolu_${turn}abcdefghijklmnopqrstuv`;
      history.push({
        role: 'assistant',
        parts: [text('Hello there.'), { type: 'tool_call', callId: id, name: 'read_file', input: { path: 'a' } }],
      });
      history.push(user({ type: 'tool_result', callId: id, output: 'tide '.repeat(50), isError: false }));
      history.push({ role: 'assistant', parts: [text('It says tide.')] }, user(text('Say hello')));
    }
    const bodies = relay.bodies.slice(-6).map((body) => body.replaceAll(',"cache_control":{"type":"ephemeral"}', ''));
    for (let at = 1; at < bodies.length; at += 1)
      expect(sharedPrefix(bodies[at - 1] ?? '', bodies[at] ?? '')).toBeGreaterThan(0.99);
    // With their marks, everything up to the messages is the same to the byte.
    const heads = relay.bodies.slice(-6).map((body) => body.slice(0, body.indexOf('"messages":')));
    expect(new Set(heads).size).toBe(1);
  });

  it('reads the failures that the third party scripts [R07]', async () => {
    relay.mock.nextRequestError(529, { message: 'Overloaded', type: 'overloaded_error' });
    expect(lastOf(await ask([user(text('Say hello'))]))).toMatchObject({
      type: 'error',
      error: { details: { reason: 'overloaded' } },
    });
    relay.mock.setChaos({ disconnectRate: 1 });
    const cut = lastOf(await ask([user(text('Say hello'))]));
    relay.mock.clearChaos();
    expect(cut).toMatchObject({ type: 'error', error: { code: 'unavailable' } });
  });
});

describe('anthropic: thinking that the vendor refuses', () => {
  it('asks once more without the blocks when a signature no longer fits the conversation', async () => {
    relay.mock.nextRequestError(400, {
      message: 'messages.1.content.0: Invalid `signature` in `thinking` block',
      type: 'invalid_request_error',
    });
    const provider = createAnthropic(makeConfig('anthropic', relay.url), makeDeps());
    const thought: ModelPart = { type: 'reasoning', text: 'Old.', signature: 'EqoB', model: 'anthropic/test-model' };
    const request = makeRequest({
      messages: [user(text('Think')), { role: 'assistant', parts: [thought, text('Four.')] }, user(text('Say hello'))],
    });
    const last = lastOf(await collect(provider.stream(request, neverAborts)));
    expect(last).toMatchObject({ type: 'finish', stopReason: 'end' });
    expect(relay.bodies.at(-2)).toContain('"signature":"EqoB"');
    expect(relay.bodies.at(-1)).not.toContain('EqoB');
  });
});
