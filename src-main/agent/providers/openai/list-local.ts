// Models of servers on this machine, with the context that the server really gives them.
import { z } from 'zod';
import type { ModelInfo } from '#main/contract/models.ts';
import type { FamilyDeps, ProviderConfig } from '../family.ts';
import type { JsonQuestion } from '../get-json.ts';
import { modelInfo } from '../model-info.ts';

type Asking = { readonly config: ProviderConfig; readonly deps: FamilyDeps; readonly signal: AbortSignal };
type Ask = (o: Asking, question: JsonQuestion) => Promise<unknown>;

const maybe = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);
const count = maybe(z.number().int().positive());
const rootOf = (config: ProviderConfig): string => config.baseUrl.replace(/\/v1\/?$/, '');
const free = { inputPerMTok: 0, outputPerMTok: 0, asOf: 'local' };

const Tags = z.object({ models: z.array(z.object({ name: z.string() })) });
const Running = z.object({ models: z.array(z.object({ name: z.string(), context_length: count })) });
const Show = z.object({
  capabilities: maybe(z.array(z.string())),
  parameters: maybe(z.string()),
  model_info: maybe(z.record(z.string(), z.unknown())),
});

/** What the model could take at most, by its own file. */
function trainedContext(info: Record<string, unknown> | null | undefined): number | undefined {
  const entry = Object.entries(info ?? {}).find(([key]) => key.endsWith('.context_length'))?.[1];
  return typeof entry === 'number' ? entry : undefined;
}

const setContext = (parameters: string | null | undefined): number | undefined => {
  const found = /^num_ctx\s+(\d+)/m.exec(parameters ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
};

const maxShown = 50;

/** Ollama cuts a longer prompt silently, so the context that it was given counts before what the model could take. */
export async function listOllama(o: Asking, ask: Ask): Promise<ModelInfo[]> {
  const root = rootOf(o.config);
  const tags = Tags.parse(await ask(o, { url: `${root}/api/tags` }));
  const ps = Running.safeParse(await ask(o, { url: `${root}/api/ps` }).catch(() => undefined)); // older servers lack it
  const running = new Map((ps.data?.models ?? []).map((model) => [model.name, model.context_length ?? undefined]));
  const models: ModelInfo[] = [];
  for (const { name } of tags.models.slice(0, maxShown)) {
    const raw = await ask(o, { url: `${root}/api/show`, body: { model: name } }).catch(() => undefined); // a model without details is still usable
    const show = Show.safeParse(raw).data;
    const can = show?.capabilities;
    if (can != null && !can.includes('completion')) continue;
    models.push(
      modelInfo(o.config, name, {
        contextTokens: setContext(show?.parameters) ?? running.get(name) ?? trainedContext(show?.model_info),
        images: can?.includes('vision'),
        tools: can?.includes('tools'),
        reasoning: can?.includes('thinking'),
        price: free,
      }),
    );
  }
  return models;
}

const LmStudio = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: maybe(z.string()),
      max_context_length: count,
      loaded_context_length: count,
      capabilities: maybe(z.array(z.string())),
    }),
  ),
});

export async function listLmStudio(
  o: Asking,
  ask: Ask,
  listPlain: (o: Asking) => Promise<ModelInfo[]>,
): Promise<ModelInfo[]> {
  const raw = await ask(o, { url: `${rootOf(o.config)}/api/v0/models` }).catch(() => undefined); // older servers lack it
  const parsed = LmStudio.safeParse(raw).data;
  if (parsed === undefined) return (await listPlain(o)).map((model) => ({ ...model, price: free }));
  return parsed.data
    .filter((model) => model.type !== 'embeddings')
    .map((model) =>
      modelInfo(o.config, model.id, {
        contextTokens: model.loaded_context_length ?? model.max_context_length ?? undefined,
        images: model.type == null ? undefined : model.type === 'vlm',
        tools: model.capabilities?.includes('tool_use'),
        price: free,
      }),
    );
}
