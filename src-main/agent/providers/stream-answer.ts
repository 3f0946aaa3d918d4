// Turns whatever a wire family reads into the promised stream: deltas, then exactly one last event, and never a throw.
import { type AppError, toErrorData } from '#main/contract/errors.ts';
import { abortable } from '#main/platform/base/abort.ts';
import type { Answer, Delta, Finish } from './answer.ts';
import type { ModelEvent } from './port.ts';

export type StreamParts = {
  readonly answer: Answer;
  /** Reads the wire and feeds the answer; ends when the vendor has said its last word, throws when it has not. */
  readonly read: () => AsyncIterable<Delta>;
  /** The last event of an answer that came to its end; throws for one that is worth nothing. */
  readonly finish: () => Finish;
  readonly toError: (error: unknown) => AppError;
};

export async function* streamAnswer(o: StreamParts, signal: AbortSignal): AsyncIterable<ModelEvent> {
  const { answer } = o;
  const cancelled = (): Finish => {
    answer.stop('cancelled');
    return { type: 'finish', parts: answer.parts(), stopReason: 'cancelled', usage: answer.totals };
  };
  if (signal.aborted) return yield cancelled();
  const deltas = o.read()[Symbol.asyncIterator]();
  let last: ModelEvent;
  try {
    for (;;) {
      const next = await abortable(deltas.next(), signal);
      if (next.done === true) break;
      yield next.value;
      if (signal.aborted) break;
    }
    last = signal.aborted ? cancelled() : o.finish();
  } catch (error) {
    last = signal.aborted
      ? cancelled()
      : { type: 'error', error: toErrorData(o.toError(error)), parts: answer.parts(), usage: answer.totals };
  } finally {
    deltas.return?.().catch(() => {}); // also when the consumer leaves early: the connection is let go, not waited for
  }
  yield last;
}
