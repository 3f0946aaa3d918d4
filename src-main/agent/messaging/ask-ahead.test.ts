// Several calls of one step that need the person: their questions lie open together, and each answer counts for what was shown.
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool } from '#main/abilities/tools/port.ts';
import { createToolKit, type ToolKit } from '#main/abilities/tools/testing/tool-kit.ts';
import { allowOnce, denyOnce } from '#main/agent/loop/testing/test-permissions.ts';
import type { PermissionDecision } from '#main/guard/permissions/port.ts';
import { callsOf, createFlowKit, type FlowKit, type FlowOptions } from './testing/flow-kit.ts';

let kit: FlowKit;
let real: ToolKit | undefined;
const start = async (o: FlowOptions = {}) => {
  kit = await createFlowKit(o);
  return kit;
};
afterEach(async () => {
  await kit.close();
  await real?.close();
  real = undefined;
});

const note = (text: string) => ({ name: 'note', input: { text } });
const notes = (...texts: string[]) => [{ calls: texts.map(note) }, { text: 'Done.' }];
const states = async () => callsOf((await kit.history()).at(-1)).map((call) => call.state);
const open = () => kit.permissions.open.map(({ shown }) => (shown.type === 'text' ? shown.text : ''));
const isOpen = (count: number) => kit.until(() => kit.permissions.open.length === count);
const denyAndStop: PermissionDecision = { ...denyOnce, stop: true };

/** Its plan depends on what ran before it. */
const counting = () =>
  defineTool<{ text: string }>({
    name: 'count',
    description: 'Counts.',
    input: z.object({ text: z.string() }),
    plan: async (input) => ({
      input,
      effects: [{ type: 'write', target: input.text, insideWorkspace: true }],
      shown: { type: 'text', text: `${input.text} after ${kit.tools.effects.length}` },
      title: { key: 'tools.test', params: {} },
      canUndo: false,
    }),
    async run({ input }) {
      kit.tools.effects.push(`count:${input.text}`);
      return { output: 'counted' };
    },
  });

/** Goes out, and brings words of others back. */
const ringing = () =>
  defineTool<{ text: string }>({
    name: 'ring',
    description: 'Rings.',
    input: z.object({ text: z.string() }),
    plan: async (input) => ({
      input,
      effects: [{ type: 'network', target: 'https://a.test' }],
      shown: { type: 'text', text: `ring ${input.text}` },
      title: { key: 'tools.test', params: {} },
      canUndo: false,
    }),
    async run({ input }) {
      kit.tools.effects.push(`ring:${input.text}`);
      return { output: 'rung', label: { trust: 'untrusted', secrecy: 'private', source: 'evil.test' } };
    },
  });

describe('several questions of one step', () => {
  it('lie open together, and what was allowed runs in the order of the calls, whichever was answered first', async () => {
    await start({ script: notes('a', 'b', 'c') });
    await kit.send('go');
    await isOpen(3);
    expect(kit.tools.effects).toEqual([]);
    expect(callsOf(kit.loop.live(kit.session.id)?.answer).map((call) => call.state)).toEqual(Array(3).fill('asking'));
    kit.permissions.answerTo(kit.permissions.open[2], allowOnce);
    kit.permissions.answerTo(kit.permissions.open[1], allowOnce);
    await isOpen(1);
    expect(kit.tools.effects).toEqual([]);
    kit.permissions.answer(allowOnce);
    await kit.settled();
    expect(kit.tools.effects).toEqual(['note:a', 'note:b', 'note:c']);
    expect(await states()).toEqual(['done', 'done', 'done']);
  });

  it('leave a call that is not allowed to the others, and a no counts also when it comes first', async () => {
    await start({ script: notes('a', 'b', 'c') });
    await kit.send('go');
    await isOpen(3);
    kit.permissions.answerTo(kit.permissions.open[1], denyOnce);
    kit.permissions.answer(allowOnce);
    kit.permissions.answer(allowOnce);
    await kit.settled();
    expect(kit.tools.effects).toEqual(['note:a', 'note:c']);
    expect(await states()).toEqual(['done', 'denied', 'done']);
  });

  it('end where a call does not ask: what comes after it is asked when its turn comes', async () => {
    const calls = [note('a'), note('b'), { name: 'peek', input: { text: 'x' } }, note('c')];
    await start({ script: [{ calls }, { text: 'Done.' }] });
    await kit.send('go');
    await isOpen(2);
    kit.permissions.answer(allowOnce);
    kit.permissions.answer(allowOnce);
    await isOpen(1);
    expect(kit.tools.effects).toEqual(['note:a', 'note:b']);
    kit.permissions.answer(allowOnce);
    await kit.settled();
    expect(kit.tools.effects).toEqual(['note:a', 'note:b', 'note:c']);
  });

  it('are bounded', async () => {
    await start({ script: notes(...Array.from({ length: 30 }, (_, n) => `n${n}`)) });
    await kit.send('go');
    await isOpen(25);
    for (let n = 0; n < 25; n += 1) kit.permissions.answer(allowOnce);
    await isOpen(5);
    for (let n = 0; n < 5; n += 1) kit.permissions.answer(allowOnce);
    await kit.settled();
    expect(kit.tools.effects).toHaveLength(30);
  });
});

describe('an answer that came before the turn of its call', () => {
  it('is not taken when something else would happen by then: that is asked anew, once [T25]', async () => {
    await start({
      script: [{ calls: ['a', 'b'].map((text) => ({ name: 'count', input: { text } })) }, { text: 'Done.' }],
    });
    kit.tools.add(counting());
    await kit.send('go');
    await isOpen(2);
    expect(open()).toEqual(['a after 0', 'b after 0']);
    kit.permissions.answer(allowOnce);
    kit.permissions.answer(allowOnce);
    await isOpen(1);
    expect(open()).toEqual(['b after 1']);
    expect(kit.tools.effects).toEqual(['count:a']);
    kit.permissions.answer(allowOnce);
    await kit.settled();
    expect(kit.tools.effects).toEqual(['count:a', 'count:b']);
  });

  it('is not taken when the chat has read words of others meanwhile, though the call is the same [T23]', async () => {
    const calls = ['1', '2'].map((text) => ({ name: 'ring', input: { text } }));
    await start({ script: [{ calls }, { text: 'Done.' }] });
    kit.tools.add(ringing());
    await kit.send('go');
    await isOpen(2);
    kit.permissions.answerTo(kit.permissions.open[1], allowOnce);
    kit.permissions.answer(allowOnce);
    await kit.until(() => kit.tools.effects.length > 0 && kit.permissions.open.length === 1);
    expect(kit.tools.effects).toEqual(['ring:1']);
    expect(open()).toEqual(['ring 2']);
    kit.permissions.answer(denyOnce);
    await kit.settled();
    expect(kit.tools.effects).toEqual(['ring:1']);
  });

  it('is taken back when the call is allowed by then', async () => {
    await start({ script: notes('a', 'b') });
    await kit.send('go');
    await isOpen(2);
    kit.permissions.decideNow = async () => ({ type: 'allow', by: 'policy' });
    kit.permissions.answer(allowOnce);
    await kit.settled();
    expect(kit.permissions.open).toEqual([]);
    expect(kit.tools.effects).toEqual(['note:a', 'note:b']);
  });

  it('holds when it was a no, whatever a rule or a grant says by then', async () => {
    await start({ script: notes('a', 'b') });
    await kit.send('go');
    await isOpen(2);
    kit.permissions.answerTo(kit.permissions.open[1], denyOnce);
    kit.permissions.decideNow = async () => ({ type: 'allow', by: 'session', scope: 'session' });
    kit.permissions.answer(allowOnce);
    await kit.settled();
    expect(kit.tools.effects).toEqual(['note:a']);
    expect(await states()).toEqual(['done', 'denied']);
  });

  it('is not asked about the same file twice: the second change starts from the first', async () => {
    await start({ script: notes('a', 'b', 'a') });
    await kit.send('go');
    await isOpen(2);
    for (const _ of 'ab') kit.permissions.answer(allowOnce);
    await isOpen(1);
    expect(kit.tools.effects).toEqual(['note:a', 'note:b']);
    kit.permissions.answer(allowOnce);
    await kit.settled();
    expect(await states()).toEqual(['done', 'done', 'done']);
  });
});

describe('the end of a step with open questions', () => {
  it('comes with "Deny and stop" on any of them: also the call that runs is stopped [T42]', async () => {
    await start({ script: [{ calls: [{ name: 'wait', input: { text: 'x' } }, note('b'), note('c')] }] });
    await kit.send('go');
    await isOpen(3);
    kit.permissions.answer(allowOnce);
    await kit.until(() => kit.tools.effects.length === 1);
    kit.permissions.answerTo(kit.permissions.open[1], denyAndStop);
    await kit.settled();
    expect(kit.permissions.open).toEqual([]);
    expect(kit.tools.effects).toEqual(['wait:x']);
    expect(await states()).toEqual(['stopped', 'stopped', 'denied']);
    expect((await kit.history()).at(-1)?.status).toBe('stopped');
  });

  it('comes with Stop, within its time, and no effect happens [T42]', async () => {
    await start({ script: notes('a', 'b', 'c') });
    await kit.send('go');
    await isOpen(3);
    kit.permissions.answerTo(kit.permissions.open[1], allowOnce);
    const since = kit.clock.now();
    await kit.during(kit.messaging.lanes.stop(kit.session.id));
    expect(kit.clock.now() - since).toBeLessThanOrEqual(200);
    expect(kit.permissions.open).toEqual([]);
    expect(kit.tools.effects).toEqual([]);
    expect(await states()).toEqual(['stopped', 'stopped', 'stopped']);
  });

  it('leaves the clock of the turn running: time in which nobody is asked counts [R]', async () => {
    await start({
      script: [{ calls: [note('a'), note('b')] }, { text: 'x', hang: true }],
      settings: { limits: { minutesPerTurn: 1 } },
    });
    await kit.send('go');
    await isOpen(2);
    await kit.clock.advance(300_000);
    expect(kit.loop.live(kit.session.id)?.turn.state).toBe('asking');
    kit.permissions.answer(allowOnce);
    kit.permissions.answer(denyOnce);
    await kit.settled();
    expect((await kit.history()).at(-1)).toMatchObject({ status: 'stopped' });
    expect(kit.tools.effects).toEqual(['note:a']);
  });

  it('takes a message of the person in after the step, and closes nothing for it', async () => {
    await start({ script: [{ calls: [note('a'), note('b')] }, { text: 'Heard.' }] });
    await kit.send('go');
    await isOpen(2);
    await kit.send('and be quick', { mode: 'steer' });
    expect(kit.permissions.open).toHaveLength(2);
    kit.permissions.answer(allowOnce);
    kit.permissions.answer(allowOnce);
    await kit.settled();
    expect(kit.tools.effects).toEqual(['note:a', 'note:b']);
    expect(JSON.stringify(kit.models.requests.at(-1)?.messages)).toContain('and be quick');
  });
});

/** A store that stops answering once the process is dead. */
const mortal =
  (dead: { now: boolean }): NonNullable<FlowOptions['wrapStore']> =>
  (store) => {
    const wrap = <T extends object>(part: T): T =>
      Object.fromEntries(
        Object.entries(part).map(([name, step]) => [
          name,
          (...args: never[]) => (dead.now ? new Promise(() => {}) : (step as (...all: never[]) => unknown)(...args)),
        ]),
      ) as T;
    return { ...store, turns: wrap(store.turns), approvals: wrap(store.approvals) };
  };

describe('on the real desk', () => {
  const write = (path: string) => ({ name: 'write_file', input: { path, content: `${path}\n` } });
  const begin = async (o: FlowOptions = {}) => {
    real = createToolKit();
    await start({ ...o, real });
    kit.models.push({ calls: ['a', 'b', 'c', 'd', 'e'].map((name) => write(`docs/${name}.md`)) }, { text: 'Done.' });
    await kit.send('write them');
    await kit.until(async () => (await kit.store.approvals.pending()).length === 5);
    return kit.store.approvals.pending();
  };
  const members = (approvals: Awaited<ReturnType<typeof begin>>) =>
    approvals.map(({ id: approvalId, planHash }) => ({ approvalId, planHash }));

  it('has one shape for five writes, and one answer runs all of them', async () => {
    const approvals = await begin();
    expect(new Set(approvals.map(({ shape }) => shape)).size).toBe(1);
    expect(approvals.map(({ title }) => title.params.path)).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((n) => `docs/${n}.md`),
    );
    const outcome = await kit.desk?.answerGroup({ approvals: members(approvals), decision: 'once' });
    expect(outcome?.failed).toEqual([]);
    await kit.settled();
    expect(await states()).toEqual(Array(5).fill('done'));
    expect((await kit.store.sessions.get(kit.session.id)).status).toBe('idle');
  });

  it('stores "Deny and stop" for every one of a group before the first ends the turn', async () => {
    const approvals = await begin();
    const outcome = await kit.desk?.answerGroup({ approvals: members(approvals), decision: 'deny_stop' });
    expect(outcome).toMatchObject({ decided: approvals.map(({ id }) => id), failed: [] });
    await kit.settled();
    expect(await states()).toEqual(Array(5).fill('denied'));
    expect(await kit.store.approvals.pending()).toEqual([]);
  });

  it('leaves no question behind when the process dies between them, and nothing runs afterwards [R02]', async () => {
    const dead = { now: false };
    const approvals = await begin({ wrapStore: mortal(dead), removeFolder: false });
    const { folder } = kit;
    dead.now = true;
    await kit.abandon();
    await real?.close();
    real = createToolKit();
    await start({ folder, real, removeFolder: true });
    await kit.until(async () => (await kit.store.sessions.get(kit.session.id)).status === 'interrupted');
    expect(await kit.store.approvals.pending()).toEqual([]);
    for (const answer of members(approvals))
      await expect(kit.desk?.answer({ ...answer, decision: 'once' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await states()).toEqual(Array(5).fill('stopped'));
  });
});
