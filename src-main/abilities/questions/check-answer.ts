// What the person filled in, held against the fields that were asked for; and fields that ask for a key.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import type { QuestionField, QuestionValues } from '#main/contract/questions.ts';

type Value = QuestionValues[string];

const keyWords =
  /(^|[^\p{L}])(api[\s_-]?key|secret[\s_-]?key|private[\s_-]?key|key|token|secret|password|passphrase|passwd|pwd|passwort|kennwort|credentials?|密码|口令|密钥|令牌|كلمة المرور|كلمة السر)([^\p{L}]|$)/iu;

const plainWords =
  /\b(passwords?|passphrase|api[\s_-]?keys?|access[\s_-]?tokens?)\b|passwort|kennwort|密码|口令|密钥|كلمة (المرور|السر)/iu;

/** Of the words above the fields, where a field may be filled in freely. */
export const wordsAskForKey = (message: string) => plainWords.test(message);

/** A key is stored in Limpet's own place for keys, never typed into a question. */
export function asksForKey({ type, name, label, format }: QuestionField): boolean {
  if (type !== 'text') return false;
  return (
    format === 'password' || keyWords.test(name.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')) || keyWords.test(label ?? '')
  );
}

const formats: Readonly<Record<string, z.ZodType>> = {
  email: z.email(),
  uri: z.url(),
  date: z.iso.date(),
  'date-time': z.iso.datetime({ offset: true }),
};

function fits(field: QuestionField, value: Value): boolean {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, options } = field;
  const isWithin = (size: number) => size >= min && size <= max;
  const isOption = (one: string) => options === undefined || options.some((known) => known.value === one);
  switch (field.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' && isWithin(value);
    case 'integer':
      return Number.isInteger(value) && isWithin(Number(value));
    case 'choice':
      return typeof value === 'string' && isOption(value);
    case 'choices':
      return Array.isArray(value) && isWithin(value.length) && value.every(isOption);
    case 'text':
      return (
        typeof value === 'string' &&
        isWithin([...value].length) &&
        (formats[field.format ?? '']?.safeParse(value).success ?? true)
      );
  }
}

const isEmpty = (value: Value | undefined) =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** The values of the fields and no others; an empty one that may be left out is left out. */
export function checkAnswer(fields: readonly QuestionField[], values: QuestionValues): QuestionValues {
  const kept: QuestionValues = {};
  for (const field of fields) {
    const value = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
    if (value === undefined || (isEmpty(value) && !field.required)) {
      if (field.required) throw unfit(field);
      continue;
    }
    if ((isEmpty(value) && field.required) || !fits(field, value)) throw unfit(field);
    kept[field.name] = value;
  }
  return kept;
}

const unfit = (field: QuestionField) =>
  new AppError('invalid_input', `What stands in “${field.label ?? field.name}” does not fit what is asked there.`, {
    details: { reason: 'answer_field', path: [field.name], facts: { field: field.label ?? field.name } },
  });
