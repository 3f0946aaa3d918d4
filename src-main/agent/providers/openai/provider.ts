// The openai wire: chat completions for everybody, responses for OpenAI's own address.
import { createAnswer, type Finish } from '../answer.ts';
import { createCallIds } from '../call-ids.ts';
import { createClientCache } from '../client-cache.ts';
import type { CreateProvider, FamilyDeps, ProviderConfig } from '../family.ts';
import type { ModelRequest, Provider } from '../port.ts';
import { checkEnd, fetchFor, keepHeaders, placeOf, sdkError, sdkManners } from '../provider-tools.ts';
import { streamAnswer } from '../stream-answer.ts';
import { providerError } from '../to-provider-error.ts';
import { chatBody } from './chat-request.ts';
import { readChat } from './chat-stream.ts';
import { listModels } from './list-models.ts';
import { takesReasoning } from './reasoning-effort.ts';
import { responsesBody } from './responses-request.ts';
import { readResponses } from './responses-stream.ts';

/** Every value that the SDK would otherwise read from the environment is given. */
async function createClient(o: { model: string; reasons: boolean }, config: ProviderConfig, deps: FamilyDeps) {
  const { OpenAI } = await import('openai');
  return new OpenAI({
    apiKey: config.apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: config.baseUrl,
    ...sdkManners,
    fetch: fetchFor(config, deps, {
      model: o.model,
      slowStart: config.quirks.slowStart || o.reasons,
      slowMiddle: config.quirks.api === 'responses' && o.reasons,
      headers: (given) => keepHeaders(given, config),
    }),
  });
}

type Client = Awaited<ReturnType<typeof createClient>>;

export const createOpenAi: CreateProvider = (config, deps): Provider => {
  const now = () => deps.clock.now();
  const clients = createClientCache<Client>();
  const clientFor = ({ model, reasoning }: ModelRequest) => {
    const reasons = reasoning !== 'off' || takesReasoning(model, config);
    return clients.get(`${reasons} ${model}`, () => createClient({ model, reasons }, config, deps));
  };

  const post = (client: Client, path: string, o: { body: Record<string, unknown>; signal: AbortSignal }) =>
    client.post<AsyncIterable<unknown>>(path, { ...o, stream: true });

  const open = async (client: Client, request: ModelRequest, signal: AbortSignal) => {
    if (config.quirks.api === 'chat')
      return await post(client, '/chat/completions', { body: chatBody(request, config), signal });
    try {
      return await post(client, '/responses', { body: responsesBody(request, config), signal });
    } catch (error) {
      const failure = sdkError(error, config, placeOf(config, request.model, now()));
      const said = String(failure.details?.facts?.said ?? '');
      if (request.reasoning === 'off' || !/summar/i.test(said)) throw failure;
      const body = responsesBody(request, config, { withoutSummary: true });
      return await post(client, '/responses', { body, signal });
    }
  };

  return {
    id: config.id,
    listModels: (signal) => listModels(config, deps, signal),
    stream(request, signal) {
      const { api } = config.quirks;
      const answer = createAnswer();
      const place = placeOf(config, request.model, now());
      const controller = new AbortController();
      const either = AbortSignal.any([signal, controller.signal]);
      return streamAnswer(
        {
          answer,
          async *read() {
            const client = await clientFor(request);
            const chunks = await open(client, request, either);
            const context = { config, now };
            try {
              yield* api === 'responses' ? readResponses(chunks, answer, context) : readChat(chunks, answer, context);
            } finally {
              controller.abort();
            }
            if (answer.stopped === undefined) throw providerError('stream_cut', place);
          },
          finish(): Finish {
            checkEnd(answer, request, place);
            if (!config.quirks.printsTools) return answer.finish();
            const makeId = createCallIds(now);
            const toolNames = request.tools.map((tool) => tool.name);
            return answer.finish({ toolNames, newCallId: () => makeId(undefined) });
          },
          toError: (error) => sdkError(error, config, place),
        },
        signal,
      );
    },
  };
};
