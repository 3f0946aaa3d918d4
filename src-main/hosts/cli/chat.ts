// `limpet chat`: one message and its answer, or a conversation line by line on a terminal.
import { resolve } from 'node:path';
import { chatLimits } from '#main/contract/chat.ts';
import type { LimpetClient } from '#main/contract/contract.ts';
import { AppError, isAppError } from '#main/contract/errors.ts';
import { SessionId } from '#main/contract/ids.ts';
import { ModelRef, type Session } from '#main/contract/messages.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { ChatArguments } from './arguments.ts';
import { isNoModel, keyVariables } from './chat-report.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { runTurn } from './run-turn.ts';
import { talk } from './talk.ts';
import type { Terminal } from './terminal.ts';
import { offerUnlock } from './unlock.ts';

export type ChatDeps = {
  readonly api: LimpetClient;
  readonly terminal: Terminal;
  readonly t: Translate;
  readonly cwd: string;
  readonly signal: AbortSignal;
};

const wrongUse = (reason: string, message: string, word = '') =>
  new AppError('invalid_input', message, { details: { reason, facts: { word } } });

/** The message of `-m` with what was piped in below it; undefined for a conversation on a terminal. */
export async function readMessage(
  { message }: Pick<ChatArguments, 'message'>,
  input: { readonly piped: () => Promise<string | undefined>; readonly canAsk: boolean },
): Promise<string | undefined> {
  const piped = (await input.piped())?.trimEnd();
  const text = [message, piped].filter((part) => part !== undefined && part.trim() !== '').join('\n\n');
  if (text !== '') return text;
  if (message === undefined && piped === undefined && input.canAsk) return undefined;
  throw wrongUse('usage_no_message', 'There is no message. Give one with -m, or pipe it in.');
}

function checkModel(model: string | undefined): void {
  if (model !== undefined && !ModelRef.safeParse(model).success)
    throw wrongUse('usage_model', `--model is written as vendor/name, not ${model}.`, model);
}

/** A new session works in `--workspace`, else in the current folder; where that may not be one, in the usual workspace. */
async function openSession({ api, cwd, terminal, t }: ChatDeps, args: ChatArguments): Promise<Session> {
  if (args.session !== undefined) {
    const id = SessionId.safeParse(args.session);
    if (!id.success) throw wrongUse('usage_session', `${args.session} is no session.`, args.session);
    return api.sessions.get({ sessionId: id.data });
  }
  if (args.workspace !== undefined) return api.sessions.create({ workspace: resolve(cwd, args.workspace) });
  try {
    return await api.sessions.create({ workspace: cwd });
  } catch (error) {
    if (!isAppError(error) || (error.code !== 'forbidden' && error.code !== 'invalid_input')) throw error;
    const session = await api.sessions.create({});
    terminal.err(`${t('cli.workspace_instead', { folder: session.workspace, refused: cwd })}\n`);
    return session;
  }
}

/** A model server of this machine that nobody has looked for yet counts as well. */
async function chosenModel({ api, signal }: ChatDeps, args: ChatArguments): Promise<string> {
  if (args.model !== undefined) return args.model;
  const { defaultModel } = await api.models.state({}, { signal });
  return isNoModel(defaultModel) ? (await api.models.look({}, { signal })).defaultModel : defaultModel;
}

async function converse(deps: ChatDeps, args: ChatArguments): Promise<ExitCode> {
  const { terminal, t } = deps;
  const session = await openSession(deps, args);
  terminal.err(`${t('cli.talk_hello', { workspace: session.workspace })}\n`);
  const model = await chosenModel(deps, args);
  const who = isNoModel(model)
    ? t('cli.talk_no_model', { variables: keyVariables })
    : t('cli.talk_model', { model: visibleLine(model) });
  terminal.err(`${who}\n`);
  await talk({ ...deps, session, model: args.model, allow: args.allow });
  return exitCodes.ok;
}

/** A message that waits for nothing to be seen is told about. */
async function tellPause({ api, terminal, t, signal }: ChatDeps): Promise<void> {
  for await (const { data } of api.work.watch({}, { signal })) {
    if (data.paused) terminal.err(`${t('cli.paused')}\n`);
    return;
  }
}

/** Throws AppError; `invalid_input` with a reason `usage_…` is a wrong use of the command line. */
export async function chat(
  deps: ChatDeps,
  args: ChatArguments,
  readPiped: () => Promise<string | undefined>,
): Promise<ExitCode> {
  checkModel(args.model);
  const message = await readMessage(args, { piped: readPiped, canAsk: deps.terminal.canAsk });
  if (message !== undefined && message.length > chatLimits.textChars)
    throw wrongUse('usage_input_long', 'The message is too long. Send a file instead.', String(chatLimits.textChars));
  await offerUnlock(deps);
  await tellPause(deps);
  if (message === undefined) return converse(deps, args);
  const session = await openSession(deps, args);
  const report = await runTurn({ ...deps, ...args, sessionId: session.id, message });
  return report.exitCode;
}
