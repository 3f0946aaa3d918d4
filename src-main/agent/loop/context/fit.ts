// The last resort when messages do not fit the model's window: old outputs go first, then the oldest messages.
import type { ModelMessage, ModelPart } from '#main/agent/providers/port.ts';
import { estimateMessage, estimateMessages } from './tokens.ts';

const keptOutputChars = 600;
/** The newest messages keep their outputs whole as long as possible. */
const wholeTail = 3;

/** Of one request: vendors refuse more. */
const maxImages = 20;
const maxImageChars = 20_000_000;

/** The newest pictures stay; for older ones a line says that they were there. */
export function limitImages(messages: readonly ModelMessage[]): ModelMessage[] {
  let count = 0;
  let chars = 0;
  const shown = (part: ModelPart): ModelPart => {
    if (part.type !== 'image') return part;
    count += 1;
    chars += part.base64.length;
    const fits = count <= maxImages && chars <= maxImageChars;
    return fits ? part : { type: 'text', text: '[An earlier picture is left out here to make room.]' };
  };
  if (!messages.some(({ parts }) => parts.some(({ type }) => type === 'image'))) return [...messages];
  return messages
    .toReversed()
    .map((message) => ({ ...message, parts: message.parts.toReversed().map(shown).toReversed() }))
    .toReversed();
}

export type Fitted = { readonly messages: readonly ModelMessage[]; readonly left: 'nothing' | 'outputs' | 'messages' };

/** What is sent only: nothing stored changes. The newest message of the person always stays. */
export function fitMessages(messages: readonly ModelMessage[], maxTokens: number): Fitted {
  if (estimateMessages(messages) <= maxTokens) return { messages, left: 'nothing' };
  for (const whole of [wholeTail, 1]) {
    const short = messages.map((message, index) => (index < messages.length - whole ? shorten(message) : message));
    if (estimateMessages(short) <= maxTokens) return { messages: short, left: 'outputs' };
    if (whole === 1) return { messages: dropOldest(short, maxTokens), left: 'messages' };
  }
  return { messages, left: 'nothing' };
}

function shorten(message: ModelMessage): ModelMessage {
  return { ...message, parts: message.parts.map(shortenPart) };
}

function shortenPart(part: ModelPart): ModelPart {
  if (part.type !== 'tool_result' || part.output.length <= keptOutputChars) return part;
  const head = part.output.slice(0, keptOutputChars).toWellFormed();
  return { ...part, output: `${head}\n[Rest left out to make room: call the tool again when you need it.]` };
}

/** A conversation begins with the person, and no result may lose its call. */
const canBegin = (message: ModelMessage) =>
  message.role === 'user' && message.parts.every((part) => part.type !== 'tool_result');

function dropOldest(messages: readonly ModelMessage[], maxTokens: number): ModelMessage[] {
  const notice: ModelPart = { type: 'text', text: '[Earlier messages are left out here to make room.]' };
  let tokens = estimateMessages(messages);
  let begin = 0;
  for (const [index, message] of messages.entries()) {
    if (index > 0 && canBegin(message)) {
      begin = index;
      if (tokens <= maxTokens) break;
    }
    tokens -= estimateMessage(message);
  }
  const [first, ...rest] = messages.slice(begin);
  if (first === undefined || begin === 0) return [...messages];
  return [{ ...first, parts: [notice, ...first.parts] }, ...rest];
}
