// How many tokens a request may take, on the safe side: what is set aside for it before it is sent.
import type { ModelEvent, ModelPart, ModelRequest } from './port.ts';

/** Of UTF-8. Dense text (numbers, code, JSON in JSON) has some 2.6 per token; prose has more. */
const bytesPerToken = 2.5;
const imageTokens = 1_600;
const messageTokens = 8;

const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / bytesPerToken);

function partTokens(part: ModelPart): number {
  switch (part.type) {
    case 'text':
      return tokensOf(part.text);
    case 'reasoning':
      // Some vendors take a signature for the text that it stands for.
      return tokensOf(part.text) + tokensOf(part.signature ?? '');
    case 'image':
      return imageTokens;
    case 'tool_call':
      return tokensOf(part.name) + tokensOf(JSON.stringify(part.input) ?? '');
    case 'tool_result':
      return tokensOf(part.output);
  }
}

export function estimateRequest({ system, tools, messages }: ModelRequest): number {
  const parts = messages.reduce(
    (sum, message) => sum + message.parts.reduce((all, part) => all + partTokens(part), messageTokens),
    0,
  );
  return tokensOf(system) + (tools.length === 0 ? 0 : tokensOf(JSON.stringify(tools))) + parts;
}

/** Bytes that an event shows of the answer. */
export function shownBytes(event: ModelEvent): number {
  switch (event.type) {
    case 'text-delta':
    case 'reasoning-delta':
    case 'tool-input-delta':
      return Buffer.byteLength(event.text);
    case 'retry':
    case 'failover':
    case 'finish':
    case 'error':
      return 0;
  }
}

/** Of what was shown: `most` where the person pays for what is not known, `least` where an answer would be cut. */
export const shownTokens = (bytes: number, how: 'most' | 'least'): number =>
  Math.ceil(bytes / (how === 'most' ? bytesPerToken : 5));
