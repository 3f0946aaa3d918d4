// MicroPython's raw REPL: code goes in, its output and its exception come back. Plain, without raw paste: old firmware has none.
import { AppError } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { neverAborts } from '#main/platform/base/abort.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Link } from '../../port/link.ts';
import { after, boardSilent, createByteInbox } from '../byte-inbox.ts';
import { createInTurn } from '../in-turn.ts';

/** Boards without flow control keep 64 bytes, and look after them when they come to it: two of these fit. */
const chunkBytes = 32;
const chunkPauseMs = 10;
const answerMs = 5_000;
/** So long a program that was running has to end when it is interrupted. */
const interruptMs = 150;
const board = 'The board';

const interrupt = '\x03';
const enterRaw = '\x01';
const leaveRaw = '\x02';
const endOfCode = '\x04';

export type RawRepl = {
  /**
   * Runs the code and resolves to what it printed. Errors: `tool_failed` (`board_error`) with the exception's last line,
   * `timeout` (`board_silent`) when it takes longer than `timeoutMs`, `cancelled`; after both the board is interrupted.
   * One program at a time.
   */
  run(code: string, o: { timeoutMs?: number }, signal: AbortSignal): Promise<string>;
  /** Back to the prompt that people know. */
  leave(): Promise<void>;
};

export type MicroPythonDeps = { readonly clock: Clock };

const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function boardError(traceback: string): AppError {
  const lines = traceback.trim().split('\n');
  const last = visibleLine((lines.at(-1) ?? '').trim()).slice(0, 200);
  return new AppError('tool_failed', `The board answered with an error: ${last}. Change what it is asked to do.`, {
    details: { reason: 'board_error', facts: { error: last } },
  });
}

/** Interrupts whatever runs there. Errors: `timeout` (`board_silent`) where no MicroPython answers within 5 s. */
export async function openRawRepl(link: Link, { clock }: MicroPythonDeps, signal: AbortSignal): Promise<RawRepl> {
  const inbox = createByteInbox(link, clock);
  const inTurn = createInTurn();

  const take = (end: string, timeoutMs: number, stop: AbortSignal) =>
    inbox.take(
      { endOf: after(end), timeoutMs, onTimeout: () => boardSilent(board, Math.round(timeoutMs / 1_000)) },
      stop,
    );

  const send = async (code: string, stop: AbortSignal) => {
    const bytes = new TextEncoder().encode(code);
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      await link.write(bytes.slice(start, start + chunkBytes), stop);
      await clock.sleep(chunkPauseMs, stop);
    }
  };

  const enter = async (stop: AbortSignal) => {
    await link.write(latin1(`\r${interrupt}${interrupt}`), stop);
    await clock.sleep(interruptMs, stop);
    inbox.clear();
    await link.write(latin1(`\r${enterRaw}`), stop);
    await take('raw REPL; CTRL-B to exit\r\n>', answerMs, stop);
  };

  const execute = async (code: string, timeoutMs: number, stop: AbortSignal): Promise<string> => {
    await send(code, stop);
    await link.write(latin1(endOfCode), stop);
    await take('OK', answerMs, stop);
    const output = text(await take(endOfCode, timeoutMs, stop)).slice(0, -1);
    const error = text(await take(endOfCode, answerMs, stop)).slice(0, -1);
    await take('>', answerMs, stop);
    if (error.trim() !== '') throw boardError(error);
    return output.replaceAll('\r\n', '\n');
  };

  /** What is under way there is stopped without waiting for it; the next call finds out whether the board came back. */
  let isLost = false;
  const interruptIt = () => {
    isLost = true;
    return link.write(latin1(`\r${interrupt}${interrupt}`), neverAborts).catch(() => {}); // the first error says what happened
  };

  await enter(signal);
  return {
    run: (code, o, stop) =>
      inTurn(async () => {
        if (isLost) await enter(stop);
        isLost = false;
        try {
          return await execute(code, o.timeoutMs ?? answerMs, stop);
        } catch (error) {
          const isAnswer = error instanceof Error && 'code' in error && error.code === 'tool_failed';
          if (!isAnswer) await interruptIt();
          throw error;
        }
      }),
    leave: () => inTurn(() => link.write(latin1(`\r${leaveRaw}`), neverAborts)),
  };
}
