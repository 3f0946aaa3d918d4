// `limpet mcp`: Limpet's own tools for a program that started this one, over standard input and output.
import { randomUUID } from 'node:crypto';
import type { LimpetClient } from '#main/contract/contract.ts';
import { isAppError, isCancelled } from '#main/contract/errors.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

export type ServeToolsDeps = {
  readonly api: Pick<LimpetClient, 'mcp'>;
  readonly terminal: Pick<Terminal, 'out' | 'err'>;
  /** What the program sends, a message a line. */
  readonly lines: () => AsyncIterable<string>;
  readonly signal: AbortSignal;
};

/** Ends when the program closes its side. Nothing but messages goes to standard output. */
export async function serveTools(d: ServeToolsDeps, o: { workspace: string | undefined }): Promise<ExitCode> {
  const connection = randomUUID();
  const ended = new AbortController();
  const signal = AbortSignal.any([d.signal, ended.signal]);
  const open = { connection, ...(o.workspace === undefined ? {} : { workspace: o.workspace }) };
  const answers = d.api.mcp.serve(open, { signal });
  let failure: unknown;
  const sending = (async () => {
    for await (const line of d.lines()) {
      if (line.trim() === '') continue;
      await d.api.mcp.tell({ connection, message: line }, { signal }).catch((error: unknown) => {
        if (!isAppError(error) || error.code !== 'invalid_input') throw error;
        d.terminal.err(`${error.message}\n`); // one bad line does not end the others
      });
    }
  })();
  sending
    .catch((error: unknown) => {
      failure = error;
    })
    .finally(() => ended.abort());
  try {
    for await (const { data } of answers) d.terminal.out(`${data.message}\n`);
  } catch (error) {
    if (!isCancelled(error)) throw error;
  }
  if (failure !== undefined && !isCancelled(failure)) throw failure;
  return exitCodes.ok;
}
