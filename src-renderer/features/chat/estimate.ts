// What the next message would cost, roughly: the context of the last answer plus what is being written.
import type { Usage } from '#main/contract/messages.ts';
import type { ModelInfo } from '#main/contract/models.ts';

/** A token is about four letters of English or code; good enough for "about". */
const charsPerToken = 4;

export type Estimate = { readonly tokens: number; readonly costUsd: number | undefined };

/** Undefined where nothing honest can be said: without a model, and before a first answer has told the context's size. */
export function estimateNext(o: {
  readonly text: string;
  /** Of the last answer. */
  readonly usage: Usage | undefined;
  readonly model: ModelInfo | undefined;
}): Estimate | undefined {
  const { usage } = o;
  if (o.model === undefined || o.model.ref.startsWith('offline/') || usage === undefined) return undefined;
  if (usage.inputTokens === 0) return undefined;
  // Input tokens are summed over the steps of an answer; one step carries about one share of them.
  const context = Math.round(usage.inputTokens / Math.max(1, usage.steps)) + usage.outputTokens;
  const tokens = context + Math.ceil(o.text.length / charsPerToken);
  const price = o.model.price?.inputPerMTok;
  return { tokens, costUsd: price === undefined || price === 0 ? undefined : (tokens * price) / 1_000_000 };
}
