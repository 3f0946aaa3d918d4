// A small contract with every kind of operation and every way to go wrong, and the server that the wire suite talks to.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { CallId, type Cursor } from '#main/contract/ids.ts';
import { type Ctx, command, query, type RouterHandlers, stream } from '#main/contract/kernel.ts';
import { cancelled } from '#main/platform/base/clock.ts';
import type { Bus } from '#main/platform/bus/port.ts';

const Event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), count: z.number() }),
  z.object({ type: z.literal('tick'), n: z.number(), pad: z.string() }),
]);

export const demo = {
  echo: query(
    z.object({ text: z.string(), deep: z.object({ list: z.array(z.number()) }).optional() }),
    z.object({ text: z.string() }),
  ),
  refuse: query(z.object({}), z.object({})),
  boom: query(z.object({}), z.object({})),
  wrong: query(z.object({}), z.object({ text: z.string() })),
  wait: query(z.object({}), z.object({})),
  add: command(z.object({ by: z.number() }), z.object({ count: z.number() })),
  slowAdd: command(z.object({ by: z.number() }), z.object({ count: z.number() })),
  ticks: stream(z.object({}), Event),
  broken: stream(z.object({}), Event),
  members: query(z.object({}), z.object({}), { access: 'member' }),
  keys: query(z.object({}), z.object({}), { access: 'api' }),
};
export const demoContract = { demo };
export type DemoContract = typeof demoContract;

export interface DemoServer {
  readonly handlers: RouterHandlers<DemoContract>;
  /** One more tick for everybody who follows. */
  tick(pad?: string): void;
  count(): number;
  /** Lets the running `slowAdd` calls finish. */
  release(): void;
  /** Resolves when a `wait` or `slowAdd` has begun, and when it has been told to stop. */
  readonly begun: Promise<void>;
  readonly stopped: Promise<void>;
}

const turn = 'demo';

export function createDemoServer(bus: Bus): DemoServer {
  let count = 0;
  const begun = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const untilStopped = (ctx: Ctx) =>
    new Promise<never>((_resolve, reject) => {
      begun.resolve();
      ctx.signal.addEventListener('abort', () => {
        stopped.resolve();
        reject(cancelled());
      });
    });
  async function* follow(ctx: Ctx) {
    let after: Cursor | undefined = ctx.after;
    if (after === undefined) {
      after = bus.cursor('turn', turn);
      yield { cursor: after, data: { type: 'snapshot' as const, count } };
    }
    for await (const item of bus.subscribe('turn', turn, { after, signal: ctx.signal })) {
      if ('lost' in item) yield { cursor: item.cursor, data: { type: 'snapshot' as const, count } };
      else if (item.event.type === 'call-output') {
        const [n, pad] = item.event.append.split(' ');
        yield { cursor: item.cursor, data: { type: 'tick' as const, n: Number(n), pad: pad ?? '' } };
      }
    }
  }
  async function* broken() {
    yield { cursor: bus.cursor('turn', turn), data: { type: 'snapshot' as const, count } };
    throw new Error('a secret inside');
  }
  return {
    begun: begun.promise,
    stopped: stopped.promise,
    release: () => released.resolve(),
    count: () => count,
    tick(pad = '') {
      count += 1;
      bus.publish('turn', turn, { type: 'call-output', callId: CallId.parse('demo'), append: `${count} ${pad}` });
    },
    handlers: {
      demo: {
        echo: async ({ text }) => ({ text }),
        refuse: async () => {
          throw new AppError('rate_limited', 'Wait a moment.', {
            details: { reason: 'demo', retryAfterMs: 1_500, facts: { host: 'example.org', tries: 3 } },
          });
        },
        boom: async () => {
          throw new Error('a secret inside');
        },
        wrong: async () => JSON.parse('{"text":1}'),
        wait: (_input, ctx) => untilStopped(ctx),
        add: async ({ by }) => {
          count += by;
          return { count };
        },
        slowAdd: async ({ by }, ctx) => {
          await Promise.race([released.promise, untilStopped(ctx)]);
          count += by;
          return { count };
        },
        ticks: (_input, ctx) => follow(ctx),
        broken: () => broken(),
        members: async () => ({}),
        keys: async () => ({}),
      },
    },
  };
}
