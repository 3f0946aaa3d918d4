// Which button helps after a failed answer.
import type { ErrorData } from '#main/contract/errors.ts';

export type NextStep = 'models' | 'secrets' | 'usage' | 'compact' | 'retry';

const byReason: Readonly<Record<string, NextStep>> = {
  key_wrong: 'models',
  key_missing: 'models',
  no_credit: 'models',
  no_model: 'models',
  model_unknown: 'models',
  model_not_found: 'models',
  secrets_locked: 'secrets',
  keychain_missing: 'secrets',
  keychain_gone: 'secrets',
  safe_storage_missing: 'secrets',
  safe_storage_unreadable: 'models',
  locked: 'secrets',
};

export function nextStep(error: ErrorData): NextStep {
  const known = byReason[error.details?.reason ?? ''];
  if (known !== undefined) return known;
  if (error.code === 'context_overflow') return 'compact';
  if (error.code === 'cap_reached') return 'usage';
  if (error.code === 'unauthenticated' || error.code === 'forbidden') return 'models';
  return 'retry';
}

/** When another try makes sense; undefined where waiting changes nothing, or nobody would wait that long for it. */
export function retryAt(error: ErrorData, failedAt: number): number | undefined {
  const wait = error.code === 'cap_reached' ? undefined : error.details?.retryAfterMs;
  return wait === undefined ? undefined : failedAt + wait;
}
