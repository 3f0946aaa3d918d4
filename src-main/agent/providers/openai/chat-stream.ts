// Reads the chunks of /chat/completions, of OpenAI and of everybody who imitates it more or less well.
import { z } from 'zod';
import type { Answer, Delta } from '../answer.ts';
import { createCallIds } from '../call-ids.ts';
import type { ProviderConfig } from '../family.ts';
import { sealOpaque } from '../own-reasoning.ts';
import type { ModelStop } from '../port.ts';
import { createTagSplitter } from '../think-tags.ts';

const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);
const count = maybe(z.number().nonnegative());
const Details = maybe(z.array(z.record(z.string(), z.unknown())));
// Mistral sends content as a list of pieces when it thinks.
const Piece = z.object({
  type: z.string(),
  text: maybe(z.string()),
  thinking: maybe(z.array(z.object({ text: z.string() }))),
});
const CallDelta = z.object({
  index: maybe(z.number()),
  id: maybe(z.string()),
  function: maybe(z.object({ name: maybe(z.string()), arguments: maybe(z.string()) })),
  extra_content: maybe(z.record(z.string(), z.unknown())),
});
const Usage = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: count,
  cached_tokens: count,
  prompt_cache_hit_tokens: count,
  prompt_tokens_details: maybe(z.object({ cached_tokens: count, cache_write_tokens: count })),
  completion_tokens_details: maybe(z.object({ reasoning_tokens: count })),
});
const Chunk = z.object({
  choices: maybe(
    z.array(
      z.object({
        delta: maybe(
          z.object({
            content: maybe(z.union([z.string(), z.array(Piece)])),
            reasoning_content: maybe(z.string()),
            reasoning: maybe(z.string()),
            reasoning_details: Details,
            refusal: maybe(z.string()),
            tool_calls: maybe(z.array(CallDelta)),
          }),
        ),
        finish_reason: maybe(z.string()),
      }),
    ),
  ),
  usage: maybe(Usage),
  x_groq: maybe(z.object({ usage: maybe(Usage) })),
});
type Chunk = z.infer<typeof Chunk>;
type ChunkDelta = NonNullable<NonNullable<NonNullable<Chunk['choices']>[number]['delta']>>;

const stops: Readonly<Record<string, ModelStop>> = {
  stop: 'end',
  end_turn: 'end',
  eos: 'end',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
  length: 'max_output',
  max_tokens: 'max_output',
  model_length: 'max_output',
  content_filter: 'refused',
  sensitive: 'refused',
  safety: 'refused',
};

function readUsage(usage: z.infer<typeof Usage>, answer: Answer): void {
  const prompt = usage.prompt_tokens ?? 0;
  const completion = usage.completion_tokens ?? 0;
  const details = usage.prompt_tokens_details;
  const read = details?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens ?? 0;
  const written = details?.cache_write_tokens ?? 0;
  const reasoning = usage.completion_tokens_details?.reasoning_tokens ?? 0;
  // xAI counts reasoning beside the completion, everybody else inside; the total tells.
  const beside = usage.total_tokens === prompt + completion + reasoning ? reasoning : 0;
  answer.usage({
    inputTokens: Math.max(0, prompt - read - written),
    outputTokens: completion + beside,
    cacheReadTokens: read,
    cacheWriteTokens: written,
    reasoningTokens: reasoning,
  });
}

type CallPiece = z.infer<typeof CallDelta>;

/** Finds out which call a piece belongs to: vendors leave out the index, the id, or both, or repeat either. */
function createCallReader(answer: Answer, now: () => number) {
  const makeId = createCallIds(now);
  const ids = new Map<string, { vendorId: string | undefined; callId: string }>();
  const signed: Record<string, unknown> = {};
  let current = '';
  const start = (piece: CallPiece): string => {
    const vendorId = piece.id ?? undefined;
    const key = `${piece.index ?? 'x'}:${ids.size}`;
    const callId = makeId(vendorId);
    ids.set(key, { vendorId, callId });
    answer.call(key, { callId, name: piece.function?.name ?? '' });
    return key;
  };
  const keyOf = (piece: CallPiece): string => {
    const open = current !== '' && (piece.index == null || current.startsWith(`${piece.index}:`)) ? current : undefined;
    const sameIndex =
      open ?? [...ids.keys()].findLast((key) => piece.index != null && key.startsWith(`${piece.index}:`));
    if (sameIndex === undefined) return start(piece);
    const another = piece.id != null && piece.id !== '' && ids.get(sameIndex)?.vendorId !== piece.id;
    return another && piece.function?.name ? start(piece) : sameIndex;
  };
  return {
    read(piece: CallPiece): Delta[] {
      current = keyOf(piece);
      const callId = ids.get(current)?.callId;
      if (piece.function?.name) answer.call(current, { callId: callId ?? '', name: piece.function.name });
      if (piece.extra_content != null && callId !== undefined) signed[callId] = piece.extra_content;
      return answer.callInput(current, piece.function?.arguments ?? '');
    },
    end() {
      if (Object.keys(signed).length > 0) answer.sign(sealOpaque({ type: 'calls', calls: signed }));
    },
  };
}

/** Joins the pieces of OpenRouter's reasoning_details by their index. */
function createDetails(answer: Answer) {
  const details: Record<string, unknown>[] = [];
  const growing = ['text', 'summary', 'data', 'signature'] as const;
  return {
    read(pieces: readonly Record<string, unknown>[]) {
      for (const piece of pieces) {
        const known = details.find((detail) => detail.index === piece.index && detail.type === piece.type);
        if (known === undefined) {
          details.push({ ...piece });
          continue;
        }
        for (const [key, value] of Object.entries(piece)) {
          const before = known[key];
          const joins = growing.some((name) => name === key) && typeof before === 'string' && typeof value === 'string';
          if (joins) known[key] = before + value;
          else if (value != null) known[key] = value;
        }
      }
    },
    end() {
      if (details.length > 0) answer.sign(sealOpaque({ type: 'details', details }));
    },
  };
}

export async function* readChat(
  chunks: AsyncIterable<unknown>,
  answer: Answer,
  o: { config: ProviderConfig; now: () => number },
): AsyncIterable<Delta> {
  const calls = createCallReader(answer, o.now);
  const details = createDetails(answer);
  const tags = o.config.quirks.printsTools ? createTagSplitter() : undefined;
  let refused = false;
  const grown = (text: string): Delta[] => {
    if (tags === undefined) return answer.text(text);
    return tags
      .push(text)
      .flatMap((piece) => (piece.type === 'text' ? answer.text(piece.text) : answer.reasoning(piece.text)));
  };
  const content = (given: ChunkDelta['content']): Delta[] => {
    if (typeof given === 'string') return grown(given);
    return (given ?? []).flatMap((piece) => {
      const thought = (piece.thinking ?? []).map((inner) => inner.text).join('');
      return [...answer.reasoning(thought), ...grown(piece.text ?? '')];
    });
  };
  const one = (delta: ChunkDelta): Delta[] => {
    if (delta.refusal) refused = true;
    if (delta.reasoning_details != null) details.read(delta.reasoning_details);
    return [
      ...answer.reasoning(delta.reasoning_content ?? delta.reasoning ?? ''),
      ...content(delta.content),
      ...answer.text(delta.refusal ?? ''),
      ...(delta.tool_calls ?? []).flatMap((piece) => calls.read(piece)),
    ];
  };

  for await (const raw of chunks) {
    const chunk = Chunk.safeParse(raw).data;
    if (chunk === undefined) continue;
    const usage = chunk.usage ?? chunk.x_groq?.usage;
    if (usage != null) readUsage(usage, answer);
    const choice = chunk.choices?.[0];
    if (choice?.delta != null) yield* one(choice.delta);
    if (choice?.finish_reason) answer.stop(refused ? 'refused' : (stops[choice.finish_reason.toLowerCase()] ?? 'end'));
  }
  for (const piece of tags?.end() ?? [])
    yield* piece.type === 'text' ? answer.text(piece.text) : answer.reasoning(piece.text);
  details.end();
  calls.end();
}
