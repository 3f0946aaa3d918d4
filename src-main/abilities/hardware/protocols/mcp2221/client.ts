// One question to an MCP2221A after the other; each is answered by one report. Our own: the one package for it prints to the
// console while it works, and waits without an end that a caller could set.
import { AppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { noSuchAbility } from '../../port/buses.ts';
import type { Link } from '../../port/link.ts';
import { boardSilent, createByteInbox } from '../byte-inbox.ts';
import { createInTurn, type InTurn } from '../in-turn.ts';
import { echoOf, type Report, reportBytes } from './reports.ts';

const answerMs = 1_000;
/** Answers to somebody who asked before us and is gone. */
const maxStrays = 16;

export type Mcp2221Client = {
  readonly clock: Pick<Clock, 'sleep' | 'monotonic'>;
  /** Errors: `timeout` (`board_silent`), `unavailable` (`bus_closed`), `cancelled`. Call it within `inTurn`. */
  ask(question: Report, signal: AbortSignal): Promise<Report>;
  readonly inTurn: InTurn;
};

export function createMcp2221Client(link: Link, { clock }: { readonly clock: Clock }): Mcp2221Client {
  // On a port its reports would be noise that a board may take for orders.
  if (link.identity.transport !== 'hid') throw noSuchAbility('MCP2221A');
  const inbox = createByteInbox(link, clock);
  const next = (signal: AbortSignal) =>
    inbox.take(
      {
        endOf: (bytes) => (bytes.length >= reportBytes ? reportBytes : undefined),
        timeoutMs: answerMs,
        onTimeout: () => boardSilent('The adapter', answerMs / 1_000),
      },
      signal,
    );
  return {
    clock,
    inTurn: createInTurn(),
    async ask(question, signal) {
      inbox.clear();
      await link.write(question, signal);
      for (let strays = 0; strays <= maxStrays; strays += 1) {
        const answer = await next(signal);
        if (echoOf(answer) === echoOf(question)) return answer;
      }
      throw new AppError('unavailable', 'The adapter answers something else. Unplug it and plug it in again.', {
        details: { reason: 'garbled_answer' },
      });
    },
  };
}
