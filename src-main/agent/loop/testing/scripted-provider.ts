// A model that plays a script: text in pieces, tool calls, waits on the clock, errors. Keeps every promise of the port.
import type {
  ModelEvent,
  ModelRequest,
  ModelStop,
  Models,
  OutputPart,
  Provider,
  ResolvedModel,
} from '#main/agent/providers/port.ts';
import { AppError, type ErrorData } from '#main/contract/errors.ts';
import type { ModelInfo } from '#main/contract/models.ts';
import type { TokenUsage } from '#main/guard/usage/port.ts';
import type { Clock } from '#main/platform/base/clock.ts';

export type ScriptStep = {
  readonly reasoning?: string;
  readonly signature?: string;
  /** Streamed piece by piece. */
  readonly text?: string | readonly string[];
  readonly calls?: readonly { readonly name: string; readonly input: unknown; readonly callId?: string }[];
  /** On the clock: before the first piece, and between two. */
  readonly firstMs?: number;
  readonly betweenMs?: number;
  /** Waits for the abort after the pieces. `deaf`: does not even hear that. */
  readonly hang?: boolean | 'deaf';
  readonly retry?: { readonly attempt: number; readonly delayMs: number; readonly error: ErrorData };
  readonly failover?: { readonly from: string; readonly to: string; readonly error: ErrorData };
  readonly stop?: ModelStop;
  readonly usage?: Partial<TokenUsage>;
  readonly error?: ErrorData;
  readonly suspectedToolText?: boolean;
};

export type ScriptedRequest = ModelRequest & { readonly ref: string };
/** Called once per request, in order. */
export type Script = (request: ScriptedRequest, index: number) => ScriptStep;

export const scriptedModel: ModelInfo = {
  ref: 'scripted/one',
  name: 'one',
  label: 'Scripted one',
  contextTokens: 200_000,
  images: true,
  tools: true,
};

const piecesOf = (text: ScriptStep['text']): readonly string[] =>
  text === undefined ? [] : typeof text === 'string' ? [text] : text;

const tokensOf = (text: string) => Math.ceil(text.length / 4);

function finishOf(request: ModelRequest, step: ScriptStep, said: readonly OutputPart[]): ModelEvent {
  const usage: TokenUsage = {
    inputTokens: tokensOf(JSON.stringify(request.messages) + request.system + JSON.stringify(request.tools)),
    outputTokens: tokensOf(JSON.stringify(said)),
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
    ...step.usage,
  };
  if (step.error !== undefined) return { type: 'error', error: step.error, parts: said, usage };
  const asks = said.some((part) => part.type === 'tool_call');
  const suspected = step.suspectedToolText === true ? { suspectedToolText: true } : {};
  return { type: 'finish', parts: said, stopReason: step.stop ?? (asks ? 'tool_calls' : 'end'), usage, ...suspected };
}

async function* play(
  o: { request: ModelRequest; step: ScriptStep; index: number; clock: Clock },
  signal: AbortSignal,
): AsyncGenerator<ModelEvent, void, undefined> {
  const { step, request, clock } = o;
  const said: OutputPart[] = [];
  let text = '';
  const cancelled = (): ModelEvent => {
    const parts: OutputPart[] = text === '' ? said : [...said, { type: 'text', text }];
    return finishOf(request, { ...step, stop: 'cancelled' }, parts);
  };
  const wait = async (ms: number | undefined) => {
    if (ms !== undefined) await clock.sleep(ms, signal).catch(() => undefined);
    return signal.aborted;
  };
  if (step.retry !== undefined) {
    yield { type: 'retry', ...step.retry };
    if (await wait(step.retry.delayMs)) return yield cancelled();
  }
  if (step.failover !== undefined) yield { type: 'failover', ...step.failover };
  if (await wait(step.firstMs)) return yield cancelled();
  if (step.reasoning !== undefined) {
    yield { type: 'reasoning-delta', text: step.reasoning };
    const signature = step.signature === undefined ? {} : { signature: step.signature };
    said.push({ type: 'reasoning', text: step.reasoning, ...signature });
  }
  for (const [number, piece] of piecesOf(step.text).entries()) {
    if (number > 0 && (await wait(step.betweenMs))) return yield cancelled();
    if (signal.aborted) return yield cancelled();
    text += piece;
    yield { type: 'text-delta', text: piece };
  }
  if (step.hang === 'deaf') await new Promise<never>(() => {});
  if (step.hang === true) {
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    return yield cancelled();
  }
  if (text !== '') said.push({ type: 'text', text });
  for (const [number, call] of (step.calls ?? []).entries()) {
    const callId = call.callId ?? `call_scripted_${o.index}_${number}`;
    const input = JSON.stringify(call.input) ?? '';
    yield { type: 'tool-input-delta', index: number, callId, name: call.name, text: input };
    said.push({ type: 'tool_call', callId, name: call.name, input: call.input });
  }
  yield finishOf(request, step, said);
}

export interface ScriptedModels extends Models {
  /** Every request so far, oldest first. */
  readonly requests: readonly ScriptedRequest[];
  /** Steps that answer the next requests; used before the script given at the start. */
  push(...steps: readonly ScriptStep[]): void;
}

export type ScriptedOptions = {
  readonly clock: Clock;
  readonly script?: Script;
  readonly models?: readonly ModelInfo[];
  /** The first of `models` unless named. */
  readonly defaultRef?: string;
};

export function createScriptedProvider(o: ScriptedOptions): Provider & Pick<ScriptedModels, 'requests' | 'push'> {
  const models = o.models ?? [scriptedModel];
  const requests: ScriptedRequest[] = [];
  const queue: ScriptStep[] = [];
  return {
    id: 'scripted',
    requests,
    push: (...steps) => void queue.push(...steps),
    listModels: async () => [...models],
    stream(request, signal) {
      const index = requests.length;
      const asked: ScriptedRequest = { ...request, ref: `scripted/${request.model}` };
      requests.push(asked);
      const step = queue.shift() ?? o.script?.(asked, index) ?? { error: scriptEnded };
      return play({ request, step, index, clock: o.clock }, signal);
    },
  };
}

const scriptEnded: ErrorData = { code: 'internal', message: 'The script has no further step.', retryable: false };

const fixed = async (): Promise<never> => {
  throw new AppError('unsupported', 'The scripted models are fixed.');
};

/** All connections: one, whose models are those of the script. */
export function createScriptedModels(o: ScriptedOptions): ScriptedModels {
  const models = o.models ?? [scriptedModel];
  const provider = createScriptedProvider(o);
  const find = (ref: string | undefined): ResolvedModel => {
    const wanted = ref ?? o.defaultRef;
    const info = wanted === undefined ? models[0] : models.find((model) => model.ref === wanted);
    if (info === undefined) throw new AppError('not_found', `There is no model ${wanted}. Choose another one.`);
    return { ref: info.ref, info, offline: info.ref.startsWith('offline/') };
  };
  const state = async () => ({ connections: [], models: [...models], defaultModel: find(undefined).ref });
  return {
    requests: provider.requests,
    push: provider.push,
    resolve: async (ref) => find(ref),
    known: async (ref) => find(ref).info,
    stream: (ref, request, signal) => provider.stream({ ...request, model: find(ref).info.name }, signal),
    vendors: () => [],
    state,
    look: state,
    connect: fixed,
    disconnect: fixed,
    setEnabled: fixed,
    test: fixed,
    setDefault: fixed,
    setFallback: fixed,
    onChange: () => () => {},
  };
}
