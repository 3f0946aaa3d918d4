// What was typed is not understood: said in the language of the person, with its own exit code.
import { AppError } from '#main/contract/errors.ts';

/** A catalogue key of domain `cli` and what it names; the message is the English of it. */
export function usage(reason: string, message: string, word = ''): AppError {
  return new AppError('invalid_input', message, { details: { reason, facts: { word } } });
}
