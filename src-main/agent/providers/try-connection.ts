// The live test of a connection: lists its models, then asks one for one word.
import { type AppError, type ErrorData, toErrorData } from '#main/contract/errors.ts';
import type { ConnectionTest } from '#main/contract/models.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { ModelRequest, Provider } from './port.ts';

const question = (model: string, id: string): ModelRequest => ({
  model,
  system: '',
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Reply with the one word: ready' }] }],
  tools: [],
  // Room for a model that reasons before a short answer.
  maxOutputTokens: 256,
  reasoning: 'off',
  cacheKey: 'limpet-connection-test',
  job: { id, kind: 'test' },
});

export type Trial = {
  readonly provider: () => Promise<Provider>;
  readonly pick: () => string | undefined;
  readonly list: () => Promise<number>;
  readonly noModel: () => AppError;
  readonly clock: Clock;
};

/** Some servers have no list; then only the word counts. */
async function countModels(trial: Trial): Promise<{ count?: number; error?: ErrorData }> {
  try {
    return { count: await trial.list() };
  } catch (error) {
    return { error: toErrorData(error) };
  }
}

async function firstWord(trial: Trial, model: string, signal: AbortSignal): Promise<{ ms: number; error?: ErrorData }> {
  const started = trial.clock.monotonic();
  const provider = await trial.provider();
  let ms: number | undefined;
  for await (const event of provider.stream(question(model, newId(trial.clock.now())), signal)) {
    ms ??= Math.round(trial.clock.monotonic() - started);
    if (event.type === 'error') return { ms, error: event.error };
  }
  return { ms: ms ?? 0 };
}

/** Never throws: the outcome is the answer. */
export async function tryConnection(trial: Trial, signal: AbortSignal): Promise<ConnectionTest> {
  try {
    const listed = await countModels(trial);
    if (listed.error?.code === 'unauthenticated') return { ok: false, error: listed.error };
    const count = listed.count === undefined ? {} : { modelCount: listed.count };
    const model = trial.pick();
    if (model === undefined) return { ok: false, ...count, error: listed.error ?? toErrorData(trial.noModel()) };
    const word = await firstWord(trial, model, signal);
    return word.error === undefined
      ? { ok: true, model, firstTokenMs: word.ms, ...count }
      : { ok: false, model, ...count, error: word.error };
  } catch (error) {
    return { ok: false, error: toErrorData(error) };
  }
}
