// Tries again, within bounds and with jitter, as long as the person has seen nothing of the answer.
import type { ErrorData } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { noUsage } from './answer.ts';
import type { ModelEvent } from './port.ts';

export const retryLimits = { tries: 5, totalMs: 120_000, baseMs: 1_000, capMs: 30_000 } as const;
/** A model that answers nothing, or nonsense, seldom does better a third time, and every try costs. */
const senselessTries = 2;

export type RetryDeps = {
  readonly clock: Clock;
  /** In [0, 1); tests decide it. */
  readonly random: () => number;
};

/** Before the answer: nothing that a person could have read, and nothing that a tool could have acted on. */
export const showsNothing = (event: ModelEvent): boolean => event.type === 'retry' || event.type === 'failover';

function triesFor(error: ErrorData): number {
  const reason = error.details?.reason ?? '';
  return ['empty_answer', 'broken_tool_call', 'bad_stream'].includes(reason) ? senselessTries : retryLimits.tries;
}

/** At least what the vendor asks for; otherwise doubled each time, somewhere between half and all of it. */
function delayFor(error: ErrorData, attempt: number, random: () => number): number {
  const ceiling = Math.min(retryLimits.capMs, retryLimits.baseMs * 2 ** (attempt - 1));
  const jittered = Math.round(ceiling * (0.5 + random() / 2));
  const asked = error.details?.retryAfterMs;
  // Jitter on top of the vendor's time too, or all sessions come back in the same instant.
  return asked === undefined ? jittered : asked + Math.round(random() * 250);
}

/**
 * Passes the events of `open()` on. An `error` before the first delta that is retryable becomes a `retry` event and, after
 * its delay, a new `open()`; never past 5 tries or 2 minutes. A vendor that asks for more time than that is not waited for.
 */
export async function* withRetry(
  open: () => AsyncIterable<ModelEvent>,
  deps: RetryDeps,
  signal: AbortSignal,
): AsyncIterable<ModelEvent> {
  const started = deps.clock.monotonic();
  for (let attempt = 1; ; attempt += 1) {
    let shown = false;
    let failure: Extract<ModelEvent, { type: 'error' }> | undefined;
    for await (const event of open()) {
      if (event.type === 'error' && !shown && event.error.retryable) {
        failure = event;
        break;
      }
      shown ||= !showsNothing(event);
      yield event;
    }
    if (failure === undefined) return;
    const { error } = failure;
    const delayMs = delayFor(error, attempt, deps.random);
    const spent = deps.clock.monotonic() - started;
    if (attempt >= triesFor(error) || spent + delayMs > retryLimits.totalMs) return yield failure;
    yield { type: 'retry', attempt: attempt + 1, delayMs, error };
    try {
      await deps.clock.sleep(delayMs, signal);
    } catch {
      return yield { type: 'finish', parts: [], stopReason: 'cancelled', usage: noUsage }; // only an abort ends a sleep
    }
  }
}
