// Versions beside each other: edit, a new answer, switching between them, and what the model sees of it.
import { afterEach, expect, it } from 'vitest';
import { allAllowed, createFlowKit, type FlowKit, textOf } from './testing/flow-kit.ts';

/** Of a context: all of the branch. */
const whole = { maxChars: Number.POSITIVE_INFINITY };

let kit: FlowKit;
afterEach(() => kit.close());

const seen = (index: number) => JSON.stringify(kit.models.requests[index]?.messages);

it('edits an earlier message into a branch of its own, and switches back', async () => {
  kit = await createFlowKit({ script: (_request, n) => ({ text: `answer ${n}` }) });
  await kit.send('first');
  await kit.settled();
  await kit.send('second');
  await kit.settled();
  const [, , second] = await kit.history();
  if (second === undefined) throw new Error('no second message');
  await kit.send('second, better', { kind: { type: 'edit', messageId: second.id } });
  await kit.settled();
  const history = await kit.history();
  expect(history.map(textOf)).toEqual(['first', 'answer 0', 'second, better', 'answer 2']);
  expect(history[2]?.versions).toHaveLength(2);
  expect(seen(2)).toContain('second, better');
  expect(seen(2)).not.toContain('answer 1');

  await kit.store.messages.switchTo(kit.session.id, second.id, kit.clock.now());
  expect((await kit.history()).map(textOf)).toEqual(['first', 'answer 0', 'second', 'answer 1']);
  await kit.send('third');
  await kit.settled();
  expect((await kit.history()).map(textOf)).toEqual(['first', 'answer 0', 'second', 'answer 1', 'third', 'answer 3']);
  expect(seen(3)).not.toContain('better');
});

it('writes a new answer beside the old one, which the model does not see', async () => {
  kit = await createFlowKit({ script: (_request, n) => ({ text: `answer ${n}` }) });
  await kit.send('first');
  await kit.settled();
  const [, old] = await kit.history();
  if (old === undefined) throw new Error('no answer');
  await kit.send('', { kind: { type: 'regenerate', messageId: old.id }, model: 'scripted/one' });
  await kit.settled();
  const history = await kit.history();
  expect(history.map(textOf)).toEqual(['first', 'answer 1']);
  expect(history[1]?.versions).toEqual([old.id, history[1]?.id]);
  expect(kit.models.requests[1]?.messages).toEqual([{ role: 'user', parts: [{ type: 'text', text: 'first' }] }]);
});

it('keeps an edit waiting until the running turn has ended', async () => {
  kit = await createFlowKit({ script: [{ text: 'slow', firstMs: 500 }, { text: 'better' }] });
  const { inboxId } = await kit.send('first');
  await kit.until(() => kit.models.requests.length === 1);
  const [first] = await kit.history();
  expect(first?.id).toBe(inboxId);
  if (first === undefined) throw new Error('no message');
  await kit.send('first, better', { kind: { type: 'edit', messageId: first.id } });
  await kit.settled();
  expect((await kit.history()).map(textOf)).toEqual(['first, better', 'better']);
});

it('continues with another model: its own reasoning only, its own calls and results whole', async () => {
  const one = { ref: 'scripted/one', name: 'one', label: 'One' };
  const two = { ref: 'scripted/two', name: 'two', label: 'Two' };
  kit = await createFlowKit({
    models: { models: [one, two] },
    script: [
      { reasoning: 'hm', signature: 'sig-one', text: 'Looking.', calls: [{ name: 'note', input: { text: 'a' } }] },
      { text: 'Noted.' },
      { text: 'From two.' },
      { text: 'From one.' },
    ],
  });
  await kit.send('go', { policy: allAllowed });
  await kit.settled();
  expect(seen(1)).toContain('sig-one');
  await kit.send('and you?', { model: two.ref });
  await kit.settled();
  expect(seen(2)).not.toContain('sig-one');
  expect(seen(2)).not.toContain('"hm"');
  expect(kit.models.requests[2]?.messages.map(({ role, parts }) => [role, ...parts.map((part) => part.type)])).toEqual([
    ['user', 'text'],
    ['assistant', 'text', 'tool_call'],
    ['user', 'tool_result'],
    ['assistant', 'text'],
    ['user', 'text'],
  ]);
  await kit.send('back', { model: one.ref });
  await kit.settled();
  expect(seen(3)).toContain('sig-one');
});

it('times the reasoning and keeps it apart from the answer', async () => {
  kit = await createFlowKit({ script: [{ reasoning: 'let me see', text: ['', 'It is so.'], betweenMs: 2_000 }] });
  await kit.send('go');
  await kit.settled();
  const [reasoning, text] = (await kit.history()).at(-1)?.parts ?? [];
  expect(reasoning).toMatchObject({ type: 'reasoning', text: 'let me see' });
  expect(reasoning?.type === 'reasoning' ? reasoning.ms : 0).toBeGreaterThanOrEqual(2_000);
  expect(text).toEqual({ type: 'text', text: 'It is so.' });
});

it('reads a conversation once, then only what may have changed', async () => {
  let reads = 0;
  kit = await createFlowKit({
    script: (_request, n) => ({ text: `answer ${n}` }),
    wrapStore: (store) => ({
      ...store,
      messages: {
        ...store.messages,
        context: (id) => {
          reads += 1;
          return store.messages.context(id, whole);
        },
      },
    }),
  });
  for (const text of ['one', 'two', 'three']) {
    await kit.send(text);
    await kit.settled();
  }
  expect(reads).toBe(0);
  const [, first] = await kit.history();
  if (first === undefined) throw new Error('no answer');
  await kit.send('', { kind: { type: 'regenerate', messageId: first.id } });
  await kit.settled();
  expect(reads).toBe(1);
  expect(seen(3)).toBe('[{"role":"user","parts":[{"type":"text","text":"one"}]}]');
  await kit.store.messages.switchTo(kit.session.id, first.id, kit.clock.now());
  await kit.send('four');
  await kit.settled();
  expect(reads).toBe(2);
  expect(seen(4)).toContain('answer 2');
});
