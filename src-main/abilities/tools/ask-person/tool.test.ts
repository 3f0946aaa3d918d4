// ask_person in the words of the model: what it hears for each answer.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QuestionValues } from '#main/contract/questions.ts';
import { createToolKit, type ToolKit } from '../testing/tool-kit.ts';

let kit: ToolKit;
beforeEach(() => {
  kit = createToolKit();
});
afterEach(() => kit.close());

async function ask(input: unknown, answer: { action: 'accept' | 'decline' | 'cancel'; values?: QuestionValues }) {
  const running = kit.run('ask_person', input);
  while (kit.questions.open().length === 0) await new Promise((resolve) => setImmediate(resolve));
  const [question] = kit.questions.open();
  kit.questions.answer({ questionId: question?.id ?? '', action: answer.action, values: answer.values ?? {} });
  return { question, output: (await running).result.output };
}

describe('ask_person', () => {
  it('hears free text, a choice, several, yes and no, and a form', async () => {
    const say = async (input: unknown, values: QuestionValues) =>
      (await ask(input, { action: 'accept', values })).output;
    const question = 'Where to?';
    expect(await say({ question }, { answer: 'Dover' })).toBe('The person answered: Dover');
    expect(await say({ question, choices: ['a', 'b'] }, { answer: 'b' })).toBe('The person answered: b');
    const several = { question, choices: ['a', 'b', 'c'], several: true };
    expect(await say(several, { answer: ['a', 'c'] })).toBe('The person answered: a; c');
    expect(await say({ question, yes_no: true }, { answer: false })).toBe('The person answered: no');
    const form = { city: { type: 'string' }, days: { type: 'integer' } };
    expect(await say({ question, form }, { city: 'Dover', days: 2 })).toBe(
      'The person filled in: {"city":"Dover","days":2}',
    );
  });

  it('hears a no, and a question put aside', async () => {
    expect((await ask({ question: 'Age?' }, { action: 'decline' })).output).toMatch(/does not want to answer/);
    expect((await ask({ question: 'Age?' }, { action: 'cancel' })).output).toMatch(/put the question aside/);
  });

  it('is told that nobody is there where nobody watches', async () => {
    const { plan, context } = await kit.plan('ask_person', { question: 'Age?' });
    const tool = await kit.tool('ask_person');
    const { output } = await tool.run(plan, await kit.toolContext(plan, context));
    expect(output).toMatch(/^Nobody is there/);
    expect(kit.questions.open()).toEqual([]);
  });

  it('asks for no key', async () => {
    expect(await kit.refusal('ask_person', { question: 'What is your GitHub password?' })).toBe('asks_for_key');
  });
});
