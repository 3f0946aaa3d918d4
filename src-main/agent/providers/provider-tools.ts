// What both wire families do alike around their SDK: the place for error sentences, the watched fetch, plain headers.
import type { AppError } from '#main/contract/errors.ts';
import type { Answer } from './answer.ts';
import type { FamilyDeps, Fetch, ProviderConfig } from './family.ts';
import type { ModelRequest } from './port.ts';
import { readFailure, readRefusal } from './read-failure.ts';
import { type ErrorPlace, type Failure, failureToError, networkError, providerError } from './to-provider-error.ts';
import { createWatchedFetch, slowFirstByteMs, watchLimits } from './watched-fetch.ts';

export const placeOf = (config: ProviderConfig, model: string, now: number): ErrorPlace => ({
  label: config.label,
  model,
  local: config.local,
  now,
  hide: config.hide,
});

/** A vendor may repeat the key in its refusal. */
function withoutKey(failure: Failure, config: ProviderConfig): Failure {
  const key = config.apiKey;
  return key === undefined || key === '' ? failure : { ...failure, said: failure.said.replaceAll(key, '[redacted]') };
}

export type FetchNeeds = {
  readonly model: string;
  /** A model may load or think before its first word… */
  readonly slowStart?: boolean;
  /** …or fall silent in the middle to think. */
  readonly slowMiddle?: boolean;
  readonly headers?: (given: Headers) => Headers;
};

/** A fetch for the requests of this connection to one model. */
export function fetchFor(config: ProviderConfig, deps: FamilyDeps, o: FetchNeeds): Fetch {
  return createWatchedFetch({
    fetch: deps.fetch,
    clock: deps.clock,
    label: config.label,
    limits: {
      ...watchLimits,
      ...(o.slowStart === true ? { firstByteMs: slowFirstByteMs } : {}),
      ...(o.slowMiddle === true ? { idleMs: slowFirstByteMs } : {}),
    },
    ...(o.headers === undefined ? {} : { headers: o.headers }),
    refusal: (response, body) =>
      failureToError(withoutKey(readRefusal(response, body), config), placeOf(config, o.model, deps.clock.now())),
  });
}

/** The SDKs bring limits, tries and a voice of their own; here the watched fetch and our retries decide, in silence. */
export const sdkManners = {
  maxRetries: 0,
  timeout: 24 * 60 * 60 * 1000,
  logLevel: 'off',
  logger: { error() {}, warn() {}, info() {}, debug() {} },
} as const;

const wireHeaders = ['content-type', 'accept', 'authorization', 'anthropic-version'];

/** Keeps what the wire needs of an SDK's headers; the rest tells about this machine or comes from its environment. */
export function keepHeaders(given: Headers, config: ProviderConfig): Headers {
  const kept = new Headers({ 'user-agent': 'Limpet' });
  for (const name of wireHeaders) {
    const value = given.get(name);
    if (value !== null) kept.set(name, value);
  }
  if (config.apiKey === undefined) kept.delete('authorization');
  return kept;
}

/** An error that an SDK threw: ours inside it, a network failure, or what the vendor wrote into the stream. */
export function sdkError(error: unknown, config: ProviderConfig, place: ErrorPlace): AppError {
  const known = networkError(error, place);
  if (known !== undefined) return known;
  if (error instanceof Error && 'error' in error)
    return failureToError(withoutKey(readFailure(error.error), config), place, error);
  return providerError('bad_stream', place, { cause: error });
}

/**
 * Throws for an answer that came to its end but is worth nothing: no content at all, or a tool call that cannot be read
 * and nothing beside it. Silence after tools is fine: some models say nothing more once all is done.
 */
export function checkEnd(answer: Answer, request: ModelRequest, place: ErrorPlace): void {
  const parts = answer.parts();
  const calls = parts.some((part) => part.type === 'tool_call');
  if (answer.stopped === 'tool_calls' && !calls) throw providerError('broken_tool_call', place);
  if (answer.stopped !== 'end' || parts.length > 0) return;
  if (answer.brokenCalls > 0) throw providerError('broken_tool_call', place);
  const afterTools = request.messages.at(-1)?.parts.some((part) => part.type === 'tool_result') === true;
  if (!afterTools) throw providerError('empty_answer', place);
}
