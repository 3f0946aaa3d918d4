// The anthropic wire: /v1/messages of Anthropic and of those who imitate it.
import { isAppError } from '#main/contract/errors.ts';
import { createAnswer, type Finish } from '../answer.ts';
import { createClientCache } from '../client-cache.ts';
import type { CreateProvider, FamilyDeps, ProviderConfig } from '../family.ts';
import type { ModelRequest, Provider } from '../port.ts';
import { checkEnd, fetchFor, keepHeaders, placeOf, sdkError, sdkManners } from '../provider-tools.ts';
import { streamAnswer } from '../stream-answer.ts';
import { providerError } from '../to-provider-error.ts';
import { listModels } from './list-models.ts';
import { messagesBody, sentThinking } from './request.ts';
import { readMessages } from './stream.ts';

const home = 'https://api.anthropic.com';

function outgoing(given: Headers, config: ProviderConfig): Headers {
  const headers = keepHeaders(given, config);
  // The SDK sends a bearer token; imitators were built when the key had a header of its own.
  if (config.apiKey !== undefined && config.baseUrl !== home) headers.set('x-api-key', config.apiKey);
  return headers;
}

/** Every value that the SDK would otherwise read from the environment is given. */
async function createClient(o: { model: string; reasons: boolean }, config: ProviderConfig, deps: FamilyDeps) {
  const { Anthropic } = await import('@anthropic-ai/sdk');
  return new Anthropic({
    apiKey: config.apiKey ?? 'none',
    webhookKey: null,
    baseURL: config.baseUrl.replace(/\/v1\/?$/, ''),
    ...sdkManners,
    openTelemetry: false,
    fetch: fetchFor(config, deps, {
      model: o.model,
      slowStart: config.quirks.slowStart || o.reasons,
      headers: (given) => outgoing(given, config),
    }),
  });
}

type Client = Awaited<ReturnType<typeof createClient>>;

export const createAnthropic: CreateProvider = (config, deps): Provider => {
  const now = () => deps.clock.now();
  const clients = createClientCache<Client>();
  const clientFor = ({ model, reasoning }: ModelRequest) => {
    const reasons = reasoning !== 'off';
    return clients.get(`${reasons} ${model}`, () => createClient({ model, reasons }, config, deps));
  };

  const post = (client: Client, body: Record<string, unknown>, signal: AbortSignal) =>
    client.post<AsyncIterable<unknown>>('/v1/messages', { body, stream: true, signal });

  /** Thinking belongs to one model and one conversation; after an edit the vendor may refuse it. Then once without. */
  const open = async (client: Client, request: ModelRequest, signal: AbortSignal) => {
    const body = messagesBody(request, config);
    try {
      return await post(client, body, signal);
    } catch (error) {
      const failure = sdkError(error, config, placeOf(config, request.model, now()));
      const said = isAppError(failure) ? String(failure.details?.facts?.said ?? '') : '';
      if (!/thinking|signature/i.test(said) || !sentThinking(body)) throw failure;
      return await post(client, messagesBody(request, config, { withoutThinking: true }), signal);
    }
  };

  return {
    id: config.id,
    listModels: (signal) => listModels(config, deps, signal),
    stream(request, signal) {
      const answer = createAnswer();
      const place = placeOf(config, request.model, now());
      const controller = new AbortController();
      const either = AbortSignal.any([signal, controller.signal]);
      return streamAnswer(
        {
          answer,
          async *read() {
            const client = await clientFor(request);
            const events = await open(client, request, either);
            try {
              yield* readMessages(events, answer, now);
            } finally {
              controller.abort();
            }
            if (answer.stopped === undefined) throw providerError('stream_cut', place);
          },
          finish(): Finish {
            checkEnd(answer, request, place);
            return answer.finish();
          },
          toError: (error) => sdkError(error, config, place),
        },
        signal,
      );
    },
  };
};
