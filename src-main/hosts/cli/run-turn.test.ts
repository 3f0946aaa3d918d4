// One question and its answer on the command line, against a core that says what the test wants.
import { describe, expect, it } from 'vitest';
import { SessionId } from '#main/contract/ids.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { exitCodes } from './exit-codes.ts';
import { type RunTurnOptions, runTurn } from './run-turn.ts';
import { createFakeTerminal } from './testing/fake-terminal.ts';
import {
  approvalOf,
  messageOf,
  question,
  type ScriptStep,
  scriptChat,
  snapshotOf,
  turnOf,
} from './testing/scripted-chat.ts';

const text = (value: string) => ({ type: 'text', text: value });
const call = (change: Record<string, unknown> = {}) => ({
  type: 'tool_call',
  callId: 'c1',
  tool: 'run_command',
  input: {},
  state: 'done',
  title: { key: 'Run it', params: {} },
  ...change,
});
const began: ScriptStep[] = [
  snapshotOf(),
  { type: 'message', message: question, total: 1 },
  { type: 'message', message: messageOf({}), total: 2 },
  { type: 'turn', turn: turnOf() },
];

function setUp(
  steps: readonly ScriptStep[],
  o: { stored?: ReturnType<typeof messageOf>[]; json?: boolean; isTerminal?: boolean } = {},
) {
  const terminal = createFakeTerminal({ isTerminal: o.isTerminal ?? false });
  const script = scriptChat(steps, o.stored);
  const options: RunTurnOptions = {
    api: script.api,
    terminal,
    t: createTranslate('en'),
    sessionId: SessionId.parse('s1'),
    message: 'hello',
    model: undefined,
    allow: new Set(),
    json: o.json ?? false,
    signal: neverAborts,
  };
  return { ...script, terminal, run: () => runTurn(options) };
}
const append = (index: number, value: string): ScriptStep => ({
  type: 'text',
  messageId: messageOf({}).id,
  index,
  part: 'text',
  append: value,
});
const over = (change: Record<string, unknown> = {}): ScriptStep => ({
  type: 'turn',
  turn: turnOf({ state: 'done', stopReason: 'end', ...change }),
});

describe('a turn on the command line', () => {
  it('writes the answer as it grows, once, and nothing else to standard output', async () => {
    const stored = [messageOf({ status: 'done', parts: [text('Hello there.'), call(), text('Done.')] })];
    const { run, terminal, sent } = setUp(
      [
        ...began,
        append(0, 'Hello '),
        append(0, 'there.'),
        { type: 'message', message: stored[0] ?? question, total: 2 },
        over(),
      ],
      { stored },
    );
    const report = await run();
    expect(terminal.written.out).toBe('Hello there.\n\nDone.\n');
    expect(sent).toEqual([{ sessionId: 's1', text: 'hello', mode: 'queue' }]);
    expect(report).toMatchObject({
      exitCode: exitCodes.ok,
      text: 'Hello there.\n\nDone.',
      noModel: false,
      turnId: 't1',
    });
  });
  it('gives the whole as one object with --json', async () => {
    const parts = [text('There are 3.'), call({ exitCode: 0 })];
    const usage = { inputTokens: 10, outputTokens: 5 };
    const { run, terminal } = setUp([...began, append(0, 'There are 3.'), over()], {
      stored: [messageOf({ status: 'done', parts, usage })],
      json: true,
    });
    await run();
    expect(terminal.written.out.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(terminal.written.out)).toMatchObject({
      text: 'There are 3.',
      model: 'mock/one',
      noModel: false,
      calls: [{ tool: 'run_command', title: 'Run it', state: 'done', exitCode: 0 }],
      usage: { inputTokens: 10, outputTokens: 5 },
      exitCode: 0,
    });
  });
  it('follows its own turn while another one runs in the session', async () => {
    const other = messageOf({ id: 'x', turnId: 't0', parts: [text('not mine')] });
    const { run, terminal } = setUp(
      [
        snapshotOf({ turn: turnOf({ id: 't0' }), tail: [other] }),
        { type: 'text', messageId: other.id, index: 0, part: 'text', append: ' at all' },
        { type: 'turn', turn: turnOf({ id: 't0', state: 'done' }) },
        ...began.slice(1),
        { type: 'turn', turn: turnOf({ id: 't0', state: 'failed' }) },
        append(0, 'mine'),
        over(),
      ],
      { stored: [other, messageOf({ status: 'done', parts: [text('mine')] })] },
    );
    expect(await run()).toMatchObject({ turnId: 't1', state: 'done' });
    expect(terminal.written.out).toBe('mine\n');
  });
  it('loses nothing when the stream falls behind and starts anew', async () => {
    const half = messageOf({ parts: [text('first half, ')] });
    const whole = messageOf({ status: 'done', parts: [text('first half, second half')] });
    const { run, terminal } = setUp(
      [
        ...began,
        append(0, 'first '),
        snapshotOf({ tail: [question, half], turn: turnOf() }),
        snapshotOf({ tail: [question, whole] }),
      ],
      { stored: [whole] },
    );
    expect(await run()).toMatchObject({ exitCode: exitCodes.ok, state: 'done' });
    expect(terminal.written.out).toBe('first half, second half\n');
  });
  it('marks an answer without a model, and one that was not understood', async () => {
    const stored = [
      messageOf({ status: 'done', model: 'offline/commands', parts: [text('I do not understand that.')] }),
    ];
    const { run, terminal } = setUp([...began, over({ stopReason: 'refused' })], { stored });
    expect(await run()).toMatchObject({ exitCode: exitCodes.notUnderstood, noModel: true, understood: false });
    expect(terminal.written.err).toContain('[no model]');
    expect(terminal.written.out).toBe('I do not understand that.\n');
  });
  it('ends with its own code when something was denied, and with failure when it failed', async () => {
    const denied = setUp([...began, over()], {
      stored: [messageOf({ status: 'done', parts: [call({ state: 'denied' })] })],
    });
    expect((await denied.run()).exitCode).toBe(exitCodes.denied);
    const error = { code: 'unauthenticated', message: 'The key is wrong. Set a new one.', retryable: false };
    const failed = setUp([...began, over({ state: 'failed', stopReason: 'error', error })], {
      stored: [messageOf({ status: 'failed' })],
    });
    expect((await failed.run()).exitCode).toBe(exitCodes.failed);
    expect(failed.terminal.written.err).toContain('The key is wrong.');
    const limited = setUp([...began, over({ stopReason: 'limit_steps' })], { stored: [messageOf({ status: 'done' })] });
    expect((await limited.run()).exitCode).toBe(exitCodes.failed);
  });
  it('denies what nobody can be asked about, and goes on [T25]', async () => {
    const { run, decisions } = setUp([...began, { type: 'approvals', approvals: [approvalOf()] }, over()]);
    await run();
    expect(decisions).toMatchObject([{ decision: 'deny' }]);
  });
  it('stops at the first Ctrl+C and gives up at the second [T42]', async () => {
    const gentle = setUp([
      ...began,
      () => {
        gentle.terminal.interrupt();
        return undefined;
      },
      over({ state: 'stopped', stopReason: 'cancelled' }),
    ]);
    expect(await gentle.run()).toMatchObject({ state: 'stopped', exitCode: exitCodes.failed });
    expect(gentle.stops).toEqual([{ sessionId: 's1' }]);
    const hard = setUp([
      ...began,
      () => {
        hard.terminal.interrupt();
        hard.terminal.interrupt();
        return undefined;
      },
    ]);
    await expect(hard.run()).rejects.toMatchObject({ code: 'cancelled' });
  });
  it('lets no answer steer the terminal, and passes every byte on to a pipe [R16]', async () => {
    const nasty = 'a\x1b[2Jb\x07\u202ec 👩‍👩‍👧 ü\n';
    const steps = [...began, append(0, nasty), over()];
    const stored = [messageOf({ status: 'done', parts: [text(nasty)] })];
    const shown = setUp(steps, { stored, isTerminal: true });
    await shown.run();
    expect(shown.terminal.written.out).toBe('a\\u{1b}[2Jb\\u{7}\\u{202e}c 👩‍👩‍👧 ü\n');
    const piped = setUp(steps, { stored });
    await piped.run();
    expect(piped.terminal.written.out).toBe(nasty);
  });
});
