// A conversation line by line on a terminal: messages, slash commands, and the ways to leave.
import type { LimpetClient } from '#main/contract/contract.ts';
import { isAppError, isCancelled } from '#main/contract/errors.ts';
import type { SessionId } from '#main/contract/ids.ts';
import type { Session } from '#main/contract/messages.ts';
import { visibleLine, visibly } from '#main/contract/shown-text.ts';
import { errorSentence } from '#main/platform/texts/error-sentence.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { AllowedEffect } from './arguments.ts';
import { runTurn } from './run-turn.ts';
import type { Terminal } from './terminal.ts';

export type TalkOptions = {
  readonly api: LimpetClient;
  readonly terminal: Terminal;
  readonly t: Translate;
  readonly session: Session;
  readonly model: string | undefined;
  readonly allow: ReadonlySet<AllowedEffect>;
  readonly signal: AbortSignal;
};

/** Commands that begin or end a turn: here a turn begins with a line and ends with Ctrl+C. */
const ofTurns: ReadonlySet<string> = new Set(['stop', 'continue', 'regenerate']);
const leavingWords: ReadonlySet<string> = new Set(['/exit', '/quit']);

/** `/name argument` as a command of the registry. The session to go on in, when the command opened another one. */
async function runSlash(o: TalkOptions, sessionId: SessionId, line: string): Promise<SessionId | undefined> {
  const { api, terminal, t, signal } = o;
  const [, name = '', argument = ''] = /^\/(\S*)\s*([\s\S]*)$/.exec(line) ?? [];
  const { commands } = await api.commands.list({}, { signal });
  const here = commands.filter((command) => command.where === 'server' && !ofTurns.has(command.name));
  if (!here.some((command) => command.name === name)) {
    const list = here.map((command) => `  /${command.name}  ${t(command.description)}`).join('\n');
    terminal.err(`${t('cli.talk_commands', { name: visibleLine(name) })}\n${list}\n`);
    return undefined;
  }
  const { say, openSession } = await api.commands.run({ sessionId, name, argument }, { signal });
  if (say !== undefined) terminal.err(`${visibly(t)(say.key, say.params)}\n`);
  return openSession;
}

/** Ctrl+C gives this up alone, and the conversation goes on. */
async function untilInterrupted<T>(o: TalkOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const given = new AbortController();
  const ignoreInterrupts = o.terminal.onInterrupt(() => given.abort());
  try {
    return await work(AbortSignal.any([o.signal, given.signal]));
  } catch (error) {
    if (!isCancelled(error) || !given.signal.aborted) throw error;
    o.terminal.err(`\n${o.t('cli.cancelled')}\n`);
    return undefined;
  } finally {
    ignoreInterrupts();
  }
}

async function answerLine(o: TalkOptions, sessionId: SessionId, line: string): Promise<SessionId> {
  if (line.startsWith('/'))
    return (await untilInterrupted(o, (signal) => runSlash({ ...o, signal }, sessionId, line))) ?? sessionId;
  await runTurn({ ...o, sessionId, message: line, json: false });
  return sessionId;
}

/** Ends at Ctrl+D, /exit, or Ctrl+C while nothing runs. Rejects only when the core has gone. */
export async function talk(o: TalkOptions): Promise<void> {
  const { terminal, t } = o;
  const left = new AbortController();
  let isAnswering = false;
  const ignoreInterrupts = terminal.onInterrupt(() => isAnswering || left.abort());
  const stopListening = terminal.listen();
  const signal = AbortSignal.any([o.signal, left.signal]);
  let sessionId = o.session.id;
  try {
    while (!signal.aborted) {
      const line = (await terminal.prompt('> ', signal))?.trim();
      if (line === undefined || leavingWords.has(line)) return;
      if (line === '') continue;
      isAnswering = true;
      try {
        sessionId = await answerLine(o, sessionId, line);
      } catch (error) {
        if (isCancelled(error) || !isAppError(error) || error.details?.reason === 'offline') throw error;
        terminal.err(`${errorSentence(error, t, visibleLine)}\n`);
      } finally {
        isAnswering = false;
      }
    }
  } catch (error) {
    if (!isCancelled(error)) throw error; // cancelled: the person has left
  } finally {
    stopListening();
    ignoreInterrupts();
  }
}
