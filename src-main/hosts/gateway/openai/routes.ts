// The OpenAI-compatible address: models and chat completions, behind a key of its own, off unless switched on.
import { AppError, isAppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Credentials } from '../credentials.ts';
import { type Exchange, readJson, sendJson } from '../http.ts';
import type { ApiAgent } from './agent.ts';
import { sendStream, sendWhole } from './chat-completions.ts';
import { sendApiError } from './failure.ts';
import { parseChat } from './request.ts';

export type ApiRoutesDeps = {
  readonly agent: ApiAgent;
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** Aborts when the gateway ends. */
  readonly signal: AbortSignal;
};

const maxBodyBytes = 8 * 1024 * 1024;
const maxTurns = 256;

async function requireKey({ request }: Exchange, { agent, credentials }: ApiRoutesDeps): Promise<void> {
  if (!agent.isEnabled())
    throw new AppError('not_found', 'The API is switched off. Switch it on in Settings > API.', {
      details: { reason: 'api_off' },
    });
  const key = credentials.bearer(request);
  if (key === undefined)
    throw new AppError('unauthenticated', 'Send the key of Limpet as a bearer token; make one in Settings > API.', {
      details: { reason: 'invalid_api_key' },
    });
  const isValid = async () => ((await agent.checkKey(key)) ? true : undefined);
  await credentials.check(request, key, isValid).catch((error: unknown) => {
    if (!isAppError(error) || error.code !== 'unauthenticated') throw error;
    throw new AppError('unauthenticated', 'This key is not valid. Make a new one in Settings > API.', {
      details: { reason: 'invalid_api_key' },
    });
  });
}

export function createApiRoutes(deps: ApiRoutesDeps) {
  const { agent, clock } = deps;
  let turns = 0;

  const listModels = async ({ response }: Exchange) => {
    const models = await agent.listModels(deps.signal);
    const list = models.map(({ id, ownedBy }) => ({ id, object: 'model', created: 0, owned_by: ownedBy }));
    sendJson(response, 200, { object: 'list', data: list });
  };

  const complete = async ({ request, response }: Exchange) => {
    const header = request.headers['x-limpet-session'];
    const chat = parseChat(await readJson(request, maxBodyBytes), typeof header === 'string' ? header : undefined);
    const models = await agent.listModels(deps.signal);
    if (!models.some(({ id }) => id === chat.model))
      throw new AppError('not_found', `There is no model "${chat.model.slice(0, 80)}". Ask /v1/models for the list.`, {
        details: { reason: 'model_not_found', path: ['model'] },
      });
    if (turns >= maxTurns) throw new AppError('rate_limited', 'Too many turns are running. Try again later.');
    const stop = new AbortController();
    const abort = () => stop.abort();
    // The client that hangs up stops its turn.
    response.once('close', abort);
    deps.signal.addEventListener('abort', abort, { once: true });
    turns += 1;
    try {
      const { text, model, sessionKey } = chat;
      const turn = agent.runTurn({ text, model, sessionKey, signal: stop.signal });
      const send = chat.stream ? sendStream : sendWhole;
      await send(response, turn, { chat, clock, signal: stop.signal });
    } finally {
      turns -= 1;
      deps.signal.removeEventListener('abort', abort);
    }
  };

  return {
    /** Answers everything below /v1. */
    async handle(exchange: Exchange): Promise<void> {
      try {
        await requireKey(exchange, deps);
        const route = `${exchange.request.method} ${exchange.path}`;
        if (route === 'GET /v1/models') await listModels(exchange);
        else if (route === 'POST /v1/chat/completions') await complete(exchange);
        else throw new AppError('not_found', 'Only /v1/models and /v1/chat/completions are here.');
      } catch (error) {
        sendApiError(exchange, error);
      }
    },
  };
}
