// Between the tools and everything behind them, and before the models: known secrets are taken out of what others wrote,
// so that neither the store, the page nor a vendor gets them.
import type { Plan, Tool, ToolContext, ToolResult } from '#main/abilities/tools/port.ts';
import type { ModelEvent, ModelMessage, ModelPart, ModelRequest, Models } from '#main/agent/providers/port.ts';
import { AppError, type ErrorData, isAppError } from '#main/contract/errors.ts';
import type { Shown } from '#main/contract/messages.ts';
import type { ProcessOutput, RunningProcess } from '#main/guard/sandbox/port.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Redactor } from '#main/platform/base/log.ts';
import type { PieceRedactor } from '#main/platform/base/redaction/redact-known.ts';
import type { Secrets } from './port.ts';

type Request = Omit<ModelRequest, 'model'>;
type ToolList = (o: never, signal: AbortSignal) => Promise<readonly Tool[]>;

export type RedactionDeps = {
  readonly redactor: Redactor;
  readonly secrets: Pick<Secrets, 'settle'>;
  readonly clock: Clock;
};

/** A keychain that keeps its keys longer than this does not hold up the tools. */
const knownWithinMs = 3_000;

export interface Redaction {
  /** Lists the same tools; what they print, return and throw holds no known secret any more. */
  tools<B extends { readonly list: ToolList }>(bench: B): B;
  /** Asks the same models; tool results, instructions and summaries go out without known secrets, errors come back so. */
  models<M extends Pick<Models, 'stream'>>(models: M): M;
}

/** One text for each of the two pipes: a secret is not split between them. */
async function* redactOutput(output: AsyncIterable<ProcessOutput>, redactor: Redactor): AsyncGenerator<ProcessOutput> {
  const pipes: Readonly<Record<ProcessOutput['stream'], PieceRedactor>> = {
    stdout: redactor.pieces(),
    stderr: redactor.pieces(),
  };
  for await (const { stream, text } of output) {
    const safe = pipes[stream].push(text);
    if (safe !== '') yield { stream, text: safe };
  }
  for (const stream of ['stdout', 'stderr'] as const) {
    const rest = pipes[stream].end();
    if (rest !== '') yield { stream, text: rest };
  }
}

/** A command of the model is shown to the letter; the content of a file is not the model's. */
function redactShown(shown: Shown, redactor: Redactor): Shown {
  if (shown.type === 'diff') return { ...shown, diff: redactor.known(shown.diff) };
  if (shown.type !== 'changes') return shown;
  return { ...shown, files: shown.files.map((file) => ({ ...file, diff: redactor.known(file.diff) })) };
}

function redactError(error: unknown, redactor: Redactor): unknown {
  if (!isAppError(error)) return error; // its words go to the log alone, which redacts
  const details = redactor.value(error.details) as ErrorData['details'];
  return new AppError(error.code, redactor.text(error.message), {
    cause: error.cause,
    retryable: error.retryable,
    ...(details === undefined ? {} : { details }),
  });
}

function redactedTool(tool: Tool, { redactor, known }: { redactor: Redactor; known: () => Promise<void> }): Tool {
  const context = (ctx: ToolContext, progress: PieceRedactor): ToolContext => ({
    ...ctx,
    progress(text) {
      const safe = progress.push(text);
      if (safe !== '') ctx.progress(safe);
    },
    async spawn(spec): Promise<RunningProcess> {
      const running = await ctx.spawn(spec);
      const { pid, exit, output } = running;
      return { pid, exit, output: redactOutput(output, redactor), kill: () => running.kill() };
    },
  });
  const run = async (plan: Plan<unknown>, ctx: ToolContext): Promise<ToolResult> => {
    const progress = redactor.pieces();
    const result = await tool.run(plan, context(ctx, progress));
    const rest = progress.end();
    if (rest !== '') ctx.progress(rest);
    return { ...result, output: redactor.known(result.output) };
  };
  const orRedacted = async <T>(step: Promise<T>): Promise<T> => {
    try {
      return await step;
    } catch (error) {
      throw redactError(error, redactor);
    }
  };
  return {
    ...tool,
    async plan(input, ctx) {
      await known();
      const plan = await orRedacted(tool.plan(input, ctx));
      return { ...plan, shown: redactShown(plan.shown, redactor) };
    },
    run: (plan, ctx) => orRedacted(run(plan, ctx)),
  };
}

/** Summaries are made from a transcript, in which words of the person and outputs of tools are one text. */
const isSummary = (request: Request) => request.cacheKey.endsWith(':summary');

function redactRequest(request: Request, redactor: Redactor): Request {
  const hidesText = isSummary(request);
  const part = (one: ModelPart): ModelPart => {
    if (one.type === 'tool_result') return { ...one, output: redactor.known(one.output) };
    return one.type === 'text' && hidesText ? { ...one, text: redactor.known(one.text) } : one;
  };
  const messages = request.messages.map((message): ModelMessage => ({ ...message, parts: message.parts.map(part) }));
  return { ...request, system: redactor.known(request.system), messages };
}

function redactEvent(event: ModelEvent, redactor: Redactor): ModelEvent {
  if (event.type !== 'error' && event.type !== 'retry' && event.type !== 'failover') return event;
  return { ...event, error: redactor.value(event.error) as ErrorData };
}

export function createRedaction(deps: RedactionDeps): Redaction {
  const { redactor, secrets, clock } = deps;
  /** The stored keys have been read, or cannot be read in time: those that the person must unlock first. */
  const known = () =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(knownWithinMs, resolve);
      void secrets.settle(neverAborts).then(resolve).finally(cancel);
    });
  const wrapped = new WeakMap<Tool, Tool>();
  const wrap = (tool: Tool): Tool => {
    const safe = wrapped.get(tool) ?? redactedTool(tool, { redactor, known });
    wrapped.set(tool, safe);
    return safe;
  };
  return {
    tools: (bench) => ({
      ...bench,
      list: async (o: never, signal: AbortSignal) => (await bench.list(o, signal)).map(wrap),
    }),
    models: (models) => ({
      ...models,
      async *stream(ref: string, request: Request, signal: AbortSignal) {
        for await (const event of models.stream(ref, redactRequest(request, redactor), signal))
          yield redactEvent(event, redactor);
      },
    }),
  };
}
