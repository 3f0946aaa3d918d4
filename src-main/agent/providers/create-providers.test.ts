// Connections, choice of model, lists, live test and the stream over all of them, against real HTTP.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { ModelRequest, Models } from './port.ts';
import { type Answer, type FaultServer, sse, startFaultServer, status } from './testing/fault-server.ts';
import { collect, lastOf, makeRequest, textOf } from './testing/make-config.ts';
import { createDesk } from './testing/make-models.ts';
import { anthropicWire, chatWire } from './testing/wires.ts';

let server: FaultServer;
let other: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
  other = await startFaultServer();
});
afterAll(async () => {
  await server.close();
  await other.close();
});
afterEach(() => {
  server.answer(status(500, {}));
  other.answer(status(500, {}));
});

const key = 'sk-canary-0123456789abcdef';
const hello = chatWire.events({ parts: [{ type: 'text', text: 'Hello.' }], stop: 'end' });
/** A vendor with a list of models that says hello. */
const vendor =
  (models: readonly object[], events: readonly string[] = hello): Answer =>
  (response, received) =>
    received.method === 'GET' ? status(200, { data: models })(response, received) : sse(events)(response, received);
const request = (change: Partial<ModelRequest> = {}) => {
  const { model: _model, ...rest } = makeRequest(change);
  return rest;
};
const say = (models: Models, ref: string, change: Partial<ModelRequest> = {}) =>
  collect(models.stream(ref, request(change), neverAborts));
const state = (models: Models, refresh = false) => models.state({ refresh, signal: neverAborts });

describe('without any model', () => {
  it('answers offline, which is always there and cannot be switched off', async () => {
    const models = createDesk().start();
    expect(await models.resolve(undefined)).toMatchObject({ ref: 'offline/commands', offline: true });
    expect(
      textOf(
        await say(models, 'offline/commands', {
          messages: [{ role: 'user', parts: [{ type: 'text', text: 'help' }] }],
        }),
      ),
    ).toContain('no model');
    await expect(models.setEnabled('offline', false)).rejects.toMatchObject({ code: 'unsupported' });
    expect((await state(models)).defaultModel).toBe('offline/commands');
  });

  it('does not know a connection that is not there', async () => {
    const models = createDesk().start();
    await expect(models.resolve('nowhere/model')).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'unknown_connection' },
    });
    expect(lastOf(await say(models, 'nowhere/model'))).toMatchObject({ type: 'error', error: { code: 'not_found' } });
  });
});

describe('connections of the person', () => {
  it('keeps the key in the secret store and nowhere else, and finds it after a restart [T33]', async () => {
    server.answer(vendor([{ id: 'tide-1' }]));
    const desk = createDesk();
    const models = desk.start();
    const made = await models.connect({
      connectionId: 'mine',
      vendor: 'openai-compatible',
      baseUrl: `${server.url}/v1/`,
      apiKey: ` ${key} `,
    });
    expect(made).toMatchObject({ id: 'mine', key: 'stored', baseUrl: `${server.url}/v1`, found: false, enabled: true });
    const after = await state(models, true);
    expect(after.models.map((model) => model.ref)).toContain('mine/tide-1');
    expect(JSON.stringify(after) + JSON.stringify([...desk.values])).not.toContain(key);
    expect(desk.secrets.get('provider.mine.key')).toBe(key);

    const again = desk.start();
    expect(await again.resolve(undefined)).toMatchObject({ ref: 'mine/tide-1', offline: false });
    expect(textOf(await say(again, 'mine/tide-1'))).toBe('Hello.');
    expect(server.received.at(-1)?.headers.authorization).toBe(`Bearer ${key}`);
    expect(desk.redacted).toContain(key);
  });

  it('holds a key in memory alone when the person wants it so, also where no place for keys is open [T33]', async () => {
    server.answer(vendor([{ id: 'tide-1' }]));
    other.answer(vendor([]));
    const desk = createDesk();
    desk.lock(true);
    const models = desk.start();
    const given = { connectionId: 'mine', vendor: 'openai', baseUrl: server.url, apiKey: key, untilRestart: true };
    expect(await models.connect(given)).toMatchObject({ key: 'stored', untilRestart: true });
    await say(models, 'mine/tide-1');
    expect(server.received.at(-1)?.headers.authorization).toBe(`Bearer ${key}`);
    expect(JSON.stringify([...desk.values, ...desk.secrets])).not.toContain(key);
    expect(desk.redacted).toContain(key);
    // Elsewhere it is not used, and the next start has it no more.
    await models.connect({ connectionId: 'mine', vendor: 'openai', baseUrl: other.url });
    await say(models, 'mine/x');
    expect(other.received.at(-1)?.headers.authorization).toBeUndefined();
    const next = (await state(desk.start())).connections.find(({ id }) => id === 'mine');
    expect(next?.untilRestart).toBeUndefined();
    expect(next?.key).not.toBe('stored');
  });

  it('keeps one key of a connection: a held one takes the place of a stored one, and the other way round', async () => {
    server.answer(vendor([{ id: 'tide-1' }]));
    const desk = createDesk();
    const models = desk.start();
    const at = { connectionId: 'mine', vendor: 'openai', baseUrl: server.url };
    await models.connect({ ...at, apiKey: 'sk-first' });
    await models.connect({ ...at, apiKey: 'sk-held', untilRestart: true });
    expect(desk.secrets.size).toBe(0);
    await say(models, 'mine/tide-1');
    expect(server.received.at(-1)?.headers.authorization).toBe('Bearer sk-held');
    expect(await models.connect({ ...at, apiKey: 'sk-last' })).not.toHaveProperty('untilRestart');
    await say(models, 'mine/tide-1');
    expect(server.received.at(-1)?.headers.authorization).toBe('Bearer sk-last');
    expect([...desk.secrets.values()]).toEqual(['sk-last']);
  });

  it('tells the secret store each time a key is used, also one that it remembers', async () => {
    server.answer(vendor([{ id: 'tide-1' }]));
    const desk = createDesk();
    const models = desk.start();
    await models.connect({ connectionId: 'mine', vendor: 'openai', baseUrl: server.url, apiKey: key });
    for (let turn = 0; turn < 3; turn += 1) await say(models, 'mine/tide-1');
    expect(desk.used.length).toBeGreaterThanOrEqual(3);
    expect(new Set(desk.used)).toEqual(new Set(['provider.mine.key']));
  });

  it('cuts what a vendor says only after the keys in it are hidden [T33]', async () => {
    const shaped = `sk-ant-api03-${'q9sV7wLr2TzXk4Jm'.repeat(3)}`;
    const said = `${'x'.repeat(280)} ${shaped} is not a key.`;
    server.answer(status(401, { error: { message: said } }));
    const models = createDesk().start();
    await models.connect({ connectionId: 'mine', vendor: 'openai', baseUrl: server.url, apiKey: key });
    const end = lastOf(await say(models, 'mine/tide-1'));
    expect(JSON.stringify(end)).toContain('xxx [redacted]');
    expect(JSON.stringify(end)).not.toContain('sk-ant');
  });

  it('counts a key as out of reach where its place is not there, not where it only refuses now [T34]', async () => {
    server.answer(vendor([{ id: 'tide-1' }]));
    const desk = createDesk();
    const models = desk.start();
    await models.connect({ connectionId: 'mine', vendor: 'openai', baseUrl: server.url, apiKey: key });
    const keyState = async () => (await state(models)).connections.find(({ id }) => id === 'mine')?.key;
    desk.fail('keychain_silent');
    expect(await keyState()).toBe('stored');
    desk.fail('keychain_missing');
    expect(await keyState()).toBe('locked');
  });

  it('asks for the key again when the address changes, so that it never goes elsewhere', async () => {
    server.answer(vendor([]));
    other.answer(vendor([]));
    const desk = createDesk();
    const models = desk.start();
    await models.connect({ connectionId: 'mine', vendor: 'openai', baseUrl: server.url, apiKey: key });
    await models.connect({ connectionId: 'mine', vendor: 'openai', baseUrl: other.url });
    expect(desk.secrets.size).toBe(0);
    await say(models, 'mine/x');
    expect(other.received.at(-1)?.headers.authorization).toBeUndefined();
  });

  it('says locked while the secret store is, fails with the next step, and works once it is open', async () => {
    server.answer(vendor([{ id: 'tide-1' }]));
    const desk = createDesk();
    const first = desk.start();
    await first.connect({ connectionId: 'mine', vendor: 'openai', baseUrl: server.url, apiKey: key });
    await first.setDefault('mine/tide-1');
    desk.lock(true);
    const models = desk.start();
    expect((await state(models)).connections.find(({ id }) => id === 'mine')?.key).toBe('locked');
    expect((await models.resolve(undefined)).ref).toBe('mine/tide-1');
    expect(lastOf(await say(models, 'mine/tide-1'))).toMatchObject({
      type: 'error',
      error: { code: 'unauthenticated', details: { reason: 'secrets_locked' } },
    });
    desk.lock(false);
    expect(textOf(await say(models, 'mine/tide-1'))).toBe('Hello.');
  });

  it.each([
    [{ vendor: 'openai-compatible' }, 'bad_address'],
    [{ vendor: 'openai-compatible', baseUrl: 'ftp://example.org' }, 'bad_address'],
    [{ vendor: 'openai-compatible', baseUrl: 'https://me:pass@example.org' }, 'bad_address'],
    [{ vendor: 'openai', apiKey: 'two words' }, 'bad_key'],
    [{ vendor: 'openai', apiKey: 'schlüssel' }, 'bad_key'],
    [{ vendor: 'nobody' }, 'unknown_vendor'],
    [{ vendor: 'offline' }, 'unknown_vendor'],
  ])('refuses %j', async (input, reason) => {
    const models = createDesk().start();
    await expect(models.connect({ connectionId: 'x', ...input })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason },
    });
  });

  it('forgets a connection with its key, and the choice of its model', async () => {
    server.answer(vendor([{ id: 'tide-1' }]));
    const desk = createDesk();
    const models = desk.start();
    await models.connect({ connectionId: 'mine', vendor: 'openai', baseUrl: server.url, apiKey: key });
    await models.setDefault('mine/tide-1');
    await models.disconnect('mine');
    expect(desk.secrets.size).toBe(0);
    expect((await models.resolve(undefined)).ref).toBe('offline/commands');
  });

  it('does not use a connection that is switched off', async () => {
    server.answer(vendor([{ id: 'tide-1' }]));
    const models = createDesk().start();
    await models.connect({ connectionId: 'mine', vendor: 'openai-compatible', baseUrl: server.url });
    await state(models, true);
    await models.setEnabled('mine', false);
    expect((await models.resolve(undefined)).ref).toBe('offline/commands');
    expect((await state(models)).models.map(({ ref }) => ref)).toEqual(['offline/commands']);
  });

  it('survives values that are damaged', async () => {
    const desk = createDesk();
    for (const name of ['connections', 'model-choice', 'model-lists'])
      desk.values.set(name, '{"connections":7,"defaultModel":[],"x":{"models":3}}');
    expect((await desk.start().resolve(undefined)).ref).toBe('offline/commands');
  });

  it('tells its listeners about every change', async () => {
    const models = createDesk().start();
    let calls = 0;
    const stop = models.onChange(() => {
      calls += 1;
    });
    await models.connect({ connectionId: 'mine', vendor: 'openai', baseUrl: server.url });
    expect(calls).toBeGreaterThan(0);
    stop();
    const before = calls;
    await models.setDefault('mine/x');
    expect(calls).toBe(before);
  });
});

describe('the environment', () => {
  it('is recognised without being stored', async () => {
    server.answer(vendor([{ id: 'tide-1' }]));
    const desk = createDesk({ OPENAI_API_KEY: key, OPENAI_BASE_URL: `${server.url}/v1` });
    const models = desk.start();
    expect(await models.resolve(undefined)).toMatchObject({ ref: 'openai/tide-1', offline: false });
    expect((await state(models)).connections[0]).toMatchObject({ id: 'openai', key: 'environment', found: true });
    expect(textOf(await say(models, 'openai/tide-1'))).toBe('Hello.');
    expect(JSON.stringify([...desk.values])).not.toContain(key);
    expect(desk.secrets.size).toBe(0);
    await expect(models.disconnect('openai')).rejects.toMatchObject({ code: 'conflict' });
    await models.setEnabled('openai', false);
    expect((await desk.start().resolve(undefined)).ref).toBe('offline/commands');
  });

  it('never overrides what the person connected, and never lends its key to another address', async () => {
    server.answer(vendor([{ id: 'tide-1' }]));
    const models = createDesk({ OPENAI_API_KEY: key }).start();
    await models.connect({ connectionId: 'openai', vendor: 'openai', baseUrl: server.url });
    await say(models, 'openai/tide-1');
    expect(server.received.at(-1)?.headers.authorization).toBeUndefined();
    expect((await state(models)).connections.filter(({ id }) => id === 'openai')).toHaveLength(1);
  });

  it('reaches Anthropic’s wire the same way', async () => {
    server.answer(
      vendor(
        [{ id: 'claude-tide', display_name: 'Tide', max_input_tokens: 5_000 }],
        anthropicWire.events({ parts: [{ type: 'text', text: 'Ahoy.' }], stop: 'end' }),
      ),
    );
    const models = createDesk({ ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url }).start();
    const resolved = await models.resolve(undefined);
    expect(resolved).toMatchObject({ ref: 'anthropic/claude-tide', info: { label: 'Tide', contextTokens: 5_000 } });
    expect(textOf(await say(models, resolved.ref))).toBe('Ahoy.');
    expect(server.received.at(-1)?.path).toBe('/v1/messages');
  });

  it.each([
    ['GEMINI_API_KEY', 'gemini', 'gemini/gemini-3.8-flash'],
    ['GOOGLE_API_KEY', 'gemini', 'gemini/gemini-3.8-flash'],
    ['DEEPSEEK_API_KEY', 'deepseek', 'deepseek/deepseek-v4-flash'],
    ['GROQ_API_KEY', 'groq', 'groq/openai/gpt-oss-120b'],
    ['OPENROUTER_API_KEY', 'openrouter', 'openrouter/openrouter/auto'],
    ['ZAI_API_KEY', 'zhipu', 'zhipu/glm-4.7'],
    ['MOONSHOT_API_KEY', 'moonshot', 'moonshot/kimi-k2.6'],
    ['MISTRAL_API_KEY', 'mistral', 'mistral/mistral-large-latest'],
    ['XAI_API_KEY', 'xai', 'xai/grok-4.5'],
    ['OPENAI_API_KEY', 'openai', 'openai/gpt-6.1-sol'],
    ['ANTHROPIC_API_KEY', 'anthropic', 'anthropic/claude-sonnet-5-5'],
  ])('%s connects %s with its usual model, before anything was asked', async (variable, id, ref) => {
    const offNet = async () => Promise.reject(new TypeError('fetch failed'));
    const models = createDesk({ [variable]: key }, { fetch: offNet }).start();
    expect((await models.resolve(undefined)).ref).toBe(ref);
    expect((await state(models)).connections.find((one) => one.id === id)).toMatchObject({ key: 'environment' });
  });

  it('knows the Chinese address of a key for it', async () => {
    const models = createDesk(
      { ZHIPUAI_API_KEY: key },
      { fetch: async () => Promise.reject(new TypeError('fetch failed')) },
    ).start();
    expect((await state(models)).connections[0]).toMatchObject({
      id: 'zhipu',
      baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
    });
  });
});

describe('servers on this machine', () => {
  const ollama: Answer = (response, received) => {
    const body: Record<string, unknown> = {
      '/api/tags': { models: [{ name: 'tiny:1b' }, { name: 'llama:8b' }, { name: 'embed' }] },
      '/api/ps': { models: [{ name: 'llama:8b', context_length: 4_096 }] },
      '/api/show': received.text.includes('embed')
        ? { capabilities: ['embedding'] }
        : received.text.includes('tiny')
          ? { capabilities: ['completion'], model_info: { 'x.context_length': 2_048 } }
          : { capabilities: ['completion', 'tools', 'vision'], model_info: { 'llama.context_length': 131_072 } },
    };
    if (received.path in body) return status(200, body[received.path])(response, received);
    return sse(hello)(response, received);
  };

  it('are found by themselves, with the context they really give, and prefer a model that can use tools', async () => {
    server.answer(ollama);
    const models = createDesk({ OLLAMA_HOST: server.url.replace('http://', '') }).start();
    expect(await models.resolve(undefined)).toMatchObject({ ref: 'ollama/llama:8b' });
    const now = await state(models, true);
    expect(now.connections[0]).toMatchObject({ id: 'ollama', key: 'none', found: true });
    expect(now.models.filter(({ ref }) => ref.startsWith('ollama/'))).toMatchObject([
      { name: 'tiny:1b', tools: false, contextTokens: 2_048 },
      {
        name: 'llama:8b',
        tools: true,
        images: true,
        contextTokens: 4_096,
        price: { inputPerMTok: 0, outputPerMTok: 0 },
      },
    ]);
    expect(textOf(await say(models, 'ollama/llama:8b'))).toBe('Hello.');
  });

  it('stay chosen over a restart, and are named when they do not run', async () => {
    server.answer(ollama);
    const desk = createDesk({ OLLAMA_HOST: server.url });
    const models = desk.start();
    await models.setDefault('ollama/tiny:1b');
    expect((await desk.start().resolve(undefined)).ref).toBe('ollama/tiny:1b');
    const stopped = await startFaultServer();
    const later = createDesk({ OLLAMA_HOST: stopped.url });
    await stopped.close();
    for (const [name, value] of desk.values) later.values.set(name, value);
    const again = later.start();
    await expect(again.resolve(undefined)).rejects.toMatchObject({
      code: 'unavailable',
      details: { reason: 'not_running' },
    });
    expect(lastOf(await say(again, 'ollama/tiny:1b'))).toMatchObject({
      type: 'error',
      error: { details: { reason: 'not_running' } },
    });
  });

  it('are waited for by a first question that comes while they are looked for', async () => {
    server.answer(ollama);
    const models = createDesk({ OLLAMA_HOST: server.url }).start();
    const [, resolved] = await Promise.all([state(models), models.resolve(undefined)]);
    expect(resolved.ref).toBe('ollama/llama:8b');
  });

  it('are not taken for one when something else listens at their door', async () => {
    server.answer(status(200, '<html>A web shop</html>'));
    const models = createDesk({ LMSTUDIO_BASE_URL: server.url }).start();
    expect((await models.resolve(undefined)).ref).toBe('offline/commands');
    expect((await state(models, true)).connections.map(({ id }) => id)).toEqual(['offline']);
  });

  it('cost no time when they are not there', async () => {
    const models = createDesk({ OLLAMA_HOST: '127.0.0.1:1', LMSTUDIO_BASE_URL: 'http://127.0.0.1:1' }).start();
    const before = performance.now();
    expect((await models.resolve(undefined)).ref).toBe('offline/commands');
    expect(performance.now() - before).toBeLessThan(1_500);
  });

  it('list LM Studio’s models with what it loaded', async () => {
    server.answer((response, received) =>
      received.path === '/api/v0/models'
        ? status(200, {
            data: [
              {
                id: 'qwen',
                type: 'vlm',
                max_context_length: 32_768,
                loaded_context_length: 8_192,
                capabilities: ['tool_use'],
              },
              { id: 'nomic', type: 'embeddings' },
            ],
          })(response, received)
        : sse(hello)(response, received),
    );
    const models = createDesk({ LMSTUDIO_BASE_URL: server.url }).start();
    await state(models, true);
    expect(await models.resolve(undefined)).toMatchObject({
      ref: 'lm-studio/qwen',
      info: { contextTokens: 8_192, images: true, tools: true },
    });
  });
});

describe('lists of models', () => {
  it('take sizes, abilities and prices from a vendor that tells them, and leave out what cannot chat', async () => {
    server.answer(
      vendor([
        {
          id: 'a/tide',
          name: 'Tide',
          context_length: 64_000,
          top_provider: { max_completion_tokens: 8_000 },
          architecture: { input_modalities: ['text', 'image'] },
          supported_parameters: ['tools'],
          pricing: { prompt: '0.000003', completion: '0.000015', input_cache_read: '0.0000003' },
        },
        { id: 'text-embedding-9' },
        { id: 'models/gemini-x' },
        { nonsense: true },
      ]),
    );
    const models = createDesk({ OPENROUTER_API_KEY: key }, {}).start();
    await models.connect({ connectionId: 'or', vendor: 'openrouter', baseUrl: server.url });
    const listed = (await state(models, true)).models.filter(({ ref }) => ref.startsWith('or/'));
    expect(listed).toMatchObject([
      {
        ref: 'or/a/tide',
        label: 'Tide',
        contextTokens: 64_000,
        maxOutputTokens: 8_000,
        images: true,
        tools: true,
        reasoning: false,
        price: { inputPerMTok: 3, outputPerMTok: 15, cacheReadPerMTok: 0.3 },
      },
      { ref: 'or/gemini-x' },
    ]);
    expect(listed[1]).not.toHaveProperty('price');
    expect(listed[1]).not.toHaveProperty('contextTokens');
  });

  it('know what the table knows of a vendor that tells only names, and the rest is unknown', async () => {
    server.answer(vendor([{ id: 'gpt-4.1-mini-2025-04-14' }, { id: 'gpt-99' }]));
    const models = createDesk().start();
    await models.connect({ connectionId: 'mine', vendor: 'openai', baseUrl: server.url, apiKey: key });
    const [known, unknown] = (await state(models, true)).models.filter(({ ref }) => ref.startsWith('mine/'));
    expect(known).toMatchObject({
      contextTokens: 1_047_576,
      price: { inputPerMTok: 0.4, asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string },
    });
    expect(unknown).toEqual({ ref: 'mine/gpt-99', name: 'gpt-99', label: 'gpt-99' });
  });

  it('show why a connection could not be listed', async () => {
    server.answer(status(401, { error: { message: 'no' } }));
    const models = createDesk().start();
    await models.connect({ connectionId: 'mine', vendor: 'openai', baseUrl: server.url, apiKey: key });
    expect((await state(models, true)).connections[0]).toMatchObject({
      lastError: { details: { reason: 'key_wrong' } },
    });
  });
});

describe('the live test', () => {
  const connect = async (answer: Answer) => {
    server.answer(answer);
    const models = createDesk().start();
    await models.connect({ connectionId: 'mine', vendor: 'openai', baseUrl: server.url, apiKey: key });
    return models.test({ connectionId: 'mine' }, neverAborts);
  };

  it('lists the models and has one say a word', async () => {
    expect(await connect(vendor([{ id: 'tide-1' }, { id: 'tide-2' }]))).toEqual({
      ok: true,
      model: 'tide-1',
      modelCount: 2,
      firstTokenMs: expect.any(Number) as number,
    });
  });

  it('says what is wrong', async () => {
    expect(await connect(status(401, { error: { message: 'no' } }))).toMatchObject({
      ok: false,
      error: { code: 'unauthenticated' },
    });
    expect(await connect(vendor([]))).toMatchObject({ ok: false, error: { details: { reason: 'no_models' } } });
    const listsOnly: Answer = (response, received) =>
      received.method === 'GET'
        ? status(200, { data: [{ id: 'tide-1' }] })(response, received)
        : status(402, {})(response, received);
    expect(await connect(listsOnly)).toMatchObject({
      ok: false,
      model: 'tide-1',
      error: { details: { reason: 'no_credit' } },
    });
  });

  it('works for a server without a list when the model is named', async () => {
    server.answer((response, received) =>
      received.method === 'GET' ? status(404, 'x')(response, received) : sse(hello)(response, received),
    );
    const models = createDesk().start();
    await models.connect({ connectionId: 'mine', vendor: 'openai-compatible', baseUrl: server.url });
    expect(await models.test({ connectionId: 'mine', model: 'tide-1' }, neverAborts)).toMatchObject({
      ok: true,
      model: 'tide-1',
    });
  });
});

describe('one answer over all connections', () => {
  const two = async () => {
    const models = createDesk().start();
    await models.connect({ connectionId: 'one', vendor: 'openai', baseUrl: server.url, apiKey: key });
    await models.connect({ connectionId: 'two', vendor: 'openai-compatible', baseUrl: other.url });
    return models;
  };

  it('fails over to the chosen second model, without the first one’s reasoning [R07]', async () => {
    const models = await two();
    await models.setFallback('two/backup');
    server.answer(status(503, {}, { 'retry-after': '3600' }));
    other.answer(vendor([]));
    const events = await say(models, 'one/main', {
      messages: [
        { role: 'user', parts: [{ type: 'text', text: 'Hi' }] },
        {
          role: 'assistant',
          parts: [
            { type: 'reasoning', text: 'My secret thought.', model: 'one/main' },
            { type: 'text', text: 'Hi.' },
          ],
        },
        { role: 'user', parts: [{ type: 'text', text: 'Go on' }] },
      ],
    });
    expect(events[0]).toMatchObject({ type: 'failover', from: 'one/main', to: 'two/backup' });
    expect(textOf(events)).toBe('Hello.');
    expect(other.received.at(-1)?.text).toContain('"model":"backup"');
    expect(other.received.at(-1)?.text).not.toContain('secret thought');
  });

  it('never fails over to offline or from it', async () => {
    const models = await two();
    await expect(models.setFallback('offline/commands')).rejects.toMatchObject({ code: 'invalid_input' });
    await models.setFallback('two/backup');
    const events = await say(models, 'offline/commands', {
      messages: [{ role: 'user', parts: [{ type: 'text', text: 'poem' }] }],
    });
    expect(events.some((event) => event.type === 'failover')).toBe(false);
    expect(lastOf(events)).toMatchObject({ stopReason: 'refused' });
  });

  it('learns that a model takes no tools, asks again without them, and remembers', async () => {
    const models = await two();
    const picky: Answer = (response, received) =>
      received.text.includes('"tools"')
        ? status(400, { error: { message: 'gemma does not support tools' } })(response, received)
        : sse(hello)(response, received);
    server.answer(picky);
    expect(textOf(await say(models, 'one/gemma'))).toBe('Hello.');
    expect((await models.resolve('one/gemma')).info.tools).toBe(false);
    const before = server.received.length;
    await say(models, 'one/gemma');
    expect(server.received.length).toBe(before + 1);
  });

  it('puts words in the place of an image for a model that is known not to see', async () => {
    const models = createDesk().start();
    await models.connect({ connectionId: 'ds', vendor: 'deepseek', baseUrl: server.url, apiKey: key });
    server.answer(vendor([]));
    const image = { type: 'image' as const, mediaType: 'image/png', base64: 'iVBORw0KGgo=' };
    await say(models, 'ds/deepseek-v4-flash', {
      messages: [{ role: 'user', parts: [{ type: 'text', text: 'Look' }, image] }],
    });
    expect(server.received.at(-1)?.text).not.toContain('iVBOR');
    expect(server.received.at(-1)?.text).toContain('cannot see');
  });

  it('keeps the last error of a connection until it answers again', async () => {
    const models = await two();
    server.answer(status(402, {}));
    await say(models, 'one/main');
    expect((await state(models)).connections[0]?.lastError).toMatchObject({ details: { reason: 'no_credit' } });
    server.answer(vendor([]));
    await say(models, 'one/main');
    expect((await state(models)).connections[0]).not.toHaveProperty('lastError');
  });
});
