// Stop: at once, whatever the turn is doing, with what was said kept; and the lane that goes on afterwards.
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import type { FlowKit, FlowOptions } from './testing/flow-kit.ts';
import { allAllowed, callsOf, createFlowKit, notesOf, textOf } from './testing/flow-kit.ts';

let kit: FlowKit;
const start = async (o: FlowOptions = {}) => {
  kit = await createFlowKit(o);
  return kit;
};
afterEach(() => kit.close());

/** Stops, and tells how long it took on the clock. */
async function stop(): Promise<number> {
  const since = kit.clock.now();
  expect(await kit.during(kit.messaging.lanes.stop(kit.session.id))).toBe(true);
  return kit.clock.now() - since;
}

describe('stop', () => {
  it('ends a streaming answer at once and keeps what was said [T42]', async () => {
    await start({ script: [{ text: ['Tide ', 'tables ', 'are'], betweenMs: 300 }, { text: 'Next.' }] });
    const events = kit.watch();
    await kit.send('go');
    await kit.until(() => events.some((event) => event.type === 'text' && event.append === 'tables '));
    expect(await stop()).toBeLessThanOrEqual(200);
    await kit.settled();
    const answer = (await kit.history()).at(-1);
    expect(answer).toMatchObject({ status: 'stopped', parts: [{ type: 'text', text: 'Tide tables ' }] });
    expect((await kit.store.sessions.get(kit.session.id)).status).toBe('idle');
    await kit.send('again');
    await kit.settled();
    expect(textOf((await kit.history()).at(-1))).toBe('Next.');
  });

  it('ends a turn whose model does not even hear the abort [T42]', async () => {
    await start({ script: [{ text: 'Deaf', hang: 'deaf' }] });
    const events = kit.watch();
    await kit.send('go');
    await kit.until(() => events.some((event) => event.type === 'text'));
    expect(await stop()).toBeLessThanOrEqual(200);
    expect(textOf((await kit.history()).at(-1))).toBe('Deaf');
  });

  it('ends a turn that waits for the person; the effect never happens [T42]', async () => {
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
    await kit.send('go');
    await kit.until(() => kit.permissions.open.length === 2);
    expect(await stop()).toBeLessThanOrEqual(200);
    await kit.settled();
    expect(kit.permissions.open).toHaveLength(0);
    expect(kit.tools.effects).toEqual([]);
    const answer = (await kit.history()).at(-1);
    expect(answer?.status).toBe('stopped');
    expect(callsOf(answer).map((call) => call.state)).toEqual(['stopped', 'stopped']);
  });

  it('ends a running call, and begins none of those behind it [T42]', async () => {
    await start({
      script: [
        {
          calls: [
            { name: 'wait', input: { text: 'x' } },
            { name: 'note', input: { text: 'b' } },
          ],
        },
      ],
    });
    await kit.send('go', { policy: allAllowed });
    await kit.until(() => kit.tools.effects.length === 1);
    expect(await stop()).toBeLessThanOrEqual(200);
    expect(kit.tools.effects).toEqual(['wait:x']);
    expect(callsOf((await kit.history()).at(-1)).map((call) => call.state)).toEqual(['stopped', 'stopped']);
  });

  it('gives up a call that ignores the stop, and says that nobody knows what it did [T42]', async () => {
    await start({ script: [{ calls: [{ name: 'deaf', input: { text: 'x' } }] }, { text: 'Ok.' }] });
    const events = kit.watch();
    await kit.send('go', { policy: allAllowed });
    await kit.until(() => events.some((event) => event.type === 'call' && event.call.state === 'running'));
    expect(await stop()).toBeLessThanOrEqual(3_000);
    await kit.settled();
    expect(callsOf((await kit.history()).at(-1)).map((call) => call.state)).toEqual(['unknown']);
    await kit.send('so?');
    await kit.settled();
    expect(JSON.stringify(kit.models.requests[1]?.messages)).toContain('may have run');
  });

  it('reports false when nothing runs', async () => {
    await start();
    expect(await kit.messaging.lanes.stop(kit.session.id)).toBe(false);
  });

  it('leaves the queue alone: the next message gets its turn', async () => {
    await start({ script: [{ text: 'a', hang: true }, { text: 'b' }] });
    const events = kit.watch();
    await kit.send('one');
    await kit.until(() => events.some((event) => event.type === 'text'));
    await kit.send('two', { mode: 'queue' });
    await stop();
    await kit.settled();
    expect((await kit.history()).map(textOf)).toEqual(['one', 'a', 'two', 'b']);
  });

  it('marks running turns as interrupted when the app ends, and goes on after the next start', async () => {
    await start({ script: [{ text: 'Half', hang: true }] });
    const { folder } = kit;
    const events = kit.watch();
    await kit.send('go');
    await kit.until(() => events.some((event) => event.type === 'text'));
    await kit.during(kit.messaging.lanes.stopAll());
    expect((await kit.history()).at(-1)).toMatchObject({ status: 'interrupted', parts: [{ text: 'Half' }] });
    expect((await kit.store.sessions.get(kit.session.id)).status).toBe('interrupted');
    await kit.store.close();

    const next = await createFlowKit({ folder, script: [{ text: ' and the rest.' }] });
    await next.send('', { kind: { type: 'continue' } });
    await next.settled();
    expect((await next.history()).map(textOf)).toEqual(['go', 'Half', ' and the rest.']);
    expect(next.models.requests[0]?.messages.map((message) => message.role)).toEqual(['user', 'assistant', 'user']);
    await next.close();
  });
});

describe('a lane', () => {
  it('survives a turn function that crashes; the next message is answered', async () => {
    let crash = true;
    await start({
      script: () => ({ text: 'Fine.' }),
      wrapLoop: (loop) => ({
        ...loop,
        runTurn: async (task) => {
          if (!crash) return loop.runTurn(task);
          crash = false;
          throw new Error('planned');
        },
      }),
    });
    await kit.send('go');
    await kit.settled();
    expect((await kit.history()).map(textOf)).toEqual(['go', 'Fine.']);
  });

  it('ends a turn as failed when a guard breaks inside it', async () => {
    await start({ script: [{ calls: [{ name: 'note', input: { text: 'a' } }] }, { text: 'Next.' }] });
    kit.permissions.decideNow = async () => {
      throw new Error('planned');
    };
    await kit.send('go');
    await kit.settled();
    const answer = (await kit.history()).at(-1);
    // A plan that cannot be judged is a failed call for the model, never an effect.
    expect(callsOf(answer)).toMatchObject([{ state: 'failed' }]);
    expect(kit.tools.effects).toEqual([]);
  });

  it('runs no effect when its journal cannot be written, and stores the end once the disk is back [R04]', async () => {
    let isFull = false;
    const full = () => {
      if (isFull) throw new AppError('unavailable', 'The disk is full.', { details: { reason: 'disk_full' } });
    };
    await start({
      script: [{ text: 'Writing.', calls: [{ name: 'note', input: { text: 'a' } }] }, { text: 'Next.' }],
      wrapStore: (store) => ({
        ...store,
        turns: {
          ...store.turns,
          beginCall: async (call) => {
            isFull = true;
            full();
            return store.turns.beginCall(call);
          },
          finish: async (end) => {
            full();
            return store.turns.finish(end);
          },
        },
      }),
    });
    const events = kit.watch();
    await kit.send('go', { policy: allAllowed });
    await kit.until(() =>
      events.some((event) => event.type === 'turn' && event.turn.error?.details?.reason === 'disk_full'),
    );
    expect(kit.tools.effects).toEqual([]);
    expect(kit.messaging.lanes.isRunning(kit.session.id)).toBe(true);
    isFull = false;
    await kit.settled();
    const answer = (await kit.history()).at(-1);
    expect(answer).toMatchObject({ status: 'failed', error: { code: 'unavailable' } });
    expect(textOf(answer)).toBe('Writing.');
    await kit.send('and now', { policy: allAllowed });
    await kit.settled();
    expect(notesOf((await kit.history()).at(-1))).toEqual([]);
    expect(textOf((await kit.history()).at(-1))).toBe('Next.');
  });

  it('does nothing at all while nobody speaks', async () => {
    await start({ script: [{ text: 'Done.' }] });
    await kit.send('go');
    await kit.settled();
    await kit.clock.advance(1_000);
    expect(kit.clock.pending()).toBe(0);
  });

  it('keeps ten thousand queued messages bounded and in order, and stop clears them [R14]', {
    timeout: 60_000,
  }, async () => {
    await start({ script: () => ({ text: 'ok', hang: true }) });
    const events = kit.watch();
    await kit.send('first');
    await kit.until(() => kit.models.requests.length === 1);
    const before = process.memoryUsage().rss;
    for (let n = 0; n < 10_000; n += 1) await kit.send(`message ${n}`, { mode: 'queue' });
    await expect(kit.send('one too many', { mode: 'queue' })).rejects.toMatchObject({ code: 'rate_limited' });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    await kit.clock.advance(2_000);
    const queues = events.flatMap((event) => (event.type === 'queue' ? [event.queue] : []));
    expect(
      queues
        .at(-1)
        ?.slice(0, 3)
        .map(({ text }) => text),
    ).toEqual(['message 0', 'message 1', 'message 2']);
    expect(queues.at(-1)).toHaveLength(100);
    expect(queues.length).toBeLessThan(50);
    await kit.store.inbox.clear(kit.session.id);
    await stop();
    await kit.settled();
    expect(kit.models.requests).toHaveLength(1);
    expect(await kit.store.inbox.pending(kit.session.id)).toEqual([]);
  });
});
