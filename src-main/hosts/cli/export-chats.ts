// `limpet export`: one chat or all as a file here. The bytes are copied from the data folder of the same machine.
import { constants } from 'node:fs';
import { copyFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { LimpetClient } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import { SessionId } from '#main/contract/ids.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { ExportArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

export type TransferDeps = {
  readonly api: Pick<LimpetClient, 'transfer'>;
  readonly terminal: Pick<Terminal, 'out' | 'err'>;
  readonly t: Translate;
  readonly signal: AbortSignal;
  readonly cwd: string;
};

function sessionOf(word: string | undefined): SessionId | undefined {
  if (word === undefined) return undefined;
  const id = SessionId.safeParse(word);
  if (id.success) return id.data;
  throw new AppError('invalid_input', `${word} is no session.`, {
    details: { reason: 'usage_session', facts: { word } },
  });
}

/** A file of its own, never one that is there. */
async function placeFor(args: ExportArguments, name: string, cwd: string): Promise<string> {
  const wanted = resolve(cwd, args.out ?? name);
  const isFolder = (await stat(wanted).catch(() => undefined))?.isDirectory() === true; // nothing there: a file to be
  return isFolder ? join(wanted, name) : wanted;
}

export async function exportChats(deps: TransferDeps, args: ExportArguments): Promise<ExitCode> {
  const { api, terminal, t, signal, cwd } = deps;
  const sessionId = sessionOf(args.session);
  const input = { format: args.format, ...(sessionId === undefined ? {} : { sessionId }) };
  const made = await api.transfer.export(input, { signal });
  const to = await placeFor(args, made.name, cwd);
  await copyFile(made.path, to, constants.COPYFILE_EXCL);
  const { sessions, messages, missing, sizeBytes } = made;
  if (args.json) terminal.out(`${JSON.stringify({ file: to, sessions, messages, missing, sizeBytes }, null, 2)}\n`);
  else {
    terminal.out(`${visibleLine(to)}\n`);
    terminal.err(`${t('transfer.exported', { sessions, messages })}\n`);
    if (missing > 0) terminal.err(`${t('transfer.exported_missing', { count: missing })}\n`);
  }
  return exitCodes.ok;
}
