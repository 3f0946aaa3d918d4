// Model lists of the openai wire; several vendors tell more than a name.
import { z } from 'zod';
import type { ModelInfo, Price } from '#main/contract/models.ts';
import type { FamilyDeps, ProviderConfig } from '../family.ts';
import { getJson, type JsonQuestion } from '../get-json.ts';
import { modelInfo, type Told } from '../model-info.ts';
import { placeOf } from '../provider-tools.ts';
import { providerError } from '../to-provider-error.ts';
import { listLmStudio, listOllama } from './list-local.ts';

const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);
const count = maybe(z.number().int().positive());
const rate = maybe(z.coerce.number().nonnegative());
const flag = maybe(z.boolean());

const Entry = z.object({
  id: z.string().min(1),
  name: maybe(z.string()),
  context_length: count,
  context_window: count,
  max_context_length: count,
  max_completion_tokens: count,
  active: flag,
  supports_image_in: flag,
  supports_reasoning: flag,
  capabilities: maybe(z.object({ completion_chat: flag, function_calling: flag, vision: flag, reasoning: flag })),
  architecture: maybe(z.object({ input_modalities: maybe(z.array(z.string())) })),
  supported_parameters: maybe(z.array(z.string())),
  top_provider: maybe(z.object({ max_completion_tokens: count })),
  pricing: maybe(z.object({ prompt: rate, completion: rate, input_cache_read: rate, input_cache_write: rate })),
});
type Entry = z.infer<typeof Entry>;
const Listing = z.object({ data: z.array(z.unknown()) });

export type Asking = { readonly config: ProviderConfig; readonly deps: FamilyDeps; readonly signal: AbortSignal };

/** Asks this connection a JSON question with its key. */
export function ask(o: Asking, question: JsonQuestion): Promise<unknown> {
  const key = o.config.apiKey;
  const headers = { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...question.headers };
  return getJson({ ...question, headers }, { config: o.config, deps: o.deps }, o.signal);
}

/** Names of models that do something else than talk. */
const notChat =
  /embed|whisper|tts|dall-e|image|moderation|audio|realtime|transcri|rerank|ocr|-search-|guard|imagen|veo|aqa|davinci|babbage|sora|instruct-0914|computer-use|speech|voxtral/i;

const perMillion = (perToken: number): number => Math.round(perToken * 1e12) / 1e6;

function priceOf(entry: Entry, today: string): Price | undefined {
  const { prompt, completion, input_cache_read: read, input_cache_write: write } = entry.pricing ?? {};
  if (prompt == null || completion == null) return undefined;
  return {
    inputPerMTok: perMillion(prompt),
    outputPerMTok: perMillion(completion),
    ...(read == null ? {} : { cacheReadPerMTok: perMillion(read) }),
    ...(write == null ? {} : { cacheWritePerMTok: perMillion(write) }),
    asOf: today,
  };
}

function told(entry: Entry, today: string): Told {
  const modalities = entry.architecture?.input_modalities;
  const parameters = entry.supported_parameters;
  return {
    label: entry.name ?? undefined,
    contextTokens: entry.context_length ?? entry.context_window ?? entry.max_context_length ?? undefined,
    maxOutputTokens: entry.max_completion_tokens ?? entry.top_provider?.max_completion_tokens ?? undefined,
    images: modalities?.includes('image') ?? entry.capabilities?.vision ?? entry.supports_image_in ?? undefined,
    tools: parameters?.includes('tools') ?? entry.capabilities?.function_calling ?? undefined,
    reasoning:
      parameters?.includes('reasoning') ?? entry.capabilities?.reasoning ?? entry.supports_reasoning ?? undefined,
    price: priceOf(entry, today),
  };
}

async function listPlain(o: Asking): Promise<ModelInfo[]> {
  const raw = await ask(o, { url: `${o.config.baseUrl}/models` });
  const listing = Listing.safeParse(raw).data ?? { data: Array.isArray(raw) ? raw : undefined };
  if (listing.data === undefined) throw providerError('wrong_address', placeOf(o.config, '', o.deps.clock.now()));
  const today = new Date(o.deps.clock.now()).toISOString().slice(0, 10);
  return listing.data.flatMap((value) => {
    const entry = Entry.safeParse(value).data;
    if (entry === undefined || entry.active === false || entry.capabilities?.completion_chat === false) return [];
    const name = entry.id.replace(/^models\//, '');
    return notChat.test(name) ? [] : [modelInfo(o.config, name, told(entry, today))];
  });
}

const LiteLlm = z.object({
  data: z.array(
    z.object({
      model_name: z.string(),
      model_info: z.object({
        mode: maybe(z.string()),
        max_input_tokens: count,
        max_output_tokens: count,
        input_cost_per_token: rate,
        output_cost_per_token: rate,
        supports_vision: flag,
        supports_function_calling: flag,
        supports_reasoning: flag,
      }),
    }),
  ),
});

/** LiteLLM tells sizes and prices at an address of its own, which a key may not be allowed to see. */
async function listLiteLlm(o: Asking): Promise<ModelInfo[]> {
  const root = o.config.baseUrl.replace(/\/v1$/, '');
  const raw = await ask(o, { url: `${root}/model/info` }).catch(() => undefined); // the plain list below is the fallback
  const parsed = LiteLlm.safeParse(raw).data;
  if (parsed === undefined) return listPlain(o);
  const today = new Date(o.deps.clock.now()).toISOString().slice(0, 10);
  return parsed.data.flatMap(({ model_name: name, model_info: info }) => {
    if (info.mode != null && info.mode !== 'chat' && info.mode !== 'responses') return [];
    const input = info.input_cost_per_token;
    const output = info.output_cost_per_token;
    const price =
      input == null || output == null
        ? undefined
        : { inputPerMTok: perMillion(input), outputPerMTok: perMillion(output), asOf: today };
    return [
      modelInfo(o.config, name, {
        contextTokens: info.max_input_tokens ?? undefined,
        maxOutputTokens: info.max_output_tokens ?? undefined,
        images: info.supports_vision ?? undefined,
        tools: info.supports_function_calling ?? undefined,
        reasoning: info.supports_reasoning ?? undefined,
        price,
      }),
    ];
  });
}

export function listModels(config: ProviderConfig, deps: FamilyDeps, signal: AbortSignal): Promise<ModelInfo[]> {
  const o: Asking = { config, deps, signal };
  if (config.quirks.listing === 'ollama') return listOllama(o, ask);
  if (config.quirks.listing === 'lm-studio') return listLmStudio(o, ask, listPlain);
  if (config.quirks.listing === 'litellm') return listLiteLlm(o);
  return listPlain(o);
}
