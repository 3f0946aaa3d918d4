// Stands before a provider: nothing is sent that the caps do not allow, and what it took is on record when it ends.
import { type ErrorData, toErrorData } from '#main/contract/errors.ts';
import type { ModelInfo } from '#main/contract/models.ts';
import type { CallPermit, SpendGuard, TokenUsage } from '#main/guard/usage/port.ts';
import { noUsage } from './answer.ts';
import { estimateRequest, shownBytes, shownTokens } from './estimate-request.ts';
import type { ModelEvent, ModelRequest, Provider } from './port.ts';

export type GuardOptions = {
  readonly spending: SpendGuard;
  readonly info: (name: string) => ModelInfo;
};
type Last = Extract<ModelEvent, { type: 'finish' | 'error' }>;

/** As long as one answer may become: what is set aside for it, and what is asked for where the model's own limit is known. */
const longestOutputTokens = 32_000;

const isLast = (event: ModelEvent): event is Last => event.type === 'finish' || event.type === 'error';
const total = (usage: TokenUsage): number =>
  usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;

/** Ways to fail after the vendor has begun to work, and will charge for it. */
const lateReasons: ReadonlySet<string> = new Set(['stream_cut', 'bad_stream', 'empty_answer', 'broken_tool_call']);

/** A vendor that refused, or was never reached, charges nothing; one that fell silent may have worked. */
const mayHaveWorked = (error: ErrorData): boolean =>
  error.code === 'timeout' || lateReasons.has(error.details?.reason ?? '');

type Course = { readonly inputTokens: number; readonly bytes: number; readonly last: Last | undefined };

/** What a call took: as told by the vendor, or as far as can be seen from here. */
function tookOf({ inputTokens, bytes, last }: Course): { usage: TokenUsage; isEstimate: boolean } {
  const told = last?.usage ?? noUsage;
  const isWhole = last?.type === 'finish' && last.stopReason !== 'cancelled';
  if (isWhole && total(told) > 0) return { usage: told, isEstimate: false };
  const seen = shownTokens(bytes, 'most');
  const worked =
    bytes > 0 || total(told) > 0 || last === undefined || last.type === 'finish' || mayHaveWorked(last.error);
  if (!worked) return { usage: noUsage, isEstimate: false };
  const prompt = told.inputTokens + told.cacheReadTokens + told.cacheWriteTokens;
  const usage = {
    ...told,
    inputTokens: prompt > 0 ? told.inputTokens : inputTokens,
    outputTokens: Math.max(told.outputTokens, seen),
  };
  return { usage, isEstimate: true };
}

type Sent = { readonly request: ModelRequest; readonly permit: CallPermit; readonly inputTokens: number };

/** Ends an answer that writes more than was set aside, where the vendor was not told where to stop. */
async function* watched(
  provider: Provider,
  { request, permit, inputTokens }: Sent,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  const tooLong = new AbortController();
  const stop = () => tooLong.abort();
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  let bytes = 0;
  let last: Last | undefined;
  try {
    for await (const event of provider.stream(request, tooLong.signal)) {
      bytes += shownBytes(event);
      if (isLast(event)) {
        last = event;
        await permit.settle(tookOf({ inputTokens, bytes, last }));
      } else if (shownTokens(bytes, 'least') > permit.outputTokens) stop();
      const isCut = event.type === 'finish' && event.stopReason === 'cancelled' && !signal.aborted;
      yield isCut ? { ...event, stopReason: 'max_output' } : event;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await permit.settle(tookOf({ inputTokens, bytes, last })); // also when nobody reads on
  }
}

/** The same provider; `stream` asks the guard first. Its promises hold: it never throws, and ends once. */
export function guardProvider(provider: Provider, { spending, info }: GuardOptions): Provider {
  return {
    id: provider.id,
    listModels: (signal) => provider.listModels(signal),
    async *stream(request, signal) {
      const { ref, price, maxOutputTokens } = info(request.model);
      const inputTokens = estimateRequest(request);
      const own = Math.min(maxOutputTokens ?? longestOutputTokens, longestOutputTokens);
      const wanted = Math.min(request.maxOutputTokens ?? own, own);
      let permit: CallPermit;
      try {
        permit = await spending.admit(
          { job: request.job, model: ref, price, inputTokens, outputTokens: wanted },
          signal,
        );
      } catch (error) {
        if (signal.aborted) return yield { type: 'finish', parts: [], stopReason: 'cancelled', usage: noUsage };
        return yield { type: 'error', error: toErrorData(error), parts: [], usage: noUsage };
      }
      // Where nobody knows how much a model can write, a number could be refused: then the stream alone is watched.
      const isTold =
        request.maxOutputTokens !== undefined || maxOutputTokens !== undefined || permit.outputTokens < wanted;
      const limited = isTold ? { ...request, maxOutputTokens: permit.outputTokens } : request;
      yield* watched(provider, { request: limited, permit, inputTokens }, signal);
    },
  };
}
