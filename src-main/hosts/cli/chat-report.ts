// How a turn ended, as an exit code, as sentences on the error output and as one JSON object.
import type { ErrorData } from '#main/contract/errors.ts';
import type { Message, ToolCall, Usage } from '#main/contract/messages.ts';
import { visibleLine, visibly } from '#main/contract/shown-text.ts';
import { errorSentence } from '#main/platform/texts/error-sentence.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import { textOf } from './answer-printer.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { TurnResult } from './turn-follower.ts';

export type ChatReport = {
  readonly text: string;
  readonly model: string;
  /** Offline: understood by rules, written by no model. */
  readonly noModel: boolean;
  readonly understood: boolean;
  readonly sessionId: string;
  readonly turnId: string;
  readonly state: TurnResult['state'];
  readonly stopReason: string | undefined;
  readonly error: ErrorData | undefined;
  readonly calls: readonly {
    readonly tool: string;
    readonly title: string;
    readonly state: ToolCall['state'];
    readonly exitCode?: number | null;
  }[];
  readonly notes: readonly string[];
  readonly usage: Usage | undefined;
  readonly exitCode: ExitCode;
};

/** Where most people have a key; the setup and the README know the others. */
export const keyVariables = 'ANTHROPIC_API_KEY, OPENAI_API_KEY, GEMINI_API_KEY';

export function isNoModel(model: string): boolean {
  return model.startsWith('offline/');
}

function callsOf(answers: readonly Message[]): ToolCall[] {
  return answers.flatMap((message) => message.parts).filter((part) => part.type === 'tool_call');
}

/** Offline refuses what it does not understand, and only that. */
function wasUnderstood({ stopReason, answers }: TurnResult): boolean {
  return !(stopReason === 'refused' && isNoModel(answers.at(-1)?.model ?? ''));
}

function exitCodeOf(result: TurnResult): ExitCode {
  const { state, stopReason } = result;
  if (state !== 'done' || stopReason?.startsWith('limit_') === true) return exitCodes.failed;
  if (!wasUnderstood(result)) return exitCodes.notUnderstood;
  if (stopReason === 'refused') return exitCodes.failed;
  return callsOf(result.answers).some((call) => call.state === 'denied') ? exitCodes.denied : exitCodes.ok;
}

function sumUsage(answers: readonly Message[]): Usage | undefined {
  const all = answers.flatMap(({ usage }) => (usage === undefined ? [] : [usage]));
  if (all.length === 0) return undefined;
  const sum = (of: (usage: Usage) => number) => all.reduce((total, usage) => total + of(usage), 0);
  const isPriced = all.every(({ costUsd, unpricedSteps = 0 }) => costUsd !== undefined && unpricedSteps === 0);
  return {
    inputTokens: sum((usage) => usage.inputTokens),
    outputTokens: sum((usage) => usage.outputTokens),
    cacheReadTokens: sum((usage) => usage.cacheReadTokens),
    cacheWriteTokens: sum((usage) => usage.cacheWriteTokens),
    reasoningTokens: sum((usage) => usage.reasoningTokens),
    steps: sum((usage) => usage.steps),
    ...(isPriced ? { costUsd: sum((usage) => usage.costUsd ?? 0) } : {}),
  };
}

export function reportOf(result: TurnResult, sessionId: string, t: Translate): ChatReport {
  const { answers } = result;
  const model = answers.at(-1)?.model ?? '';
  return {
    text: textOf(answers),
    model,
    noModel: isNoModel(model),
    understood: wasUnderstood(result),
    sessionId,
    turnId: result.turnId,
    state: result.state,
    stopReason: result.stopReason,
    error: result.error,
    calls: callsOf(answers).map((call) => ({
      tool: call.tool,
      title: t(call.title.key, call.title.params),
      state: call.state,
      ...(call.exitCode === undefined ? {} : { exitCode: call.exitCode }),
    })),
    notes: notesOf(answers, t),
    usage: sumUsage(answers),
    exitCode: exitCodeOf(result),
  };
}

/** Remarks of the runtime inside the answers: failover, a limit, a cut; each once. */
function notesOf(answers: readonly Message[], t: Translate): string[] {
  const notes = answers
    .flatMap((message) => message.parts)
    .flatMap((part) => (part.type === 'note' ? [visibly(t)(part.key, part.params)] : []));
  return [...new Set(notes)];
}

/** What the person must know about the answer, one sentence a line. */
export function remarksOf(report: ChatReport, t: Translate): string[] {
  const remarks = [...(report.noModel ? [t('cli.no_model', { variables: keyVariables })] : []), ...report.notes];
  if (report.error !== undefined) remarks.push(errorSentence(report.error, t, visibleLine));
  else if (report.state === 'stopped') remarks.push(t('cli.stopped'));
  else if (report.state === 'interrupted') remarks.push(t('cli.interrupted'));
  const unknown = report.calls.filter((call) => call.state === 'unknown').length;
  if (unknown > 0) remarks.push(t('cli.may_have_run', { count: unknown }));
  return remarks;
}
