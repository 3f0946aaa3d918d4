// Small honest tools for flow tests: a read, an effect that counts itself, one that waits, one that fails, one that talks much.
import { z } from 'zod';
import { defineTool, type Plan, type PlanContext, type Tool, type ToolContext } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Effect } from '#main/contract/messages.ts';
import { type Clock, cancelled } from '#main/platform/base/clock.ts';
import type { ToolBench } from '../calls/run-call.ts';

export interface TestTools {
  readonly tools: readonly Tool[];
  readonly bench: ToolBench;
  /** Comes while a turn runs. */
  add(tool: Tool): void;
  /** Effects that happened, in order, as `tool:input`. */
  readonly effects: string[];
  /** Reads and effects in the order in which they ended. */
  readonly ends: string[];
  /** Sessions whose background was ended, in order. */
  readonly endedBackgrounds: readonly (SessionId | undefined)[];
  /** Highest number of `peek` calls that ran at the same time. */
  readonly mostPeeks: () => number;
}

function planOf<I>(input: I, o: { tool: string; effects: Effect[] }): Plan<I> {
  return {
    input,
    effects: o.effects,
    shown: { type: 'text', text: `${o.tool} ${JSON.stringify(input)}` },
    title: { key: 'tools.test', params: { tool: o.tool } },
    sessionGrant: { key: `test:${o.tool}`, title: { key: 'tools.test', params: {} } },
    canUndo: false,
  };
}

const read = (target: string): Effect[] => [{ type: 'read', target, insideWorkspace: true }];
const write = (target: string): Effect[] => [{ type: 'write', target, insideWorkspace: true }];

export function createTestTools(o: {
  clock: Clock;
  root: string;
  seen?: ((name: string) => void) | undefined;
}): TestTools {
  const effects: string[] = [];
  const ends: string[] = [];
  const endedBackgrounds: (SessionId | undefined)[] = [];
  let peeks = 0;
  let most = 0;
  const text = z.object({ text: z.string() });
  const untilAborted = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      const stop = () => reject(cancelled());
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  const tools: Tool[] = [
    defineTool<{ text: string }>({
      name: 'peek',
      description: 'Reads a note.',
      input: text,
      plan: async (input) => planOf(input, { tool: 'peek', effects: read(input.text) }),
      async run(plan, ctx) {
        peeks += 1;
        most = Math.max(most, peeks);
        await o.clock.sleep(10, ctx.signal).finally(() => {
          peeks -= 1;
          ends.push('peek');
        });
        return { output: `peeked ${plan.input.text}` };
      },
    }),
    defineTool<{ text: string }>({
      name: 'note',
      description: 'Writes a note.',
      input: text,
      plan: async (input) => planOf(input, { tool: 'note', effects: write(input.text) }),
      async run(plan) {
        o.seen?.('note');
        effects.push(`note:${plan.input.text}`);
        ends.push('note');
        return { output: `noted ${plan.input.text}` };
      },
    }),
    defineTool<{ text: string }>({
      name: 'wait',
      description: 'Waits until it is stopped.',
      input: text,
      timeoutMs: 30_000,
      plan: async (input) => planOf(input, { tool: 'wait', effects: write(input.text) }),
      async run(plan, ctx) {
        effects.push(`wait:${plan.input.text}`);
        ctx.progress('waiting');
        return untilAborted(ctx.signal);
      },
    }),
    defineTool<{ text: string }>({
      name: 'deaf',
      description: 'Waits and does not hear.',
      input: text,
      plan: async (input) => planOf(input, { tool: 'deaf', effects: write(input.text) }),
      run: () => new Promise<never>(() => {}),
    }),
    defineTool<{ text: string }>({
      name: 'fail',
      description: 'Fails.',
      input: text,
      plan: async (input) => planOf(input, { tool: 'fail', effects: read(input.text) }),
      async run() {
        throw new AppError('tool_failed', 'It failed, as always.');
      },
    }),
    defineTool<{ kib: number }>({
      name: 'talk',
      description: 'Says much.',
      input: z.object({ kib: z.number() }),
      plan: async (input) => planOf(input, { tool: 'talk', effects: read('much') }),
      run: async (plan) => ({ output: `begin ${'ü'.repeat(plan.input.kib * 512)} end` }),
    }),
  ];
  const bench: ToolBench = {
    list: async () => [...tools],
    planContext: async ({ sessionId, turnId, callId, signal }) => planContext({ sessionId, turnId, callId, signal }),
    toolContext: ({ context, progress }) => ({ ...context, clock: o.clock, progress }) as ToolContext,
    endBackground: async (sessionId) => void endedBackgrounds.push(sessionId),
  };
  const planContext = (ids: Pick<PlanContext, 'sessionId' | 'turnId' | 'callId' | 'signal'>) =>
    ({ ...ids, sandboxTier: 'none', checkUrl: (url: string) => new URL(url) }) as unknown as PlanContext;
  return { tools, bench, add: (tool) => void tools.push(tool), effects, ends, endedBackgrounds, mostPeeks: () => most };
}
