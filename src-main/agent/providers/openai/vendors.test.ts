// What vendors of the openai wire want differently, and what they send differently.
import { describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Quirks } from '../catalog.ts';
import type { ModelMessage, ModelPart, ModelRequest } from '../port.ts';
import { collect, lastOf, makeConfig, makeDeps, makeRequest, textOf } from '../testing/make-config.ts';
import { bytesOf, chatWire, wireFetch } from '../testing/wires.ts';
import { chatBody } from './chat-request.ts';
import { createOpenAi } from './provider.ts';

const user = (...parts: ModelPart[]): ModelMessage => ({ role: 'user', parts });
const say = (text: string): ModelPart => ({ type: 'text', text });
const result = (callId: string): ModelPart => ({ type: 'tool_result', callId, output: 'x', isError: false });
const call = (callId: string): ModelPart => ({ type: 'tool_call', callId, name: 'read_file', input: { path: 'a' } });

type Body = { messages: Record<string, unknown>[] } & Record<string, unknown>;
const bodyFor = (vendor: string, request: Partial<ModelRequest>): Body =>
  chatBody(makeRequest(request), makeConfig(vendor, 'http://vendor.test')) as Body;

const history = (thought?: { text: string; signature?: string; model: string }): ModelMessage[] => [
  user(say('Hi')),
  {
    role: 'assistant',
    parts: [
      ...(thought === undefined ? [] : [{ type: 'reasoning' as const, ...thought }]),
      call('call_one'),
      call('call_two'),
    ],
  },
  user(result('call_one'), result('call_two'), say('And then?')),
];
const wireCallIds = (body: Body) => ((body.messages[2]?.tool_calls ?? []) as { id: string }[]).map(({ id }) => id);
const wireResultIds = (body: Body) =>
  body.messages.filter(({ role }) => role === 'tool').map(({ tool_call_id: id }) => id);

describe('requests', () => {
  it('answers tool calls directly after them, then says the rest', () => {
    const body = bodyFor('openai', { messages: history() });
    expect(body.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'tool', 'user']);
    expect(wireResultIds(body)).toEqual(['call_one', 'call_two']);
    expect(body.messages[2]?.content).toBeNull();
  });

  it('gives Mistral ids of nine letters and digits, the same ones every time', () => {
    const ids = wireCallIds(bodyFor('mistral', { messages: history() }));
    expect(ids.every((id) => /^[A-Za-z0-9]{9}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(2);
    expect(wireResultIds(bodyFor('mistral', { messages: history() }))).toEqual(ids);
  });

  it('gives Kimi the ids that it was trained on', () => {
    const body = bodyFor('moonshot', { messages: history() });
    expect(wireCallIds(body)).toEqual(['functions.read_file:0', 'functions.read_file:1']);
    expect(wireResultIds(body)).toEqual(wireCallIds(body));
  });

  it('gives DeepSeek its reasoning back beside the calls that it led to, and nobody else’s to anybody', () => {
    const own = bodyFor('deepseek', {
      model: 'deepseek-v4-pro',
      messages: history({ text: 'Hm.', model: 'deepseek/deepseek-v4-pro' }),
    });
    expect(own.messages[2]).toMatchObject({ reasoning_content: 'Hm.' });
    const foreign = bodyFor('deepseek', {
      model: 'deepseek-v4-pro',
      messages: history({ text: 'Hm.', model: 'openai/gpt-5' }),
    });
    expect(JSON.stringify(foreign)).not.toContain('Hm.');
    expect(
      JSON.stringify(bodyFor('groq', { messages: history({ text: 'Hm.', model: 'groq/test-model' }) })),
    ).not.toContain('Hm.');
  });

  it('gives Google its thought signatures back, and its own pass where another model made the call', () => {
    const signature = JSON.stringify({
      type: 'calls',
      calls: { call_one: { google: { thought_signature: 'sealed' } } },
    });
    const body = bodyFor('gemini', { messages: history({ text: '', signature, model: 'gemini/test-model' }) });
    expect(body.messages[2]?.tool_calls).toMatchObject([
      { extra_content: { google: { thought_signature: 'sealed' } } },
      { extra_content: { google: { thought_signature: 'skip_thought_signature_validator' } } },
    ]);
  });

  it('gives OpenRouter its reasoning details back', () => {
    const signature = JSON.stringify({ type: 'details', details: [{ type: 'reasoning.encrypted', data: 'sealed' }] });
    const body = bodyFor('openrouter', {
      messages: history({ text: 'Hm.', signature, model: 'openrouter/test-model' }),
    });
    expect(body.messages[2]).toMatchObject({ reasoning_details: [{ type: 'reasoning.encrypted', data: 'sealed' }] });
  });

  it.each([
    ['openai', { model: 'gpt-5', reasoning: 'high' }, { reasoning_effort: 'high' }],
    ['openai', { model: 'gpt-5', reasoning: 'off' }, { reasoning_effort: 'minimal' }],
    ['openai', { model: 'gpt-4.1', reasoning: 'high' }, { reasoning_effort: undefined }],
    ['openai', { maxOutputTokens: 100 }, { max_completion_tokens: 100, max_tokens: undefined }],
    ['groq', { maxOutputTokens: 100 }, { max_tokens: 100, max_completion_tokens: undefined }],
    ['openrouter', { reasoning: 'low' }, { reasoning: { effort: 'low' } }],
    ['openrouter', { reasoning: 'off' }, { reasoning: undefined }],
    ['zhipu', { model: 'glm-4.7', reasoning: 'off' }, { thinking: { type: 'disabled' } }],
    ['deepseek', { model: 'deepseek-v4-flash', reasoning: 'medium' }, { thinking: { type: 'enabled' } }],
    ['deepseek', { model: 'deepseek-chat', reasoning: 'medium' }, { thinking: undefined }],
    ['mistral', {}, { stream_options: undefined, prompt_cache_key: undefined }],
    ['groq', {}, { stream_options: { include_usage: true } }],
  ] as const)('%s %j', (vendor, request, expected) => {
    const body = bodyFor(vendor, request);
    for (const [name, value] of Object.entries(expected)) expect(body[name]).toEqual(value);
  });

  it('leaves out messages without content, which vendors refuse', () => {
    const body = bodyFor('openai', {
      system: '',
      messages: [user(say('')), { role: 'assistant', parts: [say('')] }, user(say('Hi'))],
    });
    expect(body.messages).toEqual([{ role: 'user', content: 'Hi' }]);
  });
});

const stream = (
  vendor: string,
  chunks: object[],
  o: { quirks?: Partial<Quirks>; request?: Partial<ModelRequest> } = {},
) => {
  const text = [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'].join('');
  const config = makeConfig(vendor, 'http://vendor.test', o.quirks);
  const provider = createOpenAi(config, makeDeps({ fetch: wireFetch([bytesOf(text)]) }));
  return collect(provider.stream(makeRequest(o.request), neverAborts));
};
const delta = (fields: object, finish: string | null = null) => ({
  choices: [{ index: 0, delta: fields, finish_reason: finish }],
});
const piece = (fields: object) => delta({ tool_calls: [fields] });
const callsOf = (events: Awaited<ReturnType<typeof stream>>) =>
  lastOf(events).parts.flatMap((part) => (part.type === 'tool_call' ? [part.input] : []));

describe('answers', () => {
  it.each([
    ['all at index 0, each with an id of its own', { index: 0, id: 'one' }, { index: 0, id: 'two' }],
    ['no index at all', { id: 'one' }, { id: 'two' }],
    ['no ids', { index: 0 }, { index: 1 }],
    ['short ids that come again in every conversation', { index: 0, id: 'call_0' }, { index: 1, id: 'call_1' }],
  ])('reads two calls with %s', async (_name, first, second) => {
    const events = await stream('gemini', [
      piece({ ...first, function: { name: 'read_file', arguments: '{"path":"a"}' } }),
      piece({ ...second, function: { name: 'read_file', arguments: '{"path":"b"}' } }),
      delta({}, 'stop'),
    ]);
    expect(callsOf(events)).toEqual([{ path: 'a' }, { path: 'b' }]);
    const ids = lastOf(events).parts.flatMap((part) => (part.type === 'tool_call' ? [part.callId] : []));
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => /^call_[A-Za-z0-9]{20,}$/.test(id))).toBe(true);
    // Google says `stop` after a call; a call is a call.
    expect(lastOf(events)).toMatchObject({ stopReason: 'tool_calls' });
  });

  it('joins pieces whose id is repeated or left out', async () => {
    const events = await stream('litellm', [
      piece({ index: 0, id: 'x', function: { name: 'read_file', arguments: '' } }),
      piece({ index: 0, id: 'x', function: { name: null, arguments: '{"pa' } }),
      piece({ index: 0, id: '', function: { arguments: 'th":' } }),
      piece({ function: { arguments: '"a"}' } }),
      delta({}, 'tool_calls'),
    ]);
    expect(callsOf(events)).toEqual([{ path: 'a' }]);
  });

  it('takes missing arguments for none once the answer has ended, and unwraps JSON in JSON', async () => {
    const none = await stream('openai', [
      piece({ index: 0, id: 'x', function: { name: 'current_time' } }),
      delta({}, 'tool_calls'),
    ]);
    expect(callsOf(none)).toEqual([{}]);
    const twice = await stream('ollama', [
      piece({ index: 0, id: 'x', function: { name: 'read_file', arguments: JSON.stringify('{"path":"a"}') } }),
      delta({}, 'tool_calls'),
    ]);
    expect(callsOf(twice)).toEqual([{ path: 'a' }]);
  });

  it('seals Google’s signatures into the answer', async () => {
    const extra = { google: { thought_signature: 'sealed' } };
    const events = await stream('gemini', [
      piece({ index: 0, id: 'x', function: { name: 'read_file', arguments: '{}' }, extra_content: extra }),
      delta({}, 'stop'),
    ]);
    const parts = lastOf(events).parts;
    const callId = parts.find((part) => part.type === 'tool_call')?.callId ?? '';
    const signature = parts.find((part) => part.type === 'reasoning')?.signature ?? '{}';
    expect(JSON.parse(signature)).toEqual({ type: 'calls', calls: { [callId]: extra } });
  });

  it('joins OpenRouter’s reasoning details', async () => {
    const events = await stream('openrouter', [
      delta({ reasoning: 'Two ', reasoning_details: [{ type: 'reasoning.text', index: 0, text: 'Two ' }] }),
      delta({
        reasoning: 'and two.',
        reasoning_details: [{ type: 'reasoning.text', index: 0, text: 'and two.', signature: 's' }],
      }),
      delta({ content: 'Four.' }, 'stop'),
    ]);
    const thought = lastOf(events).parts.filter((part) => part.type === 'reasoning');
    expect(thought.map((part) => part.text).join('')).toBe('Two and two.');
    const sealed = thought.map((part) => part.signature).find((signature) => signature !== undefined) ?? '{}';
    expect(JSON.parse(sealed)).toMatchObject({ details: [{ text: 'Two and two.', signature: 's' }] });
  });

  it('reads Mistral’s thinking and a refusal in a field of its own', async () => {
    const thinking = await stream('mistral', [
      delta({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }] }),
      delta({ content: [{ type: 'text', text: 'Four.' }] }, 'stop'),
    ]);
    expect(lastOf(thinking).parts).toEqual([
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: 'Four.' },
    ]);
    const refusal = await stream('openai', [delta({ refusal: 'I cannot.' }), delta({}, 'stop')]);
    expect(lastOf(refusal)).toMatchObject({ stopReason: 'refused', parts: [{ text: 'I cannot.' }] });
  });

  it.each([
    [
      'OpenAI',
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        prompt_tokens_details: { cached_tokens: 60 },
        completion_tokens_details: { reasoning_tokens: 5 },
      },
      { inputTokens: 40, cacheReadTokens: 60, outputTokens: 20, reasoningTokens: 5 },
    ],
    [
      'DeepSeek',
      { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, prompt_cache_hit_tokens: 60 },
      { inputTokens: 40, cacheReadTokens: 60 },
    ],
    [
      'Moonshot',
      { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, cached_tokens: 60 },
      { inputTokens: 40, cacheReadTokens: 60 },
    ],
    [
      'xAI',
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 125,
        completion_tokens_details: { reasoning_tokens: 5 },
      },
      { inputTokens: 100, outputTokens: 25, reasoningTokens: 5 },
    ],
    [
      'OpenRouter',
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 30 },
      },
      { inputTokens: 10, cacheReadTokens: 60, cacheWriteTokens: 30 },
    ],
  ])('counts the tokens of %s', async (_name, usage, expected) => {
    const events = await stream('openai', [delta({ content: 'x' }, 'stop'), { choices: [], usage }]);
    expect(lastOf(events).usage).toMatchObject(expected);
  });

  it('reads the usage that Groq hides', async () => {
    const events = await stream('groq', [
      { ...delta({ content: 'x' }, 'stop'), x_groq: { usage: { prompt_tokens: 7, completion_tokens: 3 } } },
    ]);
    expect(lastOf(events).usage).toMatchObject({ inputTokens: 7, outputTokens: 3 });
  });

  it('passes over chunks that are nonsense', async () => {
    const events = await stream('openai', [
      { choices: 'no' },
      { choices: [{ delta: { content: 7, tool_calls: 'x' } }] },
      { usage: { prompt_tokens: 'many' } },
      [],
      delta({ content: 'ok' }, 'stop'),
    ]);
    expect(textOf(events)).toBe('ok');
  });
});

describe('small models', () => {
  const printed = '<tool_call>{"name":"read_file","arguments":{"path":"a"}}</tool_call>';
  const answer = (text: string) => [delta({ content: text }), delta({}, 'stop')];

  it('have their printed tool calls recognised on a server of their own', async () => {
    const last = lastOf(await stream('ollama', answer(`I look.\n${printed}`)));
    expect(last).toMatchObject({
      type: 'finish',
      stopReason: 'tool_calls',
      parts: [
        { type: 'text', text: 'I look.' },
        { type: 'tool_call', name: 'read_file', input: { path: 'a' }, fromText: true },
      ],
    });
  });

  it('are flagged when it cannot be told', async () => {
    const last = lastOf(await stream('lm-studio', answer('<tool_call>{"name":"read_file"')));
    expect(last).toMatchObject({ type: 'finish', stopReason: 'end', suspectedToolText: true });
  });

  it('are the only ones: a vendor’s own model that explains a call has explained it', async () => {
    const last = lastOf(await stream('openai', answer(printed)));
    expect(last).toMatchObject({ type: 'finish', stopReason: 'end', parts: [{ type: 'text', text: printed }] });
    expect(last).not.toHaveProperty('suspectedToolText');
  });

  it('have their thoughts taken apart from the answer', async () => {
    const events = await stream('ollama', [
      delta({ content: '<thi' }),
      delta({ content: 'nk>Hm.</think>\n\nFour.' }),
      delta({}, 'stop'),
    ]);
    expect(lastOf(events).parts).toEqual([
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: 'Four.' },
    ]);
  });
});

describe('the wire in this test', () => {
  it('is the one that the suite speaks', async () => {
    const text = chatWire
      .events({
        parts: [
          { type: 'reasoning', text: 'Hm.' },
          { type: 'text', text: 'Four.' },
        ],
        stop: 'end',
      })
      .join('');
    const provider = createOpenAi(
      makeConfig('deepseek', 'http://vendor.test'),
      makeDeps({ fetch: wireFetch([bytesOf(text)]) }),
    );
    expect(lastOf(await collect(provider.stream(makeRequest(), neverAborts))).parts).toEqual([
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: 'Four.' },
    ]);
  });
});
