// One answer of one connection, adapted to what its model can take, with bounded retries.
import { toErrorData } from '#main/contract/errors.ts';
import type { ModelInfo } from '#main/contract/models.ts';
import { noUsage } from './answer.ts';
import type { ModelEvent, ModelPart, ModelRequest, Provider } from './port.ts';
import { type RetryDeps, showsNothing, withRetry } from './with-retry.ts';

export type StreamTarget = {
  readonly ref: string;
  readonly name: string;
  /** Read anew for every try: the first one may have taught something. */
  readonly info: () => ModelInfo;
  readonly provider: () => Promise<Provider>;
  readonly learn: (fact: Pick<ModelInfo, 'tools' | 'images'>) => void;
  /** The outcome of the last try. */
  readonly onEnd: (error: Extract<ModelEvent, { type: 'error' }>['error'] | undefined) => void;
};

const unseen = (part: ModelPart): ModelPart =>
  part.type === 'image'
    ? { type: 'text', text: `[an image of type ${part.mediaType}, which this model cannot see]` }
    : part;

/** Leaves out what the model is known not to take: its vendor would refuse the whole request. */
export function fitRequest(request: Omit<ModelRequest, 'model'>, info: ModelInfo): ModelRequest {
  const messages =
    info.images === false
      ? request.messages.map((message) => ({ ...message, parts: message.parts.map(unseen) }))
      : request.messages;
  return { ...request, model: info.name, messages, tools: info.tools === false ? [] : request.tools };
}

/** What a refusal teaches about the model, if it is about something that was sent. */
function lessonOf(event: ModelEvent, request: ModelRequest): Pick<ModelInfo, 'tools' | 'images'> | undefined {
  if (event.type !== 'error') return undefined;
  const reason = event.error.details?.reason;
  if (reason === 'no_tools' && request.tools.length > 0) return { tools: false };
  const images = request.messages.some((message) => message.parts.some((part) => part.type === 'image'));
  return reason === 'no_images' && images ? { images: false } : undefined;
}

async function* oneTry(
  target: StreamTarget,
  request: Omit<ModelRequest, 'model'>,
  signal: AbortSignal,
): AsyncIterable<ModelEvent> {
  // Twice at most for each of the two lessons, then the refusal is passed on.
  for (let lessons = 0; ; lessons += 1) {
    const fitted = fitRequest(request, target.info());
    let lesson: ReturnType<typeof lessonOf>;
    let shown = false;
    try {
      const provider = await target.provider();
      for await (const event of provider.stream(fitted, signal)) {
        lesson = shown || lessons >= 2 ? undefined : lessonOf(event, fitted);
        if (lesson !== undefined) break;
        if (event.type === 'error') target.onEnd(event.error);
        if (event.type === 'finish' && event.stopReason !== 'cancelled') target.onEnd(undefined);
        shown ||= !showsNothing(event);
        yield event;
      }
    } catch (error) {
      const data = toErrorData(error);
      target.onEnd(data);
      return yield { type: 'error', error: data, parts: [], usage: noUsage };
    }
    if (lesson === undefined) return;
    target.learn(lesson);
  }
}

export function streamModel(
  target: StreamTarget,
  request: Omit<ModelRequest, 'model'>,
  o: { retry: RetryDeps; signal: AbortSignal },
): AsyncIterable<ModelEvent> {
  return withRetry(() => oneTry(target, request, o.signal), o.retry, o.signal);
}
