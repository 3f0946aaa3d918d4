// A day in which nobody does anything: no model is called, and nothing goes out at all, also after work that was done.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, describe, expect, it } from 'vitest';
import { type AppKit, answerWith, createAppKit } from './testing/app-kit.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Every way out of this process by HTTP: fetch and undici, node:http and node:https. */
const waysOut = ['undici:request:create', 'http.client.request.start'];

function countRequests() {
  let count = 0;
  const one = () => {
    count += 1;
  };
  for (const way of waysOut) subscribe(way, one);
  return {
    count: () => count,
    stop: () => {
      for (const way of waysOut) unsubscribe(way, one);
    },
  };
}

describe('idle', { timeout: 120_000 }, () => {
  let kit: AppKit;
  afterEach(() => kit.close());

  it('sees a request when one is made', async () => {
    kit = await createAppKit();
    const requests = countRequests();
    await fetch(kit.vendor.url).catch(() => undefined); // its answer does not matter here
    requests.stop();
    expect(requests.count()).toBe(1);
  });

  it('calls nobody in 24 hours after the start [D7]', async () => {
    kit = await createAppKit();
    const requests = countRequests();
    await kit.clock.advance(dayMs);
    requests.stop();
    expect(requests.count()).toBe(0);
    expect(kit.vendor.received).toEqual([]);
  });

  it('calls nobody in 24 hours after answers and a summary, while a page watches [D7]', async () => {
    kit = await createAppKit();
    const stop = new AbortController();
    const watched: Promise<unknown>[] = [];
    for (const watch of [kit.api.usage.watch, kit.api.settings.watch, kit.api.system.watch])
      watched.push(
        (async () => {
          for await (const _item of watch({}, { signal: stop.signal }));
        })().catch(() => {}),
      );
    const sessionId = await kit.newChat();
    for (const text of ['one', 'two', 'three']) await kit.say(sessionId, text);
    kit.vendor.answer(answerWith('They counted.', { input: 500, output: 20 }));
    expect(await kit.during(kit.api.chat.compact({ sessionId }))).toMatchObject({ summary: 'They counted.' });
    await kit.say(sessionId, 'four');
    await kit.clock.advance(60_000); // what a turn leaves to do is done by then
    const requests = countRequests();
    const before = kit.vendor.received.length;
    await kit.clock.advance(dayMs);
    requests.stop();
    expect(requests.count()).toBe(0);
    expect(kit.vendor.received).toHaveLength(before);
    stop.abort();
    await Promise.all(watched);
  });
});
