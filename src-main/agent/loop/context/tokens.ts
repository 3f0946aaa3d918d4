// How many tokens something will cost, guessed without a tokenizer: on the safe side for the vendors we know.
import type { ModelMessage, ModelPart, ModelRequest } from '#main/agent/providers/port.ts';

/** English has about 4.4 bytes of UTF-8 per token, code 3.3, Chinese 3: a little under all but code. */
const bytesPerToken = 3.4;
/** Roughly what a vendor counts for one picture. */
const imageTokens = 1_200;
const messageTokens = 4;

export function estimateText(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}

export function estimatePart(part: ModelPart): number {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return estimateText(part.text);
    case 'image':
      return imageTokens;
    case 'tool_call':
      return estimateText(part.name) + estimateText(JSON.stringify(part.input) ?? '');
    case 'tool_result':
      return estimateText(part.output);
  }
}

/** Messages do not change, and the same ones are part of every request of a session. */
const known = new WeakMap<ModelMessage, number>();

export function estimateMessage(message: ModelMessage): number {
  const before = known.get(message);
  if (before !== undefined) return before;
  const tokens = message.parts.reduce((sum, part) => sum + estimatePart(part), messageTokens);
  known.set(message, tokens);
  return tokens;
}

export function estimateMessages(messages: readonly ModelMessage[]): number {
  return messages.reduce((sum, message) => sum + estimateMessage(message), 0);
}

export function estimateFrame(request: Pick<ModelRequest, 'system' | 'tools'>): number {
  return estimateText(request.system) + estimateText(JSON.stringify(request.tools));
}
