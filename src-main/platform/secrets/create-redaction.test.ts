// What a tool read, printed or threw holds no known secret when it is stored, shown or sent to a model.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool, type PlanContext, type Tool, type ToolContext } from '#main/abilities/tools/port.ts';
import type { ModelEvent, ModelMessage, ModelRequest } from '#main/agent/providers/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { Shown } from '#main/contract/messages.ts';
import type { ProcessOutput } from '#main/guard/sandbox/port.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { createRedactor } from '#main/platform/base/log.ts';
import { createRedaction } from './create-redaction.ts';

const key = 'sk-ant-api03-q9sV7wLr2TzXk4Jm8Nc3Bd';
const base64 = Buffer.from(`user:${key}`).toString('base64');

function setUp(settle: () => Promise<void> = async () => {}) {
  const redactor = createRedactor();
  const clock = createFakeClock();
  return { redactor, clock, redaction: createRedaction({ redactor, clock, secrets: { settle } }) };
}

type Acts = { readonly run?: Tool['run']; readonly shown?: Shown; readonly plan?: () => never };

/** A tool as the loop is handed it, behind the redaction. */
async function toolOf(acts: Acts, settled = setUp()) {
  const tool = defineTool({
    name: 'probe',
    description: 'A probe.',
    input: z.object({}),
    async plan(input) {
      acts.plan?.();
      const shown = acts.shown ?? { type: 'text' as const, text: 'probe' };
      return { input, effects: [], shown, title: { key: 'tools.probe', params: {} }, canUndo: false };
    },
    run: acts.run ?? (async () => ({ output: '' })),
  });
  const bench = settled.redaction.tools({ list: async (_o: unknown, _signal: AbortSignal) => [tool] });
  const [safe] = await bench.list(undefined as never, neverAborts);
  if (safe === undefined) throw new Error('the tool is gone');
  return { ...settled, tool, safe, bench };
}

async function run(safe: Tool, more: Partial<ToolContext> = {}) {
  const shown: string[] = [];
  const context = { progress: (text: string) => shown.push(text), ...more } as unknown as ToolContext;
  const plan = await safe.plan({}, {} as PlanContext);
  const result = await safe.run(plan, context);
  return { plan, result, shown: shown.join('') };
}

async function* pieces(...all: readonly ProcessOutput[]): AsyncGenerator<ProcessOutput> {
  yield* all;
}

describe('tools behind the redaction', () => {
  it('give back no known key, plain or as base64, and nothing else changes [T33]', async () => {
    const { safe, redactor } = await toolOf({
      run: async () => ({ output: `${key} ${base64} sk-look-alike-0123456789` }),
    });
    redactor.add(key);
    const { result } = await run(safe);
    expect(result.output).not.toContain(key.slice(8));
    expect(result.output).not.toContain(base64.slice(10));
    expect(result.output).toMatch(/^\[redacted\] \w*\[redacted\][\w=]* sk-look-alike-0123456789$/);
  });

  it('show no key while they run, also when it comes in two pieces [T33]', async () => {
    const { safe, redactor } = await toolOf({
      async run(_plan, ctx) {
        for (const piece of ['a ', key.slice(0, 9), key.slice(9), ' z']) ctx.progress(piece);
        return { output: 'done' };
      },
    });
    redactor.add(key);
    expect((await run(safe)).shown).toBe('a [redacted] z');
  });

  it('never get a key out of a command, however its pipes cut it [T33]', async () => {
    const seen: ProcessOutput[] = [];
    const { safe, redactor } = await toolOf({
      async run(_plan, ctx) {
        const running = await ctx.spawn({ argv: ['x'], cwd: '/', network: false, timeoutMs: 1 });
        for await (const piece of running.output) seen.push(piece);
        await running.kill();
        return { output: seen.map((piece) => piece.text).join('') };
      },
    });
    redactor.add(key);
    let kills = 0;
    const output = pieces(
      { stream: 'stdout', text: `one ${key.slice(0, 12)}` },
      { stream: 'stderr', text: 'between' },
      { stream: 'stdout', text: `${key.slice(12)} two` },
      { stream: 'stderr', text: base64.slice(0, 20) },
      { stream: 'stderr', text: base64.slice(20) },
    );
    const spawn = async () => ({
      pid: 1,
      output,
      exit: new Promise<never>(() => {}),
      kill: async () => {
        kills += 1;
      },
    });
    const { result } = await run(safe, { spawn });
    const told = (stream: 'stdout' | 'stderr') =>
      seen.map((piece) => (piece.stream === stream ? piece.text : '')).join('');
    expect(told('stdout')).toBe('one [redacted] two');
    expect(told('stderr')).toMatch(/^between\w*\[redacted\][\w=]*$/);
    expect(result.output).not.toContain(key.slice(0, 12));
    expect(kills).toBe(1);
  });

  it('throw no key [T33]', async () => {
    const fail = () => {
      throw new AppError('tool_failed', `refused ${key}`, { details: { reason: 'refused', facts: { url: key } } });
    };
    const { safe, redactor } = await toolOf({ run: async () => fail() });
    redactor.add(key);
    const refused = { code: 'tool_failed', message: 'refused [redacted]', details: { facts: { url: '[redacted]' } } };
    await expect(run(safe)).rejects.toMatchObject(refused);
    const planning = await toolOf({ plan: fail });
    planning.redactor.add(key);
    await expect(run(planning.safe)).rejects.toMatchObject(refused);
  });

  it('show what a file holds without the key, and what the model wrote to the letter [T25] [T33]', async () => {
    const diff: Shown = { type: 'diff', path: '.env', diff: `-A=${key}\n+A=1`, created: false, added: 1, removed: 1 };
    const file = await toolOf({ shown: diff });
    file.redactor.add(key);
    expect((await run(file.safe)).plan.shown).toEqual({ ...diff, diff: '-A=[redacted]\n+A=1' });
    const argv: Shown = {
      ...{ type: 'argv', argv: ['curl', key], cwd: '/w', sandbox: 'none', network: true, timeoutMs: 1 },
    };
    const command = await toolOf({ shown: argv });
    command.redactor.add(key);
    expect((await run(command.safe)).plan.shown).toEqual(argv);
  });

  it('are the same tools each time they are listed', async () => {
    const { bench, safe, tool } = await toolOf({});
    expect(await bench.list(undefined as never, neverAborts)).toEqual([safe]);
    expect({ ...safe, plan: undefined, run: undefined }).toEqual({ ...tool, plan: undefined, run: undefined });
  });

  it('wait until the stored keys are known, but not for a keychain that keeps them [T33]', async () => {
    const world = setUp(() => new Promise<void>(() => {}));
    const { safe } = await toolOf({}, world);
    let isPlanned = false;
    const planning = run(safe).then(() => {
      isPlanned = true;
    });
    await world.clock.advance(2_900);
    expect(isPlanned).toBe(false);
    await world.clock.advance(200);
    await planning;
    const order: string[] = [];
    const quick = await toolOf(
      { plan: () => undefined as never },
      setUp(async () => void order.push('known')),
    );
    await run(quick.safe);
    order.push('planned');
    expect(order).toEqual(['known', 'planned']);
  });
});

type Sent = Omit<ModelRequest, 'model'>;

function modelsOf(events: readonly ModelEvent[]) {
  const { redactor, redaction } = setUp();
  redactor.add(key);
  const sent: Sent[] = [];
  const models = redaction.models({
    async *stream(_ref: string, request: Sent, _signal: AbortSignal) {
      sent.push(request);
      yield* events;
    },
  });
  const ask = async (change: Partial<Sent>) => {
    const request: Sent = { system: '', messages: [], tools: [], reasoning: 'off', cacheKey: 's1', ...change };
    const seen: ModelEvent[] = [];
    for await (const event of models.stream('a/b', request, neverAborts)) seen.push(event);
    return { seen, sent: sent.at(-1) };
  };
  return { ask };
}

describe('models behind the redaction', () => {
  it('get no known key in results and instructions, and the words of the person as they are [T33]', async () => {
    const { ask } = modelsOf([]);
    const messages: ModelMessage[] = [
      { role: 'user', parts: [{ type: 'text', text: `mine: ${key}` }] },
      { role: 'user', parts: [{ type: 'tool_result', callId: 'c', output: `found ${key}`, isError: false }] },
    ];
    const { sent } = await ask({ system: `AGENTS.md says ${key}`, messages });
    expect(sent?.system).toBe('AGENTS.md says [redacted]');
    expect(sent?.messages[0]).toEqual(messages[0]);
    expect(JSON.stringify(sent?.messages[1])).toContain('found [redacted]');
  });

  it('get no known key in a transcript to be summarised [T33]', async () => {
    const text = `Person: ${key}\n[read_file -> done] ${key}`;
    const messages: ModelMessage[] = [{ role: 'user', parts: [{ type: 'text', text }] }];
    const { sent } = await modelsOf([]).ask({ messages, cacheKey: 's1:summary' });
    expect(JSON.stringify(sent)).not.toContain(key);
  });

  it('give errors back without keys, known or not [T33]', async () => {
    const error = {
      code: 'unauthenticated' as const,
      message: `Incorrect key ${key}, or AKIAQ9SV7WLR2TZXK4JM`,
      retryable: false,
      details: { reason: 'key_wrong', facts: { said: base64 } },
    };
    const { ask } = modelsOf([
      { type: 'retry', attempt: 1, delayMs: 1, error },
      { type: 'failover', from: 'a/b', to: 'c/d', error },
      { type: 'text-delta', text: 'untouched' },
      { type: 'error', error, parts: [] },
    ]);
    const { seen } = await ask({});
    expect(seen.map((event) => event.type)).toEqual(['retry', 'failover', 'text-delta', 'error']);
    expect(JSON.stringify(seen)).not.toContain(key);
    expect(JSON.stringify(seen)).not.toContain('AKIAQ9');
    expect(JSON.stringify(seen)).not.toContain(base64.slice(10, -2));
    expect(seen[0]).toMatchObject({ error: { code: 'unauthenticated', details: { reason: 'key_wrong' } } });
  });
});
