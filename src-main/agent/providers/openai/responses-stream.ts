// Reads the events of OpenAI's /responses.
import { z } from 'zod';
import type { Answer, Delta } from '../answer.ts';
import { createCallIds } from '../call-ids.ts';
import type { ProviderConfig } from '../family.ts';
import { sealOpaque } from '../own-reasoning.ts';
import { placeOf } from '../provider-tools.ts';
import { readFailure } from '../read-failure.ts';
import { failureToError } from '../to-provider-error.ts';

const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);
const count = maybe(z.number().nonnegative());
const Item = z.object({
  type: z.string(),
  id: maybe(z.string()),
  call_id: maybe(z.string()),
  name: maybe(z.string()),
  arguments: maybe(z.string()),
  encrypted_content: maybe(z.string()),
});
const Whole = z.object({
  incomplete_details: maybe(z.object({ reason: maybe(z.string()) })),
  error: maybe(z.record(z.string(), z.unknown())),
  usage: maybe(
    z.object({
      input_tokens: count,
      output_tokens: count,
      input_tokens_details: maybe(z.object({ cached_tokens: count, cache_write_tokens: count })),
      output_tokens_details: maybe(z.object({ reasoning_tokens: count })),
    }),
  ),
});
const Event = z.object({
  type: z.string(),
  delta: maybe(z.string()),
  arguments: maybe(z.string()),
  output_index: maybe(z.number()),
  item: maybe(Item),
  response: maybe(Whole),
});
type Event = z.infer<typeof Event>;

function readUsage(whole: z.infer<typeof Whole>, answer: Answer): void {
  const usage = whole.usage;
  if (usage == null) return;
  const read = usage.input_tokens_details?.cached_tokens ?? 0;
  const written = usage.input_tokens_details?.cache_write_tokens ?? 0;
  answer.usage({
    inputTokens: Math.max(0, (usage.input_tokens ?? 0) - read - written),
    outputTokens: usage.output_tokens ?? 0,
    cacheReadTokens: read,
    cacheWriteTokens: written,
    reasoningTokens: usage.output_tokens_details?.reasoning_tokens ?? 0,
  });
}

type Context = { readonly config: ProviderConfig; readonly now: () => number };

function createEventReader(answer: Answer, context: Context) {
  const makeId = createCallIds(context.now);
  const withInput = new Set<string>();
  let refused = false;
  let summaries = 0;
  const keyOf = (event: Event) => `${event.output_index ?? 0}`;

  const itemAdded = (event: Event): Delta[] => {
    if (event.item?.type === 'function_call')
      answer.call(keyOf(event), { callId: makeId(event.item.call_id), name: event.item.name ?? '' });
    return [];
  };
  const input = (event: Event, text: string): Delta[] => {
    withInput.add(keyOf(event));
    return answer.callInput(keyOf(event), text);
  };
  const itemDone = (event: Event): Delta[] => {
    const item = event.item;
    if (item?.type === 'reasoning' && item.id != null && item.encrypted_content != null) {
      answer.sign(sealOpaque({ type: 'item', item: { id: item.id, encrypted_content: item.encrypted_content } }));
      return [];
    }
    if (item?.type !== 'function_call') return [];
    if (!answer.hasCall(keyOf(event))) itemAdded(event);
    return withInput.has(keyOf(event)) ? [] : input(event, item.arguments ?? '');
  };
  const end = (event: Event): Delta[] => {
    const whole = event.response;
    if (whole != null) readUsage(whole, answer);
    const reason = whole?.incomplete_details?.reason;
    const stop =
      reason === 'max_output_tokens' ? 'max_output' : reason === 'content_filter' || refused ? 'refused' : 'end';
    answer.stop(stop);
    return [];
  };
  const fail = (error: unknown): never => {
    throw failureToError(readFailure(error), placeOf(context.config, '', context.now()));
  };

  return (event: Event): Delta[] => {
    switch (event.type) {
      case 'response.output_text.delta':
        return answer.text(event.delta ?? '');
      case 'response.refusal.delta':
        refused = true;
        return answer.text(event.delta ?? '');
      case 'response.reasoning_summary_part.added':
        summaries += 1;
        return summaries > 1 ? answer.reasoning('\n\n') : [];
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        return answer.reasoning(event.delta ?? '');
      case 'response.output_item.added':
        return itemAdded(event);
      case 'response.function_call_arguments.delta':
        return input(event, event.delta ?? '');
      case 'response.output_item.done':
        return itemDone(event);
      case 'response.completed':
      case 'response.incomplete':
        return end(event);
      case 'response.failed':
        return fail(event.response?.error);
      default:
        return [];
    }
  };
}

export async function* readResponses(
  events: AsyncIterable<unknown>,
  answer: Answer,
  context: Context,
): AsyncIterable<Delta> {
  const read = createEventReader(answer, context);
  for await (const raw of events) {
    const event = Event.safeParse(raw).data;
    if (event !== undefined) yield* read(event);
  }
}
