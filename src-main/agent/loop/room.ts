// The room in a model's window: opens the context, keeps it inside, summarises or shortens when it gets full.
import type { ModelMessage, ModelRequest, Models } from '#main/agent/providers/port.ts';
import { isCancelled, toErrorData } from '#main/contract/errors.ts';
import type { Message } from '#main/contract/messages.ts';
import type { TokenUsage } from '#main/guard/usage/port.ts';
import type { SettingsSource } from '#main/platform/settings/port.ts';
import type { ContextBuilder, TurnContext } from './context/build-context.ts';
import type { Compacted, CompactRequest } from './context/compaction.ts';
import { windowOf } from './context/compaction.ts';
import { convertAnswer, joinMessages } from './context/convert-message.ts';
import { fitMessages, limitImages } from './context/fit.ts';
import { estimateFrame, estimateMessages } from './context/tokens.ts';
import { notes } from './notes.ts';
import type { TurnRun } from './turn-run.ts';

/** A summary is made when the estimate passes this share of the window; the rest is for the answer. */
const fullShare = 0.8;
/** Beyond this share nothing is sent: it would be refused. */
const hardShare = 0.95;
/** Of the window: what stays word for word when older messages are summarised. */
const tailShare = 0.25;

export type FittedRequest = { readonly context: TurnContext; readonly request: Omit<ModelRequest, 'model'> };

export interface Room {
  /** Reads history, tools and instructions for the model that the turn has now. */
  open(run: TurnRun): Promise<TurnContext>;
  /** A call may have loaded tools: the next step can call them. */
  withTools(run: TurnRun, context: TurnContext): Promise<TurnContext>;
  /** The request of the next step, made to fit; the context is a new one when messages were summarised. */
  fit(run: TurnRun, context: TurnContext): Promise<FittedRequest>;
  /** After the vendor said that it was too much: true when something could be made smaller. Once per turn. */
  shrink(run: TurnRun, context: TurnContext): Promise<boolean>;
  /** The turn has ended with this answer: the next one of its session need not read what is known here. */
  remember(run: TurnRun, answer: Message): void;
  /** What the turn has read is out of date for the next one. */
  distrust(run: TurnRun): void;
  /** What the last request really cost, to guess the next one better. */
  learn(run: TurnRun, usage: TokenUsage): void;
}

export type RoomDeps = {
  readonly models: Pick<Models, 'resolve'>;
  readonly settings: Pick<SettingsSource, 'current'>;
  readonly contexts: ContextBuilder;
  readonly compact: (o: CompactRequest, signal: AbortSignal) => Promise<Compacted | undefined>;
  readonly showCompactions: (run: TurnRun) => Promise<void>;
};

/** What the turn has learned about its room; gone with the turn. */
type Learned = {
  /** Real tokens per estimated one. */
  ratio: number;
  estimated: number;
  summarised: boolean;
  overflowed: boolean;
  toldTrimmed: boolean;
  opened: boolean;
  /** Of the newest request. */
  context: TurnContext | undefined;
  isStale: boolean;
  /** Smaller than the model's own window once the vendor refused a request. */
  window: number | undefined;
};

export function createRoom(d: RoomDeps): Room {
  const learned = new WeakMap<TurnRun, Learned>();
  const learnedOf = (run: TurnRun): Learned => {
    const known = learned.get(run);
    if (known !== undefined) return known;
    const fresh: Learned = {
      ratio: 1,
      estimated: 0,
      summarised: false,
      overflowed: false,
      toldTrimmed: false,
      window: undefined,
      opened: false,
      context: undefined,
      isStale: false,
    };
    learned.set(run, fresh);
    return fresh;
  };
  const messagesOf = (run: TurnRun, context: TurnContext): ModelMessage[] =>
    limitImages(
      joinMessages([
        ...context.base,
        ...convertAnswer(
          { parts: [...run.answer.parts], model: run.turn.model },
          context.model.ref,
          // A model that is known not to see is told so by the result's own text.
          context.model.info.images === false ? undefined : run.pictures,
        ),
      ]),
    );

  const open = async (run: TurnRun): Promise<TurnContext> => {
    const model = await d.models.resolve(run.turn.model);
    if (model.ref !== run.turn.model) run.update({ model: model.ref });
    const request = { session: run.session, model, answerId: run.answer.message.id };
    // Only the first opening may trust what an earlier turn left in memory: later ones follow a change in the store.
    const known = learnedOf(run);
    const isFirst = !known.opened;
    known.opened = true;
    return d.contexts.build(isFirst ? { ...request, added: run.added } : request, run.signal);
  };

  /** True when a summary was made; says in the answer what happened either way. */
  const summarise = async (run: TurnRun, context: TurnContext): Promise<boolean> => {
    const known = learnedOf(run);
    if (known.summarised || context.model.offline) return false;
    known.summarised = true;
    try {
      const made = await d.compact(
        {
          sessionId: run.sessionId,
          jobId: run.turnId,
          model: context.model,
          before: run.questionId,
          keepTokens: Math.floor((known.window ?? windowOf(context.model)) * tailShare),
        },
        run.signal,
      );
      if (made === undefined) return false;
      run.limits.add(made.usage, made.costUsd);
      run.answer.push(notes.compacted(made.compaction.coveredCount));
      run.log.info('conversation summarised', { messages: made.compaction.coveredCount });
      await d.showCompactions(run);
      return true;
    } catch (error) {
      if (isCancelled(error) || run.signal.aborted) return false;
      const data = toErrorData(error);
      run.log.warn('summary failed', { code: data.code, error });
      run.answer.push(notes.compactionFailed(data));
      return false;
    }
  };

  return {
    open,
    withTools: (run, context) => d.contexts.withTools(context, run.session, run.signal),
    async fit(run, opened) {
      const known = learnedOf(run);
      let context = opened;
      const frame = estimateFrame({ system: context.system, tools: context.definitions });
      const window = () => (known.window ?? windowOf(context.model)) / known.ratio - frame;
      let messages = messagesOf(run, context);
      const isLimited = !context.model.offline;
      if (isLimited && estimateMessages(messages) > window() * fullShare && (await summarise(run, context))) {
        context = await open(run);
        messages = messagesOf(run, context);
      }
      const fitted = isLimited
        ? fitMessages(messages, Math.max(1_000, window() * hardShare))
        : { messages, left: 'nothing' as const };
      if (fitted.left !== 'nothing' && !known.toldTrimmed) {
        known.toldTrimmed = true;
        run.answer.push(notes.trimmed());
      }
      known.estimated = estimateMessages(fitted.messages) + frame;
      known.context = context;
      const request = {
        system: context.system,
        messages: fitted.messages,
        tools: context.definitions,
        reasoning: d.settings.current().reasoning,
        cacheKey: run.sessionId,
        job: {
          id: run.turnId,
          kind: 'answer' as const,
          sessionId: run.sessionId,
          messageId: run.answer.message.id,
        },
      };
      return { context, request };
    },
    async shrink(run, context) {
      const known = learnedOf(run);
      if (known.overflowed || context.model.offline) return false;
      known.overflowed = true;
      // The vendor refused this much, whatever its window is said to be.
      known.window = Math.min(windowOf(context.model), Math.floor(known.estimated * known.ratio * 0.7));
      await summarise(run, context);
      return !run.signal.aborted;
    },
    remember(run, answer) {
      const known = learnedOf(run);
      const before = known.isStale ? undefined : known.context?.stored;
      if (before === undefined) d.contexts.forget(run.sessionId);
      else d.contexts.remember(run.sessionId, { ...before, messages: [...before.messages, answer] });
    },
    distrust(run) {
      learnedOf(run).isStale = true;
    },
    learn(run, usage) {
      const known = learnedOf(run);
      const real = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
      if (known.estimated > 0 && real > 0) known.ratio = Math.min(1.6, Math.max(0.5, real / known.estimated));
    },
  };
}
