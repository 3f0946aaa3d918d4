// A process that dies at any point of a turn: what the next start finds, says and does, and what it never does.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '#main/platform/store/port.ts';
import { allAllowed, callsOf, createFlowKit, type FlowKit, type FlowOptions, textOf } from './testing/flow-kit.ts';

let folder: string;
const kits: FlowKit[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limpet-recovery-'));
});
afterEach(async () => {
  for (const kit of kits.splice(0)) await kit.close();
  await rm(folder, { recursive: true, force: true });
});

const open = async (o: FlowOptions) => {
  const kit = await createFlowKit({ ...o, folder });
  kits.push(kit);
  return kit;
};

/** From this moment on nothing of the process reaches the disk any more, as after `kill -9`. */
async function die(kit: FlowKit, dead: { now: boolean }): Promise<void> {
  dead.now = true;
  kits.splice(kits.indexOf(kit), 1);
  await kit.abandon();
}

/** A store whose steps stop answering once the process is dead. */
const mortal =
  (dead: { now: boolean }) =>
  (store: Store): Store => ({
    ...store,
    turns: Object.fromEntries(
      Object.entries(store.turns).map(([name, step]) => [
        name,
        (...args: never[]) =>
          dead.now ? new Promise(() => {}) : (step as (...all: never[]) => Promise<unknown>)(...args),
      ]),
    ) as unknown as Store['turns'],
  });

it('answers after the next start a message whose turn had shown nothing [R01]', async () => {
  const dead = { now: false };
  const first = await open({ script: [{ text: 'never', firstMs: 60_000 }], wrapStore: mortal(dead) });
  await first.send('are you there?');
  await first.until(() => first.models.requests.length === 1);
  await die(first, dead);

  const second = await open({ script: [{ text: 'Yes.' }] });
  await second.until(() => second.models.requests.length === 1);
  await second.settled();
  expect((await second.history()).map(textOf)).toEqual(['are you there?', 'Yes.']);
});

it('keeps the text of a killed stream up to the last quarter second, and continues on demand [R01]', async () => {
  const dead = { now: false };
  const pieces = Array.from({ length: 200 }, (_, n) => `${n} `);
  const first = await open({ script: [{ text: pieces, betweenMs: 20 }], wrapStore: mortal(dead) });
  const events = first.watch();
  await first.send('count');
  const shown = () => events.flatMap((event) => (event.type === 'text' ? [event.append] : [])).join('');
  await first.until(() => shown().length > 250);
  const seen = shown();
  await die(first, dead);

  const second = await open({ script: [{ text: 'and so on.' }] });
  await second.until(async () => (await second.history()).at(-1)?.status === 'interrupted');
  const kept = textOf((await second.history()).at(-1));
  expect(seen.startsWith(kept)).toBe(true);
  // 250 ms are 13 pieces of 4 characters at this pace.
  expect(seen.length - kept.length).toBeLessThanOrEqual(13 * 4);
  await second.send('', { kind: { type: 'continue' } });
  await second.settled();
  expect((await second.history()).map(textOf)).toEqual(['count', kept, 'and so on.']);
});

it('never repeats an effect by itself: it may have run, and model and person are told so [R02]', async () => {
  const dead = { now: false };
  const first = await open({
    script: [{ text: 'Writing.', calls: [{ name: 'wait', input: { text: 'x' } }] }],
    wrapStore: mortal(dead),
  });
  await first.send('write it', { policy: allAllowed });
  await first.until(() => first.tools.effects.length === 1);
  await die(first, dead);

  const second = await open({ script: [{ text: 'I looked: it is there.' }] });
  await second.until(async () => (await second.history()).at(-1)?.status === 'interrupted');
  expect(callsOf((await second.history()).at(-1))).toMatchObject([{ tool: 'wait', state: 'unknown' }]);
  await second.clock.advance(60_000);
  expect(second.models.requests).toHaveLength(0);
  await second.send('', { kind: { type: 'continue' }, policy: allAllowed });
  await second.settled();
  expect(second.tools.effects).toEqual([]);
  const results = second.models.requests[0]?.messages.at(-1)?.parts;
  expect(results).toMatchObject([{ type: 'tool_result', isError: true }]);
  expect(JSON.stringify(results)).toContain('may have run. Check its effect before you repeat it');
});

it('shows a call that was still being asked as not run [R02]', async () => {
  const dead = { now: false };
  const first = await open({ script: [{ calls: [{ name: 'note', input: { text: 'x' } }] }], wrapStore: mortal(dead) });
  await first.send('write it');
  await first.until(() => first.permissions.open.length === 1);
  await die(first, dead);

  const second = await open({ script: [{ text: 'It was not written.' }] });
  await second.until(async () => (await second.history()).at(-1)?.status === 'interrupted');
  expect(callsOf((await second.history()).at(-1))).toMatchObject([{ state: 'stopped' }]);
  await second.send('and?');
  await second.settled();
  expect(JSON.stringify(second.models.requests[0]?.messages)).toContain('Not run');
});

it('answers after the next start what was accepted while the process was dying [R01]', async () => {
  const dead = { now: false };
  const first = await open({ script: [{ text: 'x', firstMs: 60_000 }], wrapStore: mortal(dead) });
  await first.send('one');
  await first.until(() => first.models.requests.length === 1);
  await first.send('two', { mode: 'queue' });
  const other = await first.newSession();
  dead.now = true;
  await first.send('three', { sessionId: other.id });
  await die(first, dead);

  const second = await open({ script: () => ({ text: 'ok' }) });
  await second.until(() => second.models.requests.length >= 2);
  const sessions = (await second.store.sessions.list({ archived: false, limit: 10 })).sessions;
  for (const { id } of sessions) await second.settled(id);
  const texts = await Promise.all(sessions.map(async ({ id }) => (await second.history(id)).map(textOf)));
  expect(texts.flat().toSorted()).toEqual(['ok', 'ok', 'one', 'three', 'two'].toSorted());
});
