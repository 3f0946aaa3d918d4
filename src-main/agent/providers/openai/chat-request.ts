// From our request to the body of /chat/completions: the same history gives the same bytes, messages last.
import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionContentPart,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import { wireIds } from '../call-ids.ts';
import { cleanText as clean } from '../clean-text.ts';
import type { ProviderConfig } from '../family.ts';
import { openOpaque, ownReasoning } from '../own-reasoning.ts';
import type { ModelMessage, ModelPart, ModelRequest } from '../port.ts';
import { effortFor, takesReasoning } from './reasoning-effort.ts';

type ToolResult = Extract<ModelPart, { type: 'tool_result' }>;

function userContent(parts: readonly ModelPart[]): string | ChatCompletionContentPart[] {
  const content: ChatCompletionContentPart[] = [];
  for (const part of parts) {
    if (part.type === 'text' && part.text !== '') content.push({ type: 'text', text: clean(part.text) });
    if (part.type === 'image')
      content.push({ type: 'image_url', image_url: { url: `data:${part.mediaType};base64,${part.base64}` } });
  }
  const texts = content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return texts.length === content.length ? texts.join('\n\n') : content;
}

type WireIds = (callId: string) => string;

function userMessages(message: ModelMessage, wireId: WireIds): ChatCompletionMessageParam[] {
  const results = message.parts.filter((part): part is ToolResult => part.type === 'tool_result');
  const answers = results.map((part) => ({
    role: 'tool' as const,
    tool_call_id: wireId(part.callId),
    content: part.output === '' ? '(no output)' : clean(part.output),
  }));
  const content = userContent(message.parts);
  return content.length === 0 ? answers : [...answers, { role: 'user', content }];
}

/** Google's signature of a call that another model made: without one its newer models refuse the history. */
const foreignCall = { google: { thought_signature: 'skip_thought_signature_validator' } };

function assistantMessage(
  message: ModelMessage,
  config: ProviderConfig,
  o: { model: string; wireId: WireIds },
): ChatCompletionMessageParam[] {
  const own = ownReasoning(message, `${config.id}/${o.model}`);
  const sealed = own.map((part) => openOpaque(part.signature));
  const signatures = sealed.find((opaque) => opaque?.type === 'calls')?.calls ?? {};
  const details = sealed.find((opaque) => opaque?.type === 'details')?.details;
  const calls = message.parts.flatMap((part) => {
    if (part.type !== 'tool_call') return [];
    const extra = signatures[part.callId] ?? (config.vendor === 'gemini' ? foreignCall : undefined);
    const call = {
      id: o.wireId(part.callId),
      type: 'function' as const,
      function: { name: part.name, arguments: clean(JSON.stringify(part.input ?? {})) },
    };
    return [extra === undefined ? call : { ...call, extra_content: extra }];
  });
  const text = message.parts
    .flatMap((part) => (part.type === 'text' && part.text !== '' ? [clean(part.text)] : []))
    .join('');
  if (text === '' && calls.length === 0) return [];
  const thought = own.map((part) => part.text).join('');
  const wire: ChatCompletionAssistantMessageParam & Record<string, unknown> = {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    ...(config.quirks.reasoningBack && calls.length > 0 && thought !== '' ? { reasoning_content: clean(thought) } : {}),
    ...(details === undefined ? {} : { reasoning_details: details }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
  return [wire];
}

function reasoningFields(request: ModelRequest, config: ProviderConfig): Record<string, unknown> {
  if (!takesReasoning(request.model, config)) return {};
  const { reasoningParam } = config.quirks;
  const on = request.reasoning !== 'off';
  if (reasoningParam === 'thinking') return { thinking: { type: on ? 'enabled' : 'disabled' } };
  if (reasoningParam === 'openrouter') return on ? { reasoning: { effort: request.reasoning } } : {};
  const effort = effortFor(request, config);
  return effort === undefined ? {} : { reasoning_effort: effort };
}

export function chatBody(request: ModelRequest, config: ProviderConfig): Record<string, unknown> {
  const { quirks } = config;
  const wireId = wireIds(request.messages, quirks.toolIds);
  const messages: ChatCompletionMessageParam[] = request.messages.flatMap((message) =>
    message.role === 'user'
      ? userMessages(message, wireId)
      : assistantMessage(message, config, { model: request.model, wireId }),
  );
  const system = request.system === '' ? [] : [{ role: 'system', content: clean(request.system) }];
  return {
    model: request.model,
    stream: true,
    ...(quirks.streamOptions ? { stream_options: { include_usage: true } } : {}),
    ...(request.maxOutputTokens === undefined ? {} : { [quirks.maxTokensField]: request.maxOutputTokens }),
    ...(quirks.promptCacheKey ? { prompt_cache_key: request.cacheKey } : {}),
    ...reasoningFields(request, config),
    ...(request.tools.length === 0
      ? {}
      : {
          tools: request.tools.map((tool) => ({
            type: 'function',
            function: { name: tool.name, description: tool.description, parameters: tool.inputSchema },
          })),
        }),
    messages: [...system, ...messages],
  };
}
