// Model lists of the anthropic wire; the vendor itself tells sizes and abilities.
import { z } from 'zod';
import type { ModelInfo } from '#main/contract/models.ts';
import type { FamilyDeps, ProviderConfig } from '../family.ts';
import { getJson } from '../get-json.ts';
import { modelInfo } from '../model-info.ts';
import { placeOf } from '../provider-tools.ts';
import { providerError } from '../to-provider-error.ts';

const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);
const count = maybe(z.number().int().positive());
const support = maybe(z.object({ supported: z.boolean() }));
const Listing = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      display_name: maybe(z.string()),
      max_input_tokens: count,
      max_tokens: count,
      lifecycle: maybe(z.string()),
      capabilities: maybe(z.object({ image_input: support, thinking: support })),
    }),
  ),
});

export const anthropicVersion = '2023-06-01';

export async function listModels(config: ProviderConfig, deps: FamilyDeps, signal: AbortSignal): Promise<ModelInfo[]> {
  const key = config.apiKey;
  const headers = { 'anthropic-version': anthropicVersion, ...(key === undefined ? {} : { 'x-api-key': key }) };
  const root = config.baseUrl.replace(/\/v1\/?$/, '');
  const raw = await getJson({ url: `${root}/v1/models?limit=1000`, headers }, { config, deps }, signal);
  const listing = Listing.safeParse(raw).data;
  if (listing === undefined) throw providerError('wrong_address', placeOf(config, '', deps.clock.now()));
  return listing.data
    .filter((model) => model.lifecycle !== 'retired')
    .map((model) =>
      modelInfo(config, model.id, {
        label: model.display_name ?? undefined,
        contextTokens: model.max_input_tokens ?? undefined,
        maxOutputTokens: model.max_tokens ?? undefined,
        images: model.capabilities?.image_input?.supported,
        tools: true,
        reasoning: model.capabilities?.thinking?.supported,
      }),
    );
}
