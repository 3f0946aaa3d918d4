// From our request to the body of /v1/messages: cache marks where the prefix ends, reasoning back with its signature.
import type { ContentBlockParam, TextBlockParam, Tool } from '@anthropic-ai/sdk/resources/messages';
import { cleanText as clean } from '../clean-text.ts';
import type { ProviderConfig } from '../family.ts';
import { ownReasoning } from '../own-reasoning.ts';
import type { ModelMessage, ModelPart, ModelRequest } from '../port.ts';

const cacheMark = { cache_control: { type: 'ephemeral' as const } };
/** A redacted thinking block has no text, only data; it travels as a signature with this mark. */
export const redactedMark = 'redacted:';

const defaultMaxTokens = 32_000;
const unknownMaxTokens = 8_192;
const budgets = { low: 2_048, medium: 8_192, high: 16_384 } as const;

type WireMessage = { readonly role: 'user' | 'assistant'; readonly content: readonly ContentBlockParam[] };

function imageBlock(part: Extract<ModelPart, { type: 'image' }>): ContentBlockParam {
  const type = part.mediaType;
  if (type !== 'image/png' && type !== 'image/jpeg' && type !== 'image/gif' && type !== 'image/webp')
    return { type: 'text', text: `[an image of type ${type}, which this model cannot see]` };
  return { type: 'image', source: { type: 'base64', media_type: type, data: part.base64 } };
}

function userBlocks(message: ModelMessage): ContentBlockParam[] {
  const results: ContentBlockParam[] = [];
  const rest: ContentBlockParam[] = [];
  for (const part of message.parts) {
    if (part.type === 'tool_result')
      results.push({
        type: 'tool_result',
        tool_use_id: part.callId,
        content: part.output === '' ? '(no output)' : clean(part.output),
        ...(part.isError ? { is_error: true } : {}),
      });
    if (part.type === 'text' && part.text.trim() !== '') rest.push({ type: 'text', text: clean(part.text) });
    if (part.type === 'image') rest.push(imageBlock(part));
  }
  // Results must come first in their message.
  return [...results, ...rest];
}

function thinkingBlock(text: string, signature: string | undefined): ContentBlockParam[] {
  if (signature === undefined) return [];
  if (signature.startsWith(redactedMark))
    return [{ type: 'redacted_thinking', data: signature.slice(redactedMark.length) }];
  return [{ type: 'thinking', thinking: text, signature }];
}

function assistantBlocks(message: ModelMessage, ref: string | undefined): ContentBlockParam[] {
  const own = new Set(ref === undefined ? [] : ownReasoning(message, ref));
  return message.parts.flatMap((part): ContentBlockParam[] => {
    if (part.type === 'reasoning') return own.has(part) ? thinkingBlock(part.text, part.signature) : [];
    if (part.type === 'text' && part.text.trim() !== '') return [{ type: 'text', text: clean(part.text) }];
    if (part.type !== 'tool_call') return [];
    const input = typeof part.input === 'object' && part.input !== null ? part.input : {};
    return [{ type: 'tool_use', id: part.callId, name: part.name, input }];
  });
}

/** Marks the last block that may carry a mark: thinking blocks may not. */
function markLast(blocks: readonly ContentBlockParam[]): ContentBlockParam[] {
  const at = blocks.findLastIndex((block) => block.type !== 'thinking' && block.type !== 'redacted_thinking');
  return blocks.map((block, index) => (index === at ? { ...block, ...cacheMark } : block));
}

/**
 * The last two user messages carry a mark: the newest writes the cache, the one before finds what the previous step wrote
 * even when more blocks lie between them than the vendor looks back.
 */
function markRolling(messages: readonly WireMessage[]): WireMessage[] {
  const users = messages.flatMap((message, index) => (message.role === 'user' ? [index] : []));
  const marked = new Set(users.slice(-2));
  return messages.map((message, index) =>
    marked.has(index) ? { ...message, content: markLast(message.content) } : message,
  );
}

function markedTools(request: ModelRequest): Tool[] {
  return request.tools.map((tool, index) => ({
    name: tool.name,
    description: tool.description,
    input_schema: { ...tool.inputSchema, type: 'object' as const },
    ...(index === request.tools.length - 1 ? cacheMark : {}),
  }));
}

/** Whether a running tool loop began without thinking of this model: then the vendor refuses thinking for its rest. */
function loopWithoutThinking(request: ModelRequest, ref: string): boolean {
  const last = request.messages.at(-1);
  if (last?.role !== 'user' || !last.parts.some((part) => part.type === 'tool_result')) return false;
  const call = request.messages.findLast((message) => message.role === 'assistant');
  return call !== undefined && !ownReasoning(call, ref).some((part) => part.signature !== undefined);
}

function thinkingFields(request: ModelRequest, config: ProviderConfig, maxTokens: number): Record<string, unknown> {
  const known = config.known(request.model);
  const level = request.reasoning;
  if (level === 'off') {
    if (known?.thinkingOff !== undefined) return { thinking: { type: known.thinkingOff } };
    // It cannot be switched off; without its text there would be silence between the calls of a long turn.
    return known?.thinking === 'always' ? { thinking: { type: 'adaptive', display: 'summarized' } } : {};
  }
  if (known?.thinking === 'adaptive' || known?.thinking === 'always')
    return { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: level } };
  // Also for models that nobody here knows: every one before the adaptive ones takes a budget, or refuses politely.
  if (loopWithoutThinking(request, `${config.id}/${request.model}`)) return {};
  const budget = Math.min(budgets[level], maxTokens - 1_024);
  return budget < 1_024 ? {} : { thinking: { type: 'enabled', budget_tokens: budget } };
}

export type BodyOptions = {
  /** The vendor refused the thinking blocks of this history: send it without, and without asking for more. */
  readonly withoutThinking?: boolean;
};

export function messagesBody(
  request: ModelRequest,
  config: ProviderConfig,
  o: BodyOptions = {},
): Record<string, unknown> {
  const known = config.known(request.model);
  const limit = known?.maxOutputTokens ?? unknownMaxTokens;
  const maxTokens = Math.min(
    request.maxOutputTokens ?? Math.max(unknownMaxTokens, Math.min(defaultMaxTokens, limit)),
    limit,
  );
  const ref = o.withoutThinking === true ? undefined : `${config.id}/${request.model}`;
  const messages = request.messages.flatMap((message): WireMessage[] => {
    const content = message.role === 'user' ? userBlocks(message) : assistantBlocks(message, ref);
    return content.length === 0 ? [] : [{ role: message.role, content }];
  });
  const system: TextBlockParam[] =
    request.system === '' ? [] : [{ type: 'text', text: clean(request.system), ...cacheMark }];
  return {
    model: request.model,
    stream: true,
    max_tokens: maxTokens,
    ...(o.withoutThinking === true ? {} : thinkingFields(request, config, maxTokens)),
    ...(request.tools.length === 0 ? {} : { tools: markedTools(request) }),
    ...(system.length === 0 ? {} : { system }),
    messages: markRolling(messages),
  };
}

/** Whether a refusal may be about the thinking blocks that were sent back. */
export function sentThinking(body: Record<string, unknown>): boolean {
  const messages = JSON.stringify(body.messages ?? []);
  return messages.includes('"signature":') || messages.includes('"type":"redacted_thinking"');
}
