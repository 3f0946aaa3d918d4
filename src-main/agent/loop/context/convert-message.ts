// A stored message as the vendor-neutral messages that a model reads. The same message gives the same bytes every time.
import { resultForModel } from '#main/agent/loop/call-output.ts';
import type { ModelMessage, ModelPart } from '#main/agent/providers/port.ts';
import type { CallId } from '#main/contract/ids.ts';
import type { Message, Part } from '#main/contract/messages.ts';
import type { AttachmentReader } from './attachments.ts';

export type Reader = {
  /** Reasoning of another model is left out: its signature means nothing to this one. */
  readonly ref: string;
  /** Undefined: not known, so pictures are sent. */
  readonly images: boolean | undefined;
  readonly attachments: AttachmentReader;
};

export async function convertMessage(message: Message, reader: Reader): Promise<ModelMessage[]> {
  return message.role === 'user' ? convertUser(message, reader) : convertAnswer(message, reader.ref);
}

async function convertUser(message: Message, reader: Reader): Promise<ModelMessage[]> {
  const parts: ModelPart[] = [];
  for (const part of message.parts) {
    if (part.type === 'text' && part.text !== '') parts.push({ type: 'text', text: part.text });
    else if (part.type === 'image') parts.push(await reader.attachments.image(part, reader.images !== false));
    else if (part.type === 'file') parts.push(await reader.attachments.file(part));
  }
  return parts.length === 0 ? [] : [{ role: 'user', parts }];
}

/** By call. Kept for the turn alone. */
export type Pictures = Map<CallId, readonly Extract<ModelPart, { type: 'image' }>[]>;

/** One answer holds all steps of its turn: each step becomes the model's words, its calls, and their results. */
export function convertAnswer(
  message: Pick<Message, 'parts' | 'model'>,
  ref: string,
  pictures?: Pictures,
): ModelMessage[] {
  const out: ModelMessage[] = [];
  let said: ModelPart[] = [];
  let results: ModelPart[] = [];
  let seen: ModelPart[] = [];
  let step: number | undefined;
  const close = () => {
    // Reasoning alone says nothing to a model, and vendors refuse a message of it.
    if (said.some((part) => part.type !== 'reasoning')) out.push({ role: 'assistant', parts: said });
    if (results.length > 0) out.push({ role: 'user', parts: [...results, ...seen] });
    said = [];
    results = [];
    seen = [];
  };
  for (const part of message.parts) {
    const isNextStep = part.type === 'tool_call' ? part.step !== step : isSpoken(part);
    if (results.length > 0 && isNextStep) close();
    if (part.type === 'tool_call') {
      step = part.step;
      said.push({ type: 'tool_call', callId: part.callId, name: part.tool, input: part.input ?? {} });
      const { state, error } = part;
      const call = error === undefined ? { state } : { state, error };
      results.push({ type: 'tool_result', callId: part.callId, ...resultForModel(part), call });
      seen.push(...(pictures?.get(part.callId) ?? []));
    } else if (part.type === 'text') {
      if (part.text !== '') said.push({ type: 'text', text: part.text });
    } else if (part.type === 'reasoning' && message.model === ref) {
      const signature = part.signature === undefined ? {} : { signature: part.signature };
      said.push({ type: 'reasoning', text: part.text, model: ref, ...signature });
    }
  }
  close();
  return out;
}

const isSpoken = (part: Part) => part.type === 'text' || part.type === 'reasoning';

/** Said between two answers without a message of the person, and after an answer that is to be continued. */
const goOnMessage: ModelMessage = {
  role: 'user',
  parts: [{ type: 'text', text: 'Go on from where the answer ended.' }],
};

/** What vendors ask for: roles alternate, the person begins, the person is last. Only ever adds at the end. */
export function joinMessages(messages: readonly ModelMessage[]): ModelMessage[] {
  const out: ModelMessage[] = [];
  for (const message of messages) {
    const last = out.at(-1);
    if (message.role === 'user' && last?.role === 'user') {
      out[out.length - 1] = { role: 'user', parts: [...last.parts, ...message.parts] };
      continue;
    }
    if (message.role === 'assistant' && last?.role !== 'user') out.push(goOnMessage);
    out.push(message);
  }
  if (out.at(-1)?.role === 'assistant') out.push(goOnMessage);
  return out;
}
