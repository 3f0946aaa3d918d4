// From our request to the body of OpenAI's /responses: nothing is stored there, reasoning travels encrypted in both ways.
import type { ResponseInputContent, ResponseInputItem } from 'openai/resources/responses/responses';
import { cleanText as clean } from '../clean-text.ts';
import type { ProviderConfig } from '../family.ts';
import { openOpaque, ownReasoning } from '../own-reasoning.ts';
import type { ModelMessage, ModelRequest } from '../port.ts';
import { effortFor, takesReasoning } from './reasoning-effort.ts';

function userItems(message: ModelMessage): ResponseInputItem[] {
  const items: ResponseInputItem[] = [];
  const content: ResponseInputContent[] = [];
  for (const part of message.parts) {
    if (part.type === 'tool_result')
      items.push({ type: 'function_call_output', call_id: part.callId, output: clean(part.output) });
    if (part.type === 'text' && part.text !== '') content.push({ type: 'input_text', text: clean(part.text) });
    if (part.type === 'image')
      content.push({
        type: 'input_image',
        detail: 'auto',
        image_url: `data:${part.mediaType};base64,${part.base64}`,
      });
  }
  return content.length === 0 ? items : [...items, { role: 'user', content }];
}

type Reasoning = Extract<ResponseInputItem, { type: 'reasoning' }>;

/** A reasoning item that this model made; without its encrypted content it would point at nothing. */
function reasoningItem(signature: string | undefined): Reasoning[] {
  const opaque = openOpaque(signature);
  if (opaque?.type !== 'item') return [];
  const { id, encrypted_content: encrypted } = opaque.item;
  if (typeof id !== 'string' || typeof encrypted !== 'string') return [];
  return [{ type: 'reasoning', id, summary: [], encrypted_content: encrypted }];
}

function assistantItems(message: ModelMessage, ref: string): ResponseInputItem[] {
  const own = new Set(ownReasoning(message, ref));
  return message.parts.flatMap((part): ResponseInputItem[] => {
    if (part.type === 'reasoning') return own.has(part) ? reasoningItem(part.signature) : [];
    if (part.type === 'text' && part.text !== '') return [{ role: 'assistant', content: clean(part.text) }];
    if (part.type !== 'tool_call') return [];
    const args = clean(JSON.stringify(part.input ?? {}));
    return [{ type: 'function_call', call_id: part.callId, name: part.name, arguments: args }];
  });
}

export type ResponsesOptions = {
  /** OpenAI gives summaries of reasoning only to organisations that have shown who they are. */
  readonly withoutSummary?: boolean;
};

export function responsesBody(
  request: ModelRequest,
  config: ProviderConfig,
  o: ResponsesOptions = {},
): Record<string, unknown> {
  const ref = `${config.id}/${request.model}`;
  const effort = effortFor(request, config);
  const reasons = takesReasoning(request.model, config);
  const summary = request.reasoning === 'off' || o.withoutSummary === true ? {} : { summary: 'auto' };
  return {
    model: request.model,
    stream: true,
    store: false,
    prompt_cache_key: request.cacheKey,
    ...(request.maxOutputTokens === undefined ? {} : { max_output_tokens: request.maxOutputTokens }),
    ...(reasons ? { include: ['reasoning.encrypted_content'] } : {}),
    ...(effort === undefined ? {} : { reasoning: { effort, ...summary } }),
    ...(request.system === '' ? {} : { instructions: clean(request.system) }),
    ...(request.tools.length === 0
      ? {}
      : {
          tools: request.tools.map((tool) => ({
            type: 'function',
            name: tool.name,
            description: tool.description,
            parameters: tool.inputSchema,
            strict: false,
          })),
        }),
    input: request.messages.flatMap((message) =>
      message.role === 'user' ? userItems(message) : assistantItems(message, ref),
    ),
  };
}
