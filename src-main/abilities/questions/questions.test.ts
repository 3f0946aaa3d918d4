// Questions to the person: one answer, from wherever it comes; closed by time and by the end of whoever asked; never for a key.
import { describe, expect, it } from 'vitest';
import { isAppError } from '#main/contract/errors.ts';
import { CallId, SessionId } from '#main/contract/ids.ts';
import type { QuestionField } from '#main/contract/questions.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import { createFakeClock } from '#main/platform/base/fake-clock.ts';
import { checkAnswer } from './check-answer.ts';
import type { AskRequest } from './port.ts';
import { createTestQuestions } from './testing/test-questions.ts';

const place = { sessionId: SessionId.parse('s1'), callId: CallId.parse('c1') };
const text: AskRequest = {
  message: 'Which?',
  what: { type: 'fields', fields: [{ name: 'answer', type: 'text', required: true }] },
};
const reasonOf = (error: unknown) => (isAppError(error) ? (error.details?.reason ?? error.code) : String(error));
const tick = () => new Promise((resolve) => setImmediate(resolve));

async function setUp(request: AskRequest = text, signal: AbortSignal = neverAborts) {
  const clock = createFakeClock();
  const kit = createTestQuestions(clock);
  const answered = kit.desk.ask(request, { place, signal }).catch(reasonOf);
  await tick();
  const [question] = kit.desk.open();
  return { ...kit, clock, answered, question, id: question?.id ?? '' };
}

describe('the desk of questions', () => {
  it('shows a question with its chat until the one answer, and marks the chat meanwhile', async () => {
    const { desk, id, question, answered, marks, told } = await setUp();
    expect(question).toMatchObject({ ...place, sessionTitle: 'Tides', message: 'Which?' });
    expect(question).not.toHaveProperty('server');
    desk.answer({ questionId: id, action: 'accept', values: { answer: 'this', more: 'x' } });
    expect(() => desk.answer({ questionId: id, action: 'decline', values: {} })).toThrow(/answered already/);
    expect(await answered).toEqual({ type: 'answered', values: { answer: 'this' } });
    expect([desk.open(), marks]).toEqual([[], [true, false]]);
    expect(told).toContain('questions');
  });

  it.each([
    ['decline', 'declined'],
    ['cancel', 'cancelled'],
    ['nobody', 'nobody'],
  ] as const)('tells %s as %s', async (action, type) => {
    const { desk, id, answered } = await setUp();
    desk.answer({ questionId: id, action, values: { answer: 'kept out' } });
    expect(await answered).toEqual({ type });
  });

  it('stays open over an answer that does not fit', async () => {
    const { desk, id } = await setUp();
    expect(() => desk.answer({ questionId: id, action: 'accept', values: {} })).toThrow(/does not fit/);
    expect(desk.open()).toHaveLength(1);
  });

  it('ends with its time, and with whoever asked', async () => {
    const late = await setUp();
    await late.clock.advance(60_000);
    expect(await late.answered).toEqual({ type: 'expired' });
    const life = new AbortController();
    const stopped = await setUp(text, life.signal);
    life.abort();
    expect(await stopped.answered).toBe('cancelled');
    expect([stopped.desk.open(), stopped.marks]).toEqual([[], [true, false]]);
  });

  it('holds no more than can be looked at', async () => {
    const { desk } = await setUp();
    for (let n = 0; n < 19; n += 1) void desk.ask(text, { place, signal: neverAborts });
    await tick();
    expect(await desk.ask(text, { place, signal: neverAborts }).catch(reasonOf)).toBe('too_many_questions');
  });

  it.each([
    ['a field of that name', { properties: { apiKey: { type: 'string' } } }, 'Go on?'],
    ['a label', { properties: { a: { type: 'string', title: 'Your Passwort' } } }, 'Go on?'],
    ['a format', { properties: { a: { type: 'string', format: 'password' } } }, 'Go on?'],
    ['the words above a plain field', { properties: { value: { type: 'string' } } }, 'Enter your API key below.'],
  ])('never asks for a key: %s', async (_what, schema, message) => {
    const { answered, desk } = await setUp({ server: 'docs', message, what: { type: 'form', schema } });
    expect(await answered).toBe('asks_for_key');
    expect(desk.open()).toEqual([]);
  });

  it('asks a yes or no about a password, which nobody would type one into', async () => {
    const { desk } = await setUp({
      message: 'Build the password page first?',
      what: { type: 'fields', fields: [{ name: 'answer', type: 'boolean', required: true }] },
    });
    expect(desk.open()).toHaveLength(1);
  });

  it('refuses a choice without anything to choose from', async () => {
    const schema = { properties: { size: { type: 'string', enum: [] } } };
    expect(await (await setUp({ message: 'Size?', what: { type: 'form', schema } })).answered).toBe('invalid_input');
  });

  it('reads a flat schema: names of choices, bounds, what is filled in before', async () => {
    const schema = {
      required: ['size'],
      properties: {
        size: { type: 'string', enum: ['s', 'm'], enumNames: ['Small', 'Middle'], default: 's' },
        days: { type: 'array', items: { anyOf: [{ const: 'mo', title: 'Monday' }] }, maxItems: 1 },
        age: { type: 'integer', minimum: 0, maximum: 9 },
      },
    };
    const { question } = await setUp({ message: 'Go on?', what: { type: 'form', schema } });
    expect(question?.fields).toEqual([
      {
        name: 'size',
        label: 'size',
        required: true,
        type: 'choice',
        initial: 's',
        options: [
          { value: 's', label: 'Small' },
          { value: 'm', label: 'Middle' },
        ],
      },
      {
        name: 'days',
        label: 'days',
        required: false,
        type: 'choices',
        max: 1,
        options: [{ value: 'mo', label: 'Monday' }],
      },
      { name: 'age', label: 'age', required: false, type: 'integer', min: 0, max: 9 },
    ]);
  });
});

describe('an answer', () => {
  const field = (change: Partial<QuestionField>): QuestionField => ({
    name: 'a',
    required: true,
    type: 'text',
    ...change,
  });
  const options = [{ value: 'x', label: 'X' }];
  it.each([
    [field({}), '', false],
    [field({ required: false }), '', true],
    [field({ max: 2 }), 'abc', false],
    [field({ format: 'email' }), 'ada', false],
    [field({ format: 'email' }), 'ada@example.org', true],
    [field({ format: 'date' }), '2026-02-30', false],
    [field({ type: 'integer' }), 1.5, false],
    [field({ type: 'number', min: 2 }), 1, false],
    [field({ type: 'number' }), 'one', false],
    [field({ type: 'boolean' }), false, true],
    [field({ type: 'choice', options }), 'y', false],
    [field({ type: 'choice', options }), 'x', true],
    [field({ type: 'choices', options }), ['x', 'y'], false],
    [field({ type: 'choices', options }), [], false],
    [field({ type: 'choices', options }), ['x'], true],
  ])('%o with %o fits: %s', (one, value, isFine) => {
    const check = () => checkAnswer([one], { a: value });
    if (isFine) expect(check).not.toThrow();
    else expect(check).toThrow(/does not fit/);
  });
});
