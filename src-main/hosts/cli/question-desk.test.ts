// Questions on the command line: asked on a terminal, and without one nobody is there.
import { describe, expect, it } from 'vitest';
import { AppError } from '#main/contract/errors.ts';
import { SessionId } from '#main/contract/ids.ts';
import { Question, type QuestionField } from '#main/contract/questions.ts';
import { createTranslate } from '#main/platform/texts/translate.ts';
import { createQuestionDesk, type QuestionDeskDeps, readTyped } from './question-desk.ts';
import { createFakeTerminal } from './testing/fake-terminal.ts';

const options = ['Red', 'Blue'].map((value) => ({ value, label: value }));
const field = (change: Partial<QuestionField>): QuestionField => ({
  name: 'answer',
  required: true,
  type: 'text',
  ...change,
});
const asked = (change: object) =>
  Question.parse({
    ...{ id: 'q1', sessionId: 's1', message: 'Which\u001b[31m?', fields: [field({})], askedAt: 0, expiresAt: 9 },
    ...change,
  });

async function run(question: Question, answers?: (string | undefined)[], isRefusedOnce = false) {
  const terminal = createFakeTerminal(answers === undefined ? {} : { answers });
  const given: unknown[] = [];
  const life = new AbortController();
  let refusals = isRefusedOnce ? 1 : 0;
  const api = {
    questions: {
      async *watch(_input: unknown, o: { signal: AbortSignal }) {
        yield { cursor: 'c', data: { questions: [question, asked({ id: 'other', sessionId: 's2' })] } };
        await new Promise<void>((resolve) => o.signal.addEventListener('abort', () => resolve(), { once: true }));
      },
      answer: async (input: unknown) => {
        given.push(input);
        if (refusals === 0) return setImmediate(() => life.abort());
        refusals -= 1;
        throw new AppError('invalid_input', 'It does not fit.', {
          details: { reason: 'answer_field', facts: { field: 'x' } },
        });
      },
    },
  } as unknown as QuestionDeskDeps['api'];
  await createQuestionDesk({
    api,
    terminal,
    t: createTranslate('en'),
    sessionId: SessionId.parse('s1'),
    signal: life.signal,
  }).run();
  return { given, terminal };
}

describe('a question on the command line', () => {
  it('is asked with who asks, nothing hidden in it, and answered by what is typed', async () => {
    const { given, terminal } = await run(asked({ server: 'docs' }), ['Dover']);
    expect(given).toEqual([{ questionId: 'q1', action: 'accept', values: { answer: 'Dover' } }]);
    expect(terminal.written.err).toContain('The server docs asks you');
    expect(terminal.written.err).not.toContain('\u001b');
  });
  it('lists choices by number', async () => {
    const { given, terminal } = await run(asked({ fields: [field({ type: 'choice', options })] }), ['2']);
    expect(given).toMatchObject([{ values: { answer: 'Blue' } }]);
    expect(terminal.written.err).toContain('  2. Blue');
  });
  it('is declined by an empty line and by the end of the input', async () => {
    expect((await run(asked({}), [''])).given).toMatchObject([{ action: 'decline' }]);
    expect((await run(asked({}), [undefined])).given).toMatchObject([{ action: 'decline' }]);
  });
  it('is asked again after an answer that does not fit', async () => {
    const { given, terminal } = await run(asked({}), ['x', 'y'], true);
    expect(given).toMatchObject([{ values: { answer: 'x' } }, { values: { answer: 'y' } }]);
    expect(terminal.written.err).toContain('does not fit what is asked there');
  });
  it('waits for the person to come back from a page', async () => {
    const { given, terminal } = await run(asked({ server: 'docs', url: 'https://docs.test/pay', fields: [] }), ['']);
    expect(given).toMatchObject([{ action: 'accept' }]);
    expect(terminal.written.err).toContain('https://docs.test/pay');
  });
  it('says without a terminal that nobody is there, instead of waiting', async () => {
    const { given, terminal } = await run(asked({}));
    expect(given).toEqual([{ questionId: 'q1', action: 'nobody', values: {} }]);
    expect(terminal.written.err).toContain('nobody there to answer');
  });
  it('reads yes, no and numbers, and nothing into other words', () => {
    expect([readTyped(field({ type: 'boolean' }), 'Y'), readTyped(field({ type: 'boolean' }), 'nein')]).toEqual([
      true,
      false,
    ]);
    expect(readTyped(field({ type: 'boolean' }), 'maybe')).toBeUndefined();
    expect([readTyped(field({ type: 'integer' }), ' 12 '), readTyped(field({ type: 'number' }), 'x')]).toEqual([
      12,
      undefined,
    ]);
    expect(readTyped(field({ type: 'choices', options }), '1, Blue')).toEqual(['Red', 'Blue']);
  });
});
