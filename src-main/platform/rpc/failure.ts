// From whatever was thrown to what may be told: bugs keep their details to the log.
import { randomUUID } from 'node:crypto';
import { type ErrorData, isAppError, isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { Log } from '#main/platform/base/log.ts';

/** Internal errors are logged under an id, and only the id travels. */
export function failureOf(error: unknown, log: Log, op: string): ErrorData {
  const isKnown = isCancelled(error) || (isAppError(error) && error.code !== 'internal');
  if (isKnown) return toErrorData(error);
  const logId = randomUUID().slice(0, 8);
  log.error('operation failed', { op, logId, error });
  return { ...toErrorData(undefined), details: { logId } };
}
