// ask_person: what only the person knows or may choose, asked where they are.
import { z } from 'zod';
import type { AskAnswer, AskRequest } from '#main/abilities/questions/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { QuestionField } from '#main/contract/questions.ts';
import { defineTool } from '../port.ts';
import { oneLine, readPlan } from '../reads.ts';

/** Bounds are checked by the plan: in the schema, every one of them is paid for on every turn. */
const Input = z.strictObject({
  question: z.string(),
  choices: z.array(z.string()).optional(),
  /** More than one of the choices may be taken. */
  several: z.boolean().optional(),
  yes_no: z.boolean().optional(),
  /** Properties of a flat JSON Schema; all of them may be left empty. Read by the desk. */
  form: z.object({}).loose().optional(),
});
type Input = z.infer<typeof Input>;

const only = 'answer';

const wrong = (sentence: string) => new AppError('invalid_input', sentence);

function checkWords({ question, choices }: Input): void {
  if (question.trim() === '' || question.length > 2_000)
    throw wrong('The question is empty, or longer than 2,000 characters.');
  if (choices === undefined) return;
  const isLong = choices.some((choice) => choice.trim() === '' || choice.length > 200);
  if (isLong || choices.length < 2 || choices.length > 20 || new Set(choices).size < choices.length)
    throw wrong('Give 2 to 20 different choices of at most 200 characters.');
}

function whatOf({ choices, several, yes_no, form }: Input): AskRequest['what'] {
  if (form !== undefined) return { type: 'form', schema: { properties: form } };
  const field = (type: QuestionField['type']): QuestionField => ({ name: only, type, required: true });
  if (yes_no === true) return { type: 'fields', fields: [field('boolean')] };
  if (choices === undefined) return { type: 'fields', fields: [field('text')] };
  const options = choices.map((choice) => ({ value: choice, label: choice }));
  return { type: 'fields', fields: [{ ...field(several === true ? 'choices' : 'choice'), options }] };
}

function wordsOf(answer: AskAnswer, isForm: boolean): string {
  switch (answer.type) {
    case 'answered': {
      if (isForm) return `The person filled in: ${JSON.stringify(answer.values)}`;
      const value = answer.values[only];
      if (typeof value === 'boolean') return `The person answered: ${value ? 'yes' : 'no'}`;
      return `The person answered: ${Array.isArray(value) ? value.join('; ') || '(none of them)' : String(value)}`;
    }
    case 'declined':
      return 'The person does not want to answer this. Do not ask it again; go on without it, or say what you cannot do.';
    case 'cancelled':
      return 'The person put the question aside. Go on with what you know and say what you assumed.';
    case 'expired':
      return 'Nobody answered in time. Go on with what you know and say what you assumed, or end with the question.';
    case 'nobody':
      return 'Nobody is there who could be asked: this message came from a program or a single command. Decide with what you know and say what you assumed, or end with the question.';
  }
}

export const tool = defineTool({
  name: 'ask_person',
  description:
    'Ask the person what only they know or may choose, and wait: free text, choices (several: more than one), yes_no, or form (JSON Schema properties, flat). Not for permission to act, never for keys.',
  input: Input,
  async plan(input) {
    const ways = [input.choices, input.form, input.yes_no === true ? true : undefined].filter(
      (way) => way !== undefined,
    );
    if (ways.length > 1) throw wrong('Give one of choices, yes_no and form.');
    checkWords(input);
    return {
      ...readPlan(input, 'person', { key: 'questions.call', params: { question: oneLine(input.question) } }),
      shown: { type: 'text', text: input.question },
    };
  },
  async run({ input }, ctx) {
    const answer = await ctx.ask({ message: input.question, what: whatOf(input) });
    return {
      output: wordsOf(answer, input.form !== undefined),
      label: { trust: 'owner', secrecy: 'public', source: 'person' },
    };
  },
});
