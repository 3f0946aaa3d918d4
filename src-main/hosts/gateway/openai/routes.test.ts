// The OpenAI-compatible address, asked by OpenAI's own client.
import OpenAI, { APIError } from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError, toErrorData } from '#main/contract/errors.ts';
import { cancelled } from '#main/platform/base/clock.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import type { ApiAgent, ApiTurnEvent } from './agent.ts';

const key = 'limpet_0123456789abcdefghijklmnopqrstuvwxyz';
const usage = { inputTokens: 11, outputTokens: 3 };

type Turn = Parameters<ApiAgent['runTurn']>[0];
/** An agent that says what it was asked, or what the model's name wants. */
function createAgent() {
  const turns: Turn[] = [];
  const stopped = Promise.withResolvers<void>();
  let isEnabled = true;
  async function* run(turn: Turn): AsyncGenerator<ApiTurnEvent> {
    turns.push(turn);
    if (turn.model === 'demo/hang') {
      yield { type: 'text', text: 'begun' };
      await new Promise<never>((_resolve, reject) =>
        turn.signal.addEventListener('abort', () => {
          stopped.resolve();
          reject(cancelled());
        }),
      );
    }
    if (turn.model === 'demo/late-error') yield { type: 'text', text: 'so far' };
    if (turn.model.endsWith('error')) {
      const error = new AppError('rate_limited', 'The vendor says wait.', { details: { reason: 'overloaded' } });
      yield { type: 'error', error: toErrorData(error) };
      return;
    }
    for (const text of ['Grüße ', '你好 ', '🐚']) yield { type: 'text', text };
    yield { type: 'done', usage, stopReason: turn.model === 'demo/long' ? 'limit_tokens' : 'end' };
  }
  const ids = ['demo/plain', 'demo/long', 'demo/error', 'demo/late-error', 'demo/hang'];
  const agent: ApiAgent = {
    isEnabled: () => isEnabled,
    checkKey: async (shown) => shown === key,
    listModels: async () => ids.map((id) => ({ id, ownedBy: 'demo' })),
    runTurn: run,
  };
  return {
    agent,
    turns,
    stopped: stopped.promise,
    switchOff: () => {
      isEnabled = false;
    },
  };
}

const open: TestGateway[] = [];
afterEach(async () => {
  for (const gateway of open.splice(0)) await gateway.remove();
});
async function start(apiKey = key) {
  const made = createAgent();
  const gateway = await startTestGateway({ api: made.agent });
  open.push(gateway);
  const openai = new OpenAI({ apiKey, baseURL: `${gateway.origin}/v1`, maxRetries: 0 });
  return { ...made, gateway, openai };
}
const ask = (model: string, text = 'hello') => ({ model, messages: [{ role: 'user' as const, content: text }] });
const failure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) =>
      error instanceof APIError ? { status: error.status, code: error.code, type: error.type } : error,
  );

describe('OpenAI-compatible address', () => {
  it('lists the models', async () => {
    const { openai } = await start();
    const list = await openai.models.list();
    expect(list.data.map(({ id, owned_by }) => `${id} ${owned_by}`)).toContain('demo/plain demo');
  });

  it('answers a completion whole', async () => {
    const { openai } = await start();
    const answer = await openai.chat.completions.create(ask('demo/plain'));
    expect(answer).toMatchObject({
      object: 'chat.completion',
      model: 'demo/plain',
      choices: [{ message: { role: 'assistant', content: 'Grüße 你好 🐚' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 11, completion_tokens: 3, total_tokens: 14 },
    });
    const cut = await openai.chat.completions.create(ask('demo/long'));
    expect(cut.choices[0]?.finish_reason).toBe('length');
  });

  it('streams a completion piece by piece, with usage when asked for', async () => {
    const { openai } = await start();
    const stream = await openai.chat.completions.create({
      ...ask('demo/plain'),
      stream: true,
      stream_options: { include_usage: true },
    });
    const pieces: (string | null | undefined)[] = [];
    const reasons: unknown[] = [];
    let total: number | undefined;
    for await (const chunk of stream) {
      pieces.push(chunk.choices[0]?.delta.content);
      reasons.push(chunk.choices[0]?.finish_reason);
      total = chunk.usage?.total_tokens ?? total;
    }
    expect(pieces).toEqual(['', 'Grüße ', '你好 ', '🐚', undefined, undefined]);
    expect(reasons.filter((reason) => typeof reason === 'string')).toEqual(['stop']);
    expect(total).toBe(14);
  });

  it('works with the helper of the client that gathers a stream', async () => {
    const { openai } = await start();
    const runner = openai.chat.completions.stream({ ...ask('demo/plain'), stream: true });
    expect(await runner.finalContent()).toBe('Grüße 你好 🐚');
  });

  it('gives the conversation as a transcript, and only what is new to a session that remembers', async () => {
    const { openai, turns } = await start();
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'two' },
      { role: 'user', content: [{ type: 'text', text: 'three' }] },
    ];
    await openai.chat.completions.create({ model: 'demo/plain', messages });
    await openai.chat.completions.create({ model: 'demo/plain', messages, user: 'mina' });
    await openai.chat.completions.create(
      { model: 'demo/plain', messages: messages.slice(0, 2), user: 'mina' },
      { headers: { 'x-limpet-session': 'desk' } },
    );
    expect(turns.map(({ text, sessionKey }) => ({ text, sessionKey }))).toEqual([
      {
        text: '<conversation>\nInstructions: Be brief.\n\nPerson: one\n\nAssistant: two\n</conversation>\n\nthree',
        sessionKey: undefined,
      },
      { text: 'three', sessionKey: 'mina' },
      { text: '<conversation>\nInstructions: Be brief.\n</conversation>\n\none', sessionKey: 'desk' },
    ]);
  });

  it('stops the turn when the client hangs up, streamed or whole', async () => {
    for (const stream of [true, false]) {
      const { openai, stopped, turns } = await start();
      const hangUp = new AbortController();
      const call = openai.chat.completions.create({ ...ask('demo/hang'), stream }, { signal: hangUp.signal });
      call.catch(() => {}); // it is aborted
      await expect.poll(() => turns.length).toBe(1);
      hangUp.abort();
      await stopped;
    }
  });

  it('puts errors into the shape that the client knows', async () => {
    const { openai } = await start();
    expect(await failure(openai.chat.completions.create(ask('demo/error')))).toEqual({
      status: 429,
      code: 'overloaded',
      type: 'rate_limit_error',
    });
    expect(await failure(openai.chat.completions.create(ask('offline/offline')))).toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
    const bad: unknown[] = [
      { model: 'demo/plain', messages: [] },
      { model: 'demo/plain', messages: [{ role: 'assistant', content: 'x' }] },
      { ...ask('demo/plain'), n: 2 },
      { ...ask('demo/plain'), response_format: { type: 'json_object' } },
      { model: 'demo/plain', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] },
    ];
    for (const body of bad)
      expect(await failure(openai.post('/chat/completions', { body })), JSON.stringify(body)).toMatchObject({
        status: 400,
        type: 'invalid_request_error',
      });
    const stream = await openai.chat.completions.create({ ...ask('demo/late-error'), stream: true });
    const read = async () => {
      for await (const _chunk of stream);
    };
    await expect(read()).rejects.toThrow('The vendor says wait.');
  });

  it('lets nobody in without its key, and is not there while it is off [T08]', async () => {
    const { gateway, switchOff, openai, turns } = await start('limpet_wrong-but-long-enough-to-look-like-one');
    expect(await failure(openai.models.list())).toMatchObject({ status: 401, code: 'invalid_api_key' });
    const { cookie, pageKey } = await gateway.signIn();
    const post = (headers: Record<string, string>) =>
      gateway.ask({
        method: 'POST',
        path: '/v1/chat/completions',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(ask('demo/plain')),
      });
    expect((await post({})).status).toBe(401);
    expect((await post({ cookie, 'x-limpet-key': pageKey, origin: gateway.origin })).status).toBe(401);
    expect((await post({ authorization: `Bearer ${await gateway.gateway.renewToken()}` })).status).toBe(401);
    expect((await post({ authorization: `Bearer ${key}`, origin: 'http://evil.test' })).status).toBe(403);
    expect((await post({ authorization: `Bearer ${key}`, 'content-type': 'text/plain' })).status).toBe(400);
    expect((await gateway.ask({ path: '/auth/state', headers: { authorization: `Bearer ${key}` } })).status).toBe(401);
    switchOff();
    expect((await post({ authorization: `Bearer ${key}` })).status).toBe(404);
    expect(turns).toEqual([]);
  });
});
