// Questions to the person in the middle of a turn, asked by Limpet or by a server of tools, and their answers.
import { z } from 'zod';
import { CallId, SessionId, Timestamp } from './ids.ts';
import { command, stream } from './kernel.ts';

/** One field of the answer. `min` and `max`: of a number itself, of a text its length, of choices how many. */
export const QuestionField = z.object({
  name: z.string(),
  /** Absent where the question itself says what is asked. */
  label: z.string().optional(),
  description: z.string().optional(),
  required: z.boolean(),
  type: z.enum(['text', 'number', 'integer', 'boolean', 'choice', 'choices']),
  format: z.string().optional(),
  options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
  initial: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});
export type QuestionField = z.infer<typeof QuestionField>;

/** Open until it is answered, its time is over, or its turn ends. Never for a key: such questions are refused before they are shown. */
export const Question = z.object({
  id: z.string(),
  /** The server of tools that asks; absent where Limpet does. */
  server: z.string().optional(),
  sessionId: SessionId.optional(),
  sessionTitle: z.string().optional(),
  callId: CallId.optional(),
  message: z.string(),
  /** Where the server wants the person to go, for questions that are answered there. */
  url: z.string().optional(),
  fields: z.array(QuestionField),
  askedAt: Timestamp,
  expiresAt: Timestamp,
});
export type Question = z.infer<typeof Question>;

export const QuestionValues = z.record(
  z.string().max(200),
  z.union([z.string().max(20_000), z.number(), z.boolean(), z.array(z.string().max(2_000)).max(200)]),
);
export type QuestionValues = z.infer<typeof QuestionValues>;

export const questions = {
  watch: stream(z.object({}), z.object({ questions: z.array(Question) })),
  /**
   * Single use: `conflict` with reason `question_over` afterwards. `invalid_input` with reason `answer_field` for an answer
   * that does not fit; then the question stays open. `nobody`: the surface that was asked has nobody to ask.
   */
  answer: command(
    z.object({
      questionId: z.string().max(100),
      action: z.enum(['accept', 'decline', 'cancel', 'nobody']),
      values: QuestionValues.default({}),
    }),
    z.object({}),
  ),
};
