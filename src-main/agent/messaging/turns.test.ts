// Turns as a person meets them: order, steering, tools, denial, limits, retries. Real store, scripted model, fake clock.
import { afterEach, describe, expect, it } from 'vitest';
import type { Tool } from '#main/abilities/tools/port.ts';
import { allowOnce, denyOnce } from '#main/agent/loop/testing/test-permissions.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import type { FlowKit, FlowOptions } from './testing/flow-kit.ts';
import { allAllowed, callsOf, createFlowKit, notesOf, textOf } from './testing/flow-kit.ts';

let kit: FlowKit;
const start = async (o: FlowOptions = {}) => {
  kit = await createFlowKit(o);
  return kit;
};
afterEach(() => kit.close());

const note = (text: string) => ({ calls: [{ name: 'note', input: { text } }] });
const usageOf = (tokens: number) => ({ inputTokens: tokens, outputTokens: 0 });

describe('a turn', () => {
  it('answers a message, stores both, names the chat after the first line', async () => {
    await start({ script: [{ text: ['Good ', 'tide.'] }] });
    await kit.send('  \nWhen is high water?\nAnd low?');
    await kit.settled();
    const [question, answer] = await kit.history();
    expect(textOf(question)).toContain('When is high water?');
    expect(answer).toMatchObject({
      role: 'assistant',
      status: 'done',
      model: 'scripted/one',
      parts: [{ type: 'text', text: 'Good tide.' }],
    });
    expect(answer?.usage?.steps).toBe(1);
    expect(await kit.store.sessions.get(kit.session.id)).toMatchObject({
      title: 'When is high water?',
      status: 'idle',
    });
  });

  it('can call in a step what a call of the step before has loaded', async () => {
    const late = (): Tool => ({ ...toolNamed('peek'), name: 'late' });
    const toolNamed = (name: string) => kit.tools.tools.find((tool) => tool.name === name) as Tool;
    await start({
      script: (_request, index) => {
        if (index === 0) return { calls: [{ name: 'note', input: { text: 'load' } }] };
        if (index === 1) return { calls: [{ name: 'late', input: { text: 'x' } }] };
        return { text: 'Done.' };
      },
    });
    const note = toolNamed('note');
    const load = async () => {
      kit.tools.add(late());
      return { output: 'loaded' };
    };
    Object.assign(note, { run: load });
    await kit.send('go', { policy: allAllowed });
    await kit.settled();
    expect(kit.models.requests.map(({ tools }) => tools.some(({ name }) => name === 'late'))).toEqual([
      false,
      true,
      true,
    ]);
    expect(callsOf((await kit.history()).at(-1)).map(({ state, output }) => [state, output])).toEqual([
      ['done', 'loaded'],
      ['done', 'peeked x'],
    ]);
  });

  it('runs reads beside each other and effects in the order they were asked for', async () => {
    const calls = [
      ...Array.from({ length: 12 }, (_, n) => ({ name: 'peek', input: { text: `p${n}` } })),
      { name: 'note', input: { text: 'a' } },
      { name: 'note', input: { text: 'b' } },
      { name: 'peek', input: { text: 'last' } },
    ];
    await start({ script: [{ calls }, { text: 'Done.' }] });
    await kit.send('go', { policy: allAllowed });
    await kit.settled();
    expect(kit.tools.effects).toEqual(['note:a', 'note:b']);
    expect(kit.tools.mostPeeks()).toBe(8);
    // An effect sees the world after the reads before it, and a read behind it sees the effect.
    expect(kit.tools.ends).toEqual([...Array.from({ length: 12 }, () => 'peek'), 'note', 'note', 'peek']);
    const answer = (await kit.history()).at(-1);
    expect(callsOf(answer).map((call) => call.state)).toEqual(calls.map(() => 'done'));
    expect(textOf(answer)).toBe('Done.');
    const results = kit.models.requests[1]?.messages.at(-1)?.parts ?? [];
    expect(results.map((part) => (part.type === 'tool_result' ? part.output : ''))).toEqual(
      calls.map(({ name, input }) => `${name === 'peek' ? 'peeked' : 'noted'} ${input.text}`),
    );
  });

  it('asks before an effect, waits, and tells the model when the person denies', async () => {
    await start({ script: [note('a'), note('b'), { text: 'As you wish.' }] });
    const events = kit.watch();
    await kit.send('write');
    await kit.until(() => kit.permissions.open.length === 1);
    expect(kit.permissions.open[0]).toMatchObject({ tool: 'note', planHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await kit.until(() => events.some((event) => event.type === 'turn' && event.turn.state === 'asking'));
    expect(kit.tools.effects).toEqual([]);
    kit.permissions.answer(allowOnce);
    await kit.until(() => kit.permissions.open.length === 1);
    expect(kit.tools.effects).toEqual(['note:a']);
    kit.permissions.answer(denyOnce);
    await kit.settled();
    const answer = (await kit.history()).at(-1);
    expect(callsOf(answer).map((call) => call.state)).toEqual(['done', 'denied']);
    expect(kit.tools.effects).toEqual(['note:a']);
    expect(kit.models.requests.at(-1)?.messages.at(-1)?.parts).toMatchObject([
      {
        type: 'tool_result',
        isError: true,
        output: 'The person denied this. Go on without it.',
        // For the person: offline rules answer without a model in between.
        call: { state: 'denied', error: { code: 'forbidden', details: { reason: 'denied_by_person' } } },
      },
    ]);
  });

  it('ends as stopped when the person denies and stops; later calls are not run', async () => {
    await start({
      script: [
        {
          calls: [
            { name: 'note', input: { text: 'a' } },
            { name: 'note', input: { text: 'b' } },
          ],
        },
      ],
    });
    await kit.send('write');
    await kit.until(() => kit.permissions.open.length === 2);
    kit.permissions.answer({ ...denyOnce, stop: true });
    await kit.settled();
    const answer = (await kit.history()).at(-1);
    expect(answer?.status).toBe('stopped');
    expect(callsOf(answer).map((call) => call.state)).toEqual(['denied', 'stopped']);
    expect(kit.models.requests).toHaveLength(1);
    expect(kit.tools.effects).toEqual([]);
  });

  it('gives the model every mistake of a call as a result it can read', async () => {
    const calls = [
      { name: 'nothing', input: {} },
      { name: 'note', input: { text: 5 } },
      { name: 'fail', input: { text: 'x' } },
    ];
    await start({ script: [{ calls }, { text: 'I see.' }] });
    await kit.send('go', { policy: allAllowed });
    await kit.settled();
    const outputs = (kit.models.requests[1]?.messages.at(-1)?.parts ?? []).map((part) =>
      part.type === 'tool_result' ? [part.isError, part.output] : [],
    );
    expect(outputs[0]).toEqual([true, 'There is no tool nothing. The tools are: peek, note, wait, deaf, fail, talk.']);
    expect(outputs[1]?.[1]).toContain('at text');
    expect(outputs[2]).toEqual([true, 'It failed, as always.']);
  });

  it('cuts a long output for the model with a notice, and keeps the whole [R15]', async () => {
    await start({
      script: [{ calls: [{ name: 'talk', input: { kib: 200 } }] }, { text: 'Much.' }, { text: 'Again.' }],
    });
    await kit.send('go');
    await kit.settled();
    const seen = kit.models.requests[1]?.messages.at(-1)?.parts[0];
    const output = seen?.type === 'tool_result' ? seen.output : '';
    expect(Buffer.byteLength(output)).toBeLessThanOrEqual(32 * 1024);
    expect(output).toMatch(/^begin ü+\n\n\[Output cut: \d+ of 204810 bytes left out here\./);
    expect(output.endsWith(' end')).toBe(true);
    const [call] = callsOf((await kit.history()).at(-1));
    expect(call && (await kit.store.messages.callOutput(call.callId)).length).toBe(6 + 200 * 512 + 4);
    // The next turn shows the model the same bytes.
    await kit.send('and?');
    await kit.settled();
    expect(JSON.stringify(kit.models.requests[2]?.messages)).toContain(JSON.stringify(output));
  });

  it('ends a call that takes too long, and goes on', async () => {
    await start({ script: [{ calls: [{ name: 'wait', input: { text: 'x' } }] }, { text: 'Too slow.' }] });
    await kit.send('go', { policy: allAllowed });
    await kit.settled();
    const answer = (await kit.history()).at(-1);
    expect(callsOf(answer)).toMatchObject([{ state: 'failed', error: { code: 'timeout' } }]);
    expect(textOf(answer)).toBe('Too slow.');
  });

  it('keeps the text of a cut stream and ends as failed', async () => {
    const error = { code: 'unavailable', message: 'The connection was cut.', retryable: true } as const;
    await start({ script: [{ text: ['Half of', ' it'], error }] });
    await kit.send('go');
    await kit.settled();
    expect((await kit.history()).at(-1)).toMatchObject({
      status: 'failed',
      error: { code: 'unavailable' },
      parts: [{ type: 'text', text: 'Half of it' }],
    });
  });

  it('shows a countdown while it waits for a retry, and leaves a remark in the answer', async () => {
    const error = { code: 'rate_limited', message: 'Too many requests.', retryable: true } as const;
    await start({ script: [{ retry: { attempt: 1, delayMs: 4_000, error }, text: 'At last.' }] });
    const events = kit.watch();
    await kit.send('go');
    await kit.settled();
    const retry = events.flatMap((event) => (event.type === 'turn' && event.turn.retry ? [event.turn.retry] : []));
    expect(retry[0]).toMatchObject({ attempt: 1, error: { code: 'rate_limited' } });
    const answer = (await kit.history()).at(-1);
    expect(answer?.parts.map((part) => part.type)).toEqual(['note', 'text']);
    expect(notesOf(answer)).toEqual(['notes.retried']);
  });

  it('says which model took over, and stays with it for the rest of the turn', async () => {
    const error = { code: 'unavailable', message: 'Overloaded.', retryable: true } as const;
    const two = { ref: 'scripted/two', name: 'two', label: 'Two', tools: true };
    const one = { ref: 'scripted/one', name: 'one', label: 'One', tools: true };
    await start({
      models: { models: [one, two] },
      script: [{ failover: { from: one.ref, to: two.ref, error }, ...note('a') }, { text: 'Ok.' }],
    });
    await kit.send('go', { policy: allAllowed });
    await kit.settled();
    expect(kit.models.requests.map((request) => request.ref)).toEqual([one.ref, two.ref]);
    const answer = (await kit.history()).at(-1);
    expect(answer?.model).toBe(two.ref);
    expect(notesOf(answer)).toEqual(['notes.failover']);
    const [remark] = answer?.parts.filter((part) => part.type === 'note') ?? [];
    expect(createTranslate('de')(remark?.key ?? '', remark?.params)).toContain('Grund: Das steht gerade nicht bereit.');
  });

  it('says when the answer was cut, declined, empty, or held a suspected call', async () => {
    await start({
      script: [
        { text: 'Long', stop: 'max_output' },
        { stop: 'refused' },
        {},
        { text: '{"tool":', suspectedToolText: true },
      ],
    });
    for (const text of ['a', 'b', 'c', 'd']) {
      await kit.send(text);
      await kit.settled();
    }
    const answers = (await kit.history()).filter((message) => message.role === 'assistant');
    expect(answers.map(notesOf)).toEqual([
      ['notes.max_output'],
      ['notes.refused'],
      ['notes.empty_answer'],
      ['notes.suspected_tool_text'],
    ]);
  });
});

describe('an answer without a model', () => {
  it('has no remark about a model that declined', async () => {
    await start({
      models: { models: [{ ref: 'offline/commands', name: 'commands', label: 'Offline' }] },
      script: [{ text: 'I do not understand that.', stop: 'refused' }],
    });
    await kit.send('write a poem');
    await kit.settled();
    const answer = (await kit.history()).at(-1);
    expect(textOf(answer)).toBe('I do not understand that.');
    expect(answer).toMatchObject({ status: 'done' });
    expect(notesOf(answer)).toEqual([]);
  });
});

describe('limits of a turn', () => {
  const forever = () => note(String(Math.random()));

  it('stops after the allowed number of steps, with a sentence [T41]', async () => {
    await start({ script: forever, settings: { limits: { stepsPerTurn: 4 } } });
    await kit.send('go', { policy: allAllowed });
    await kit.settled();
    const answer = (await kit.history()).at(-1);
    expect(kit.models.requests).toHaveLength(4);
    expect(answer?.status).toBe('stopped');
    expect(notesOf(answer)).toEqual(['notes.limit_steps']);
  });

  it('stops at the allowed tokens and at the allowed cost [T41]', async () => {
    const priced = {
      ref: 'scripted/dear',
      name: 'dear',
      label: 'Dear',
      price: { inputPerMTok: 100, outputPerMTok: 0, asOf: '2026-01-01' },
    };
    await start({
      models: { models: [{ ref: 'scripted/one', name: 'one', label: 'One' }, priced] },
      script: (request) => ({ ...forever(), usage: usageOf(request.model === 'dear' ? 500 : 3_000) }),
      settings: { limits: { tokensPerTurn: 9_000, costUsdPerTurn: 0.1 } },
    });
    await kit.send('go', { policy: allAllowed });
    await kit.settled();
    expect(notesOf((await kit.history()).at(-1))).toEqual(['notes.limit_tokens']);
    expect(kit.models.requests).toHaveLength(3);
    await kit.send('go', { policy: allAllowed, model: priced.ref });
    await kit.settled();
    expect(notesOf((await kit.history()).at(-1))).toEqual(['notes.limit_cost']);
    expect(kit.models.requests).toHaveLength(5);
  });

  it('stops at the allowed time even inside a call, not counting the wait for the person [T41]', async () => {
    await start({ script: [note('a'), { text: 'x', hang: true }], settings: { limits: { minutesPerTurn: 1 } } });
    await kit.send('go');
    await kit.until(() => kit.permissions.open.length === 1);
    await kit.clock.advance(10 * 60_000);
    kit.permissions.answer(allowOnce);
    await kit.until(() => kit.models.requests.length === 2);
    const since = kit.clock.now();
    await kit.settled();
    expect(kit.clock.now() - since).toBeGreaterThan(55_000);
    const answer = (await kit.history()).at(-1);
    expect(notesOf(answer)).toEqual(['notes.limit_time']);
    expect(answer).toMatchObject({ status: 'stopped' });
    expect(textOf(answer)).toBe('x');
    // What it left running ends with it, as with the other limits (background.test.ts).
    expect(kit.tools.endedBackgrounds).toEqual([kit.session.id]);
  });

  it('does not run the same failing call a fourth time: the model is told, then the turn ends [T41]', async () => {
    await start({ script: () => ({ calls: [{ name: 'fail', input: { text: 'same' } }] }) });
    await kit.send('go');
    await kit.settled();
    expect(kit.models.requests).toHaveLength(5);
    expect(JSON.stringify(kit.models.requests[4]?.messages.at(-1))).toContain('has failed three times');
    expect(notesOf((await kit.history()).at(-1))).toEqual(['notes.same_call_failing']);
  });
});

describe('messages that come while a turn runs', () => {
  it('keeps the order of two messages sent while a turn runs', async () => {
    await start({ script: [{ text: 'One', firstMs: 500 }, { text: 'Two' }] });
    await kit.send('first');
    await kit.until(() => kit.models.requests.length === 1);
    await kit.send('second', { mode: 'queue' });
    await kit.send('third', { mode: 'queue' });
    await kit.settled();
    expect((await kit.history()).map(textOf)).toEqual(['first', 'One', 'second', 'third', 'Two']);
    const last = kit.models.requests[1]?.messages.at(-1)?.parts.map((part) => (part.type === 'text' ? part.text : ''));
    expect(last).toEqual(['second', 'third']);
  });

  it('takes a steering message into the running turn, after its calls', async () => {
    await start({
      script: [{ text: 'Looking.', calls: [{ name: 'wait', input: { text: 'x' } }] }, { text: 'Then so.' }],
    });
    await kit.send('go', { policy: allAllowed });
    await kit.until(() => kit.tools.effects.length === 1);
    await kit.send('rather the other file', { policy: allAllowed });
    await kit.settled();
    const history = await kit.history();
    expect(history.map((message) => message.role)).toEqual(['user', 'assistant', 'user', 'assistant']);
    expect(history.map((message) => message.status)).toEqual(['done', 'done', 'done', 'done']);
    expect(new Set(history.map((message) => message.turnId)).size).toBe(1);
    const parts = kit.models.requests[1]?.messages.at(-1)?.parts.map((part) => part.type);
    expect(parts).toEqual(['tool_result', 'text']);
  });

  it('steers also when the model was only talking: the turn goes on with another step', async () => {
    await start({ script: [{ text: 'Talking', firstMs: 1_000 }, { text: 'Heard.' }] });
    await kit.send('go');
    await kit.until(() => kit.models.requests.length === 1);
    await kit.send('and also this');
    await kit.settled();
    const history = await kit.history();
    expect(history.map(textOf)).toEqual(['go', 'Talking', 'and also this', 'Heard.']);
    expect(history[3]?.turnId).toBe(history[0]?.turnId);
  });

  it('still holds all of it when another model takes over after a steering message', async () => {
    const error = { code: 'unavailable', message: 'Overloaded.', retryable: true } as const;
    const model = (name: string) => ({ ref: `scripted/${name}`, name, label: name, tools: true });
    await start({
      models: { models: [model('one'), model('two')] },
      script: [
        { text: 'Before.' },
        { text: 'Looking.', calls: [{ name: 'wait', input: { text: 'x' } }] },
        { failover: { from: 'scripted/one', to: 'scripted/two', error }, ...note('a') },
        { text: 'Done.' },
      ],
    });
    await kit.send('earlier', { policy: allAllowed });
    await kit.settled();
    await kit.send('go', { policy: allAllowed });
    await kit.until(() => kit.tools.effects.length === 1);
    await kit.send('rather this', { policy: allAllowed });
    await kit.settled();
    expect(kit.models.requests[3]?.ref).toBe('scripted/two');
    const told = JSON.stringify(kit.models.requests[3]?.messages);
    for (const text of ['earlier', 'Before.', 'go', 'Looking.', 'rather this', 'noted a']) expect(told).toContain(text);
  });

  it('starts a turn with a message that came too late to steer', async () => {
    await start({ script: [{ text: 'One' }, { text: 'Two' }] });
    await kit.send('a', { mode: 'steer' });
    await kit.settled();
    await kit.send('b', { mode: 'steer' });
    await kit.settled();
    expect((await kit.history()).map(textOf)).toEqual(['a', 'One', 'b', 'Two']);
  });

  it('drops a repeat of the same command', async () => {
    await start({ script: [{ text: 'Once.' }] });
    const first = await kit.send('a', { dedupeKey: 'same' });
    const again = await kit.send('a', { dedupeKey: 'same' });
    expect(again).toEqual({ inboxId: first.inboxId, duplicate: true });
    await kit.settled();
    expect(kit.models.requests).toHaveLength(1);
  });

  it('refuses an empty message', async () => {
    await start();
    await expect(kit.send('  \n')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('runs 64 sessions beside each other', async () => {
    await start({ script: () => ({ text: ['a', 'b'], firstMs: 100, betweenMs: 20 }) });
    const sessions = await Promise.all(Array.from({ length: 64 }, () => kit.newSession()));
    await Promise.all(sessions.map(({ id }) => kit.send('go', { sessionId: id })));
    await kit.until(() => kit.models.requests.length === 64);
    const since = kit.clock.now();
    for (const { id } of sessions) await kit.settled(id);
    expect(kit.clock.now() - since).toBeLessThan(1_000);
  });
});
