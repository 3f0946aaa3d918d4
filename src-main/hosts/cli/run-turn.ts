// One message and its answer on the terminal: text as it comes, questions as they are asked, Ctrl+C to stop.
import type { LimpetClient } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Message, TurnState } from '#main/contract/messages.ts';
import { visibleLine, visibly } from '#main/contract/shown-text.ts';
import { errorSentence } from '#main/platform/texts/error-sentence.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import { createAnswerPrinter } from './answer-printer.ts';
import { createApprovalDesk } from './approval-desk.ts';
import type { AllowedEffect } from './arguments.ts';
import { type ChatReport, remarksOf, reportOf } from './chat-report.ts';
import { createQuestionDesk } from './question-desk.ts';
import type { Terminal } from './terminal.ts';
import { safeForTerminal } from './terminal-text.ts';
import { followTurn } from './turn-follower.ts';

export type RunTurnOptions = {
  readonly api: LimpetClient;
  readonly terminal: Terminal;
  readonly t: Translate;
  readonly sessionId: SessionId;
  readonly message: string;
  readonly model: string | undefined;
  readonly allow: ReadonlySet<AllowedEffect>;
  readonly json: boolean;
  readonly signal: AbortSignal;
};

/** Says on the error output what the tools do, once per call and state worth telling; what was asked about was told then. */
function createCallTeller(terminal: Terminal, t: Translate) {
  const told = new Set<string>();
  return (message: Message) => {
    for (const part of message.parts) {
      if (part?.type !== 'tool_call' || part.state === 'planning' || part.state === 'asking') continue;
      const key = part.state === 'running' ? 'cli.call_running' : `cli.call_${part.state}`;
      const isKnown = part.state === 'done' || (part.state === 'denied' && part.approval !== undefined);
      if (isKnown || told.has(`${part.callId}/${part.state}`)) continue;
      told.add(`${part.callId}/${part.state}`);
      terminal.err(`${t(key, { what: visibly(t)(part.title.key, part.title.params) })}\n`);
    }
  };
}

function createRetryTeller(terminal: Terminal, t: Translate) {
  let told = 0;
  return (turn: TurnState) => {
    if (turn.retry === undefined || turn.retry.attempt === told) return;
    told = turn.retry.attempt;
    terminal.err(
      `${t('cli.retry', { attempt: turn.retry.attempt, reason: errorSentence(turn.retry.error, t, visibleLine) })}\n`,
    );
  };
}

/** The first Ctrl+C stops the turn, which keeps what is there; the second gives up at once. */
function stopOnInterrupt({ api, sessionId, terminal, t }: RunTurnOptions, giveUp: () => void): () => void {
  let isStopping = false;
  return terminal.onInterrupt(() => {
    if (isStopping) return giveUp();
    isStopping = true;
    terminal.err(`\n${t('cli.stopping')}\n`);
    api.chat.stop({ sessionId }).catch(() => giveUp());
  });
}

/** Rejects with `cancelled` when the person gave up on the answer. */
export async function runTurn(options: RunTurnOptions): Promise<ChatReport> {
  const { api, terminal, t, sessionId, json } = options;
  const givenUp = new AbortController();
  const signal = AbortSignal.any([options.signal, givenUp.signal]);
  const write = terminal.outIsTerminal
    ? (text: string) => terminal.out(safeForTerminal(text))
    : (text: string) => terminal.out(text);
  const printer = createAnswerPrinter(json ? () => undefined : write);
  const desk = createApprovalDesk({ api, allow: options.allow, terminal, t, signal });
  const ended = new AbortController();
  const asking = AbortSignal.any([signal, ended.signal]);
  const questions = createQuestionDesk({ api, terminal, t, sessionId, signal: asking }).run();
  const tellCalls = createCallTeller(terminal, t);
  const ignoreInterrupts = stopOnInterrupt(options, () => givenUp.abort());
  try {
    const result = await followTurn({
      api,
      sessionId,
      signal,
      send: () =>
        api.chat.send({
          sessionId,
          text: options.message,
          mode: 'queue',
          ...(options.model === undefined ? {} : { model: options.model }),
        }),
      view: {
        answer(message) {
          printer.update(message);
          tellCalls(message);
        },
        turn: createRetryTeller(terminal, t),
        approvals: desk.update,
      },
    });
    for (const message of result.answers) printer.update(message);
    printer.end();
    await desk.idle();
    const report = reportOf(result, sessionId, t);
    if (json) terminal.out(`${JSON.stringify(report)}\n`);
    for (const remark of remarksOf(report, t)) terminal.err(`${remark}\n`);
    return report;
  } catch (error) {
    printer.end();
    if (givenUp.signal.aborted) throw new AppError('cancelled', 'Cancelled.', { cause: error });
    throw error;
  } finally {
    ended.abort();
    await questions;
    ignoreInterrupts();
  }
}
