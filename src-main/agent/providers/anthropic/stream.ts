// Reads the events of /v1/messages.
import { z } from 'zod';
import type { Answer, Delta } from '../answer.ts';
import { createCallIds } from '../call-ids.ts';
import type { ModelStop } from '../port.ts';
import { redactedMark } from './request.ts';

const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);
const count = maybe(z.number().nonnegative());
const Usage = z.object({
  input_tokens: count,
  output_tokens: count,
  cache_creation_input_tokens: count,
  cache_read_input_tokens: count,
  output_tokens_details: maybe(z.object({ thinking_tokens: count })),
});
const text = maybe(z.string());
const Event = z.object({
  type: z.string(),
  index: maybe(z.number()),
  message: maybe(z.object({ usage: maybe(Usage) })),
  content_block: maybe(
    z.object({
      type: z.string(),
      text,
      thinking: text,
      signature: text,
      data: text,
      id: text,
      name: text,
      input: z.unknown().optional(),
    }),
  ),
  delta: maybe(z.object({ type: text, text, thinking: text, signature: text, partial_json: text, stop_reason: text })),
  usage: maybe(Usage),
});
type Event = z.infer<typeof Event>;

const stops: Readonly<Record<string, ModelStop>> = {
  end_turn: 'end',
  stop_sequence: 'end',
  pause_turn: 'end',
  tool_use: 'tool_calls',
  max_tokens: 'max_output',
  model_context_window_exceeded: 'max_output',
  refusal: 'refused',
};

function readUsage(usage: z.infer<typeof Usage> | null | undefined, answer: Answer): void {
  if (usage == null) return;
  answer.usage({
    ...(usage.input_tokens == null ? {} : { inputTokens: usage.input_tokens }),
    ...(usage.output_tokens == null ? {} : { outputTokens: usage.output_tokens }),
    ...(usage.cache_read_input_tokens == null ? {} : { cacheReadTokens: usage.cache_read_input_tokens }),
    ...(usage.cache_creation_input_tokens == null ? {} : { cacheWriteTokens: usage.cache_creation_input_tokens }),
    ...(usage.output_tokens_details?.thinking_tokens == null
      ? {}
      : { reasoningTokens: usage.output_tokens_details.thinking_tokens }),
  });
}

/** Some imitators send the whole input with the start of the block; the original sends an empty object there. */
function startInput(input: unknown): string {
  const whole = typeof input === 'object' && input !== null && Object.keys(input).length > 0;
  return whole ? JSON.stringify(input) : '';
}

function createEventReader(answer: Answer, now: () => number) {
  const makeId = createCallIds(now);
  const keyOf = (event: Event) => `${event.index ?? 0}`;
  let seal = '';

  const blockStart = (event: Event): Delta[] => {
    const block = event.content_block;
    seal = '';
    switch (block?.type) {
      case 'text':
        return answer.text(block.text ?? '');
      case 'thinking':
        seal = block.signature ?? '';
        return answer.reasoning(block.thinking ?? '');
      case 'redacted_thinking':
        answer.sign(`${redactedMark}${block.data ?? ''}`);
        return [];
      case 'tool_use':
        answer.call(keyOf(event), { callId: makeId(block.id), name: block.name ?? '' });
        return answer.callInput(keyOf(event), startInput(block.input));
      default:
        return [];
    }
  };
  const blockDelta = (event: Event): Delta[] => {
    const delta = event.delta;
    switch (delta?.type) {
      case 'text_delta':
        return answer.text(delta.text ?? '');
      case 'thinking_delta':
        return answer.reasoning(delta.thinking ?? '');
      case 'signature_delta':
        seal += delta.signature ?? '';
        return [];
      case 'input_json_delta':
        return answer.callInput(keyOf(event), delta.partial_json ?? '');
      default:
        return [];
    }
  };

  return (event: Event): Delta[] => {
    switch (event.type) {
      case 'message_start':
        readUsage(event.message?.usage, answer);
        return [];
      case 'content_block_start':
        return blockStart(event);
      case 'content_block_delta':
        return blockDelta(event);
      case 'content_block_stop':
        if (seal !== '') answer.sign(seal);
        seal = '';
        return [];
      case 'message_delta':
        readUsage(event.usage, answer);
        if (event.delta?.stop_reason) answer.stop(stops[event.delta.stop_reason] ?? 'end');
        return [];
      default:
        return [];
    }
  };
}

export async function* readMessages(
  events: AsyncIterable<unknown>,
  answer: Answer,
  now: () => number,
): AsyncIterable<Delta> {
  const read = createEventReader(answer, now);
  for await (const raw of events) {
    const event = Event.safeParse(raw).data;
    if (event !== undefined) yield* read(event);
  }
}
