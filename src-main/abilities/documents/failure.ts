// Why a document cannot be read, as an error that the model can read.
import { AppError } from '#main/contract/errors.ts';

type Reason = 'not_a_document' | 'damaged' | 'locked' | 'too_large';

export function unreadable(reason: Reason, sentence: string, cause?: unknown): AppError {
  return new AppError('unsupported', sentence, { cause, details: { reason } });
}

export function noSuchPart(sentence: string): AppError {
  return new AppError('invalid_input', sentence, { details: { reason: 'no_such_part' } });
}
