// Lets the chosen second model answer when the first one's vendor fails before the first token.
import type { ErrorCode, ErrorData } from '#main/contract/errors.ts';
import type { ModelEvent } from './port.ts';
import { showsNothing } from './with-retry.ts';

/** Failures of the vendor's side. A wrong key or an empty account is the person's to mend, and is told at once. */
const vendorSide: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'unavailable', 'timeout', 'provider_failed']);

export type Candidate = { readonly ref: string; readonly open: () => AsyncIterable<ModelEvent> };

const worthAnother = (error: ErrorData): boolean =>
  vendorSide.has(error.code) && error.details?.reason !== 'bad_request';

/** `second` is asked for only when it is needed; one that cannot be had leaves the first failure as the answer. */
export async function* withFailover(
  first: Candidate,
  second: (() => Promise<Candidate>) | undefined,
): AsyncIterable<ModelEvent> {
  let shown = false;
  let failure: Extract<ModelEvent, { type: 'error' }> | undefined;
  for await (const event of first.open()) {
    if (event.type === 'error' && !shown && second !== undefined && worthAnother(event.error)) {
      failure = event;
      break;
    }
    shown ||= !showsNothing(event);
    yield event;
  }
  if (failure === undefined || second === undefined) return;
  const stand = await second().catch(() => undefined); // the person hears of the first model's failure, which came first
  if (stand === undefined) return yield failure;
  yield { type: 'failover', from: first.ref, to: stand.ref, error: failure.error };
  yield* stand.open();
}
