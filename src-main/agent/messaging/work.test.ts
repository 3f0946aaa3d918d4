// Pause and "stop everything", over the real store: what waits, what runs on, what a restart keeps.
import { afterEach, describe, expect, it } from 'vitest';
import { createFlowKit, type FlowKit, type FlowOptions } from './testing/flow-kit.ts';

let kit: FlowKit;
const start = async (o?: FlowOptions) => {
  kit = await createFlowKit(o);
  return kit;
};
afterEach(() => kit.close());

const statuses = async () => (await kit.history()).map(({ role, status }) => `${role} ${status}`);

describe('a pause', () => {
  it('lets messages wait, and what waited is answered when it ends', async () => {
    await start({ script: [{ text: 'Here.' }] });
    await kit.messaging.work.setPaused(true);
    await kit.send('wait');
    await kit.clock.advance(5_000);
    expect(await kit.history()).toEqual([]);
    expect(await kit.store.inbox.sessionsWithPending()).toEqual([kit.session.id]);
    await kit.messaging.work.setPaused(false);
    await kit.settled();
    expect(await statuses()).toEqual(['user done', 'assistant done']);
  });

  it('lets a running turn come to its end, and begins no other', async () => {
    await start({ script: [{ text: ['One ', 'two'], betweenMs: 300 }, { text: 'Never' }] });
    await kit.send('first');
    await kit.until(() => kit.loop.live(kit.session.id) !== undefined);
    await kit.messaging.work.setPaused(true);
    await kit.send('second', { mode: 'queue' });
    await kit.during(kit.messaging.lanes.idle(kit.session.id));
    expect(await statuses()).toEqual(['user done', 'assistant done']);
    expect(await kit.store.inbox.sessionsWithPending()).toEqual([kit.session.id]);
  });

  it('is kept over a restart', async () => {
    await start();
    await kit.messaging.work.setPaused(true);
    await kit.send('later');
    const { folder } = kit;
    const now = kit.clock.now();
    await kit.abandon();
    await start({ folder, startAt: now, script: [{ text: 'Now.' }] });
    await kit.until(() => kit.messaging.work.isPaused());
    await kit.clock.advance(5_000);
    expect(await kit.history()).toEqual([]);
    await kit.messaging.work.setPaused(false);
    await kit.settled();
    expect(await statuses()).toEqual(['user done', 'assistant done']);
  });

  it('tells a program at once that it would wait for nothing', async () => {
    await start();
    await kit.messaging.work.setPaused(true);
    await expect(kit.send('hi', { channelId: 'api' })).rejects.toMatchObject({
      ...{ code: 'unavailable', details: { reason: 'paused' } },
    });
  });
});

describe('stopping everything', () => {
  it('ends the turns of all chats, and leaves no pause when nothing waits [T42]', async () => {
    await start({ script: () => ({ text: 'a', hang: true }) });
    const other = await kit.newSession();
    await kit.send('one');
    await kit.send('two', { sessionId: other.id });
    await kit.until(() => kit.loop.live(kit.session.id) !== undefined && kit.loop.live(other.id) !== undefined);
    expect(await kit.during(kit.messaging.work.stopAll())).toEqual({ stopped: 2, paused: false });
    expect((await kit.history()).at(-1)?.status).toBe('stopped');
    expect((await kit.history(other.id)).at(-1)?.status).toBe('stopped');
    expect(kit.messaging.work.isPaused()).toBe(false);
    expect(kit.tools.endedBackgrounds).toContain(undefined);
  });

  it('does not let the next message of a queue begin in its place', async () => {
    await start({ script: () => ({ text: 'a', hang: true }) });
    await kit.send('one');
    await kit.until(() => kit.loop.live(kit.session.id) !== undefined);
    await kit.send('two', { mode: 'queue' });
    expect(await kit.during(kit.messaging.work.stopAll())).toEqual({ stopped: 1, paused: true });
    await kit.clock.advance(5_000);
    expect(await statuses()).toEqual(['user done', 'assistant stopped']);
  });
});
