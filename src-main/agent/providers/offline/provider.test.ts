// Offline mode as a provider: the same stream as any model, by tool calls, without guessing.
import { describe, expect, it } from 'vitest';
import type { ToolCall } from '#main/contract/messages.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { ModelMessage, ModelPart, OutputPart } from '../port.ts';
import { collect, lastOf, makeConfig, makeDeps, makeRequest, textOf } from '../testing/make-config.ts';
import { createOffline } from './provider.ts';

const tools = [
  'list_directory',
  'read_file',
  'write_file',
  'run_command',
  'web_fetch',
  'search_chats',
  'current_time',
].map((name) => ({
  name,
  description: '',
  inputSchema: {},
}));
const offline = createOffline(makeConfig('offline', ''), makeDeps());
const user = (...parts: ModelPart[]): ModelMessage => ({ role: 'user', parts });
const said = (text: string): ModelMessage => user({ type: 'text', text });
const ask = (messages: ModelMessage[], signal = neverAborts) =>
  collect(offline.stream(makeRequest({ model: 'commands', messages, tools }), signal));

async function callFor(text: string): Promise<Extract<OutputPart, { type: 'tool_call' }>> {
  const call = lastOf(await ask([said(text)])).parts.find((part) => part.type === 'tool_call');
  if (call === undefined) throw new Error('no call');
  return call;
}
async function answerTo(text: string, output: string, isError = false) {
  const call = await callFor(text);
  return ask([
    said(text),
    { role: 'assistant', parts: [call] },
    user({ type: 'tool_result', callId: call.callId, output, isError }),
  ]);
}

describe('offline', () => {
  it('turns a command into a tool call, with a fresh id each time and nothing else', async () => {
    const events = await ask([said('show me notes.txt')]);
    expect(lastOf(events)).toMatchObject({
      type: 'finish',
      stopReason: 'tool_calls',
      parts: [{ type: 'tool_call', name: 'read_file', input: { path: 'notes.txt' } }],
      usage: { inputTokens: 0, outputTokens: 0 },
    });
    const other = await callFor('show me notes.txt');
    expect(other.callId).not.toBe(lastOf(events).parts.find((part) => part.type === 'tool_call')?.callId);
  });

  describe('commands for devices', () => {
    const names = ['device_list', 'device_connect', 'measure_now', 'pin_write', 'stop_all'];
    const deviceTools = names.map((name) => ({ name, description: '', inputSchema: {} }));
    const speaks = createOffline(makeConfig('offline', ''), makeDeps({ language: () => 'de' }));
    type Outcome = { output?: string; isError?: boolean; call?: Pick<ToolCall, 'state' | 'error'> };
    /** What offline mode does after so many results, the newest sentence being `text`. */
    async function play(text: string, outcomes: readonly Outcome[], offered = deviceTools) {
      const messages = [said(text)];
      for (let turn = 0; ; turn += 1) {
        const events = await collect(speaks.stream(makeRequest({ messages, tools: offered }), neverAborts));
        const call = lastOf(events).parts.find((part) => part.type === 'tool_call');
        const outcome = outcomes[turn];
        if (outcome === undefined || call === undefined)
          return { call: call && [call.name, call.input], text: textOf(events) };
        const { output = 'ok', isError = outcome.call !== undefined && outcome.call.state !== 'done' } = outcome;
        const result = { type: 'tool_result', callId: call.callId, output, isError, call: outcome.call } as const;
        messages.push({ role: 'assistant', parts: [call] }, user(result as ModelPart));
      }
    }

    it('open the device first, then do it, and tell only what came of it', async () => {
      const opens = await play('Lies die Temperatur der Wetterstation', []);
      expect(opens.call).toEqual(['device_connect', { device: 'Wetterstation' }]);
      const measures = await play('Lies die Temperatur der Wetterstation', [
        { output: 'virtual:weather is connected.' },
      ]);
      expect(measures.call).toEqual(['measure_now', { device: 'Wetterstation', quantity: 'temperature' }]);
      const told = await play('Lies die Temperatur der Wetterstation', [{}, { output: 'temperature: 21.5 °C' }]);
      expect(told.call).toBeUndefined();
      expect(told.text).toContain('temperature: 21.5 °C');
      expect(told.text).not.toContain('ok');
    });

    it('go no further where the device could not be opened, or where that was denied', async () => {
      const error = {
        code: 'conflict' as const,
        message: 'Another program holds it.',
        retryable: true,
        details: { reason: 'device_busy', facts: { path: '/dev/ttyACM0' } },
      };
      const busy = await play('LED an', [{ output: error.message, call: { state: 'failed', error } }]);
      expect(busy.call).toBeUndefined();
      expect(busy.text).toContain('Das hat nicht geklappt. Ein anderes Programm hält /dev/ttyACM0');
      const denied = await play('LED an', [{ output: 'The person said no.', call: { state: 'denied' } }]);
      expect(denied.call).toBeUndefined();
      expect(denied.text).toContain('Das wurde abgelehnt');
    });

    it('say in the person’s language what is switched now', async () => {
      const told = async (text: string) => (await play(text, [{}, { output: 'Pin LED is switched to high.' }])).text;
      expect(await told('LED an')).toContain('`LED` ist an.');
      expect(await told('Lampe ausschalten')).toContain('`LED` ist aus.');
      expect(await told('dimme Pin 9 auf 12,5 %')).toContain('`9` steht auf 12.5 %.');
      expect((await play('Alles aus', [])).call).toEqual(['stop_all', {}]);
      expect((await play('Alles aus', [{ output: 'Stopped.' }])).text).toContain('wenn der Stopp gelöst ist');
      const unsafe = await play('Alles aus', [{ output: 'NOT made safe: usb:1.', isError: true }]);
      expect(unsafe.text).toContain('NOT made safe: usb:1.');
    });

    it('say where devices are allowed while none is there', async () => {
      const { call, text } = await play('LED an', [], tools);
      expect(call).toBeUndefined();
      expect(text).toContain('Noch ist kein Gerät erlaubt');
      const [, ...rest] = [...deviceTools].reverse();
      expect((await play('stopp alles', [], rest)).text).toContain('stop_all ist ausgeschaltet');
    });
  });

  it('answers with what the tool of the running turn returned', async () => {
    const events = await answerTo('show me notes.txt', 'high tide at noon\n');
    expect(lastOf(events)).toMatchObject({ type: 'finish', stopReason: 'end' });
    expect(textOf(events)).toContain('`notes.txt`:\n\n```\nhigh tide at noon\n```');
  });

  it('closes no code block early when the file has one of its own', async () => {
    expect(textOf(await answerTo('show me a.md', '```js\n1\n```'))).toContain('````\n```js\n1\n```\n````');
  });

  it('says when a tool failed, in the tool’s words', async () => {
    expect(textOf(await answerTo('show me a.txt', 'There is no "a.txt".', true))).toContain(
      'That did not work. There is no "a.txt".',
    );
  });

  describe.each([
    { language: 'en', person: /You denied this.*answer “Once”/, time: /Nobody answered in time/ },
    { language: 'de', person: /Das wurde abgelehnt.*mit „Einmal“ antworten/, time: /Niemand hat rechtzeitig/ },
  ] as const)('a call that was not run, in the language $language', ({ language, person, time }) => {
    const speaks = createOffline(makeConfig('offline', ''), makeDeps({ language: () => language }));
    const forModel = 'The person said no to this. Do not try the same again in another way; ask what they would like.';
    const answer = async (call: Pick<ToolCall, 'state' | 'error'>) => {
      const asked = await callFor('run npm test');
      const messages = [
        said('run npm test'),
        { role: 'assistant', parts: [asked] } as const,
        user({ type: 'tool_result', callId: asked.callId, output: forModel, isError: true, call }),
      ];
      const events = await collect(speaks.stream(makeRequest({ messages, tools }), neverAborts));
      expect(lastOf(events)).toMatchObject({ type: 'finish', stopReason: 'end' });
      const text = textOf(events);
      expect(text).not.toContain('The person');
      expect(text).not.toMatch(/did not work|nicht geklappt/);
      return text;
    };
    const denied = (reason: string, facts: Record<string, string> = {}) =>
      answer({
        state: 'denied',
        error: { code: 'forbidden', message: forModel, retryable: false, details: { reason, facts } },
      });

    it('says that it was denied and what one can do', async () => {
      expect(await denied('denied_by_person')).toMatch(person);
      expect(await denied('denied_by_time')).toMatch(time);
      expect(await denied('denied_unasked', { tool: 'run_command', allow: 'execute' })).toContain('--allow execute');
    });

    it('says so also of a call that an older Limpet stored, and of what was stopped or may have run', async () => {
      expect(await answer({ state: 'denied' })).toMatch(/This was denied|Das wurde abgelehnt/);
      expect(await answer({ state: 'stopped' })).toMatch(/was stopped|wurde angehalten/);
      expect(await answer({ state: 'unknown' })).toMatch(/nobody knows|ist unbekannt/);
    });
  });

  it('answers what it does not understand with the list of what it does, and is recognisable by its stop reason', async () => {
    const events = await ask([said('write me a poem')]);
    expect(lastOf(events)).toMatchObject({ type: 'finish', stopReason: 'refused' });
    expect(textOf(events)).toContain('search my chats for tide');
    expect(textOf(events)).toContain('Settings > Models');
  });

  it('helps without refusing', async () => {
    const events = await ask([said('help')]);
    expect(lastOf(events)).toMatchObject({ type: 'finish', stopReason: 'end' });
    expect(textOf(events)).toContain('offline mode: no model');
  });

  it('names itself in the first answer of a conversation and not again', async () => {
    const first = textOf(await answerTo('list the files here', 'a.txt'));
    expect(first).toContain('no model');
    const call = await callFor('what time is it');
    const later = await ask([
      said('list the files here'),
      { role: 'assistant', parts: [{ type: 'text', text: 'In this folder: a.txt' }] },
      said('what time is it'),
      { role: 'assistant', parts: [call] },
      user({ type: 'tool_result', callId: call.callId, output: 'It is noon.', isError: false }),
    ]);
    expect(textOf(later)).toBe('It is noon.');
  });

  it('follows what the person says in the middle of a turn, not what was said before', async () => {
    const call = await callFor('list the files here');
    const events = await ask([
      said('list the files here'),
      { role: 'assistant', parts: [call] },
      user({ type: 'tool_result', callId: call.callId, output: 'a.txt', isError: false }),
      said('show me a.txt'),
    ]);
    expect(lastOf(events).parts).toMatchObject([{ type: 'tool_call', name: 'read_file' }]);
  });

  it('refuses a command whose tool is not offered', async () => {
    const events = await collect(
      offline.stream(makeRequest({ messages: [said('run npm test')], tools: [] }), neverAborts),
    );
    expect(lastOf(events)).toMatchObject({ stopReason: 'refused' });
  });

  it('answers in German when that is the language, with the same commands', async () => {
    const german = createOffline(makeConfig('offline', ''), makeDeps({ language: () => 'de' }));
    const events = await collect(german.stream(makeRequest({ messages: [said('hallo')], tools }), neverAborts));
    expect(textOf(events)).toContain('nicht verstanden');
    expect(textOf(events)).toContain('search my chats for tide');
  });

  it('is cancelled like any model', async () => {
    expect(lastOf(await ask([said('help')], AbortSignal.abort()))).toMatchObject({
      stopReason: 'cancelled',
      parts: [],
    });
  });

  it('lists one model that costs nothing', async () => {
    expect(await offline.listModels(neverAborts)).toMatchObject([
      { ref: 'offline/commands', tools: true, price: { inputPerMTok: 0 } },
    ]);
  });
});
