// One order after the other to a bus of this computer, each with the answer that carries its number.
import { AppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Link } from '../../port/link.ts';
import { after, boardSilent, createByteInbox } from '../byte-inbox.ts';
import { createInTurn } from '../in-turn.ts';

/** A kernel gives a stuck bus up after a second or so; a scan asks a hundred times. */
const answerMs = 10_000;
const asText = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1').trim();

/** What the system called an error: `ENXIO`. */
export class BusRefusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`The bus refused: ${code}.`);
    this.code = code;
  }
}

/**
 * Resolves to what stands behind `ok`. Errors: `BusRefusal`, `timeout` (`board_silent`), `cancelled`: the order may have been
 * carried out, and its answer is passed over; `unavailable` (`bus_closed`).
 */
export type AskBus = (order: string, signal: AbortSignal) => Promise<string>;

export function createAskBus(link: Link, { clock }: { clock: Pick<Clock, 'after'> }): AskBus {
  const inbox = createByteInbox(link, clock);
  const inTurn = createInTurn();
  let count = 0;
  const onTimeout = () => boardSilent('The bus', answerMs / 1_000);
  return (order, signal) =>
    inTurn(async () => {
      count += 1;
      const number = `#${count} `;
      await link.write(Buffer.from(`${number}${order}\n`, 'latin1'), signal);
      for (;;) {
        const line = asText(await inbox.take({ endOf: after('\n'), timeoutMs: answerMs, onTimeout }, signal));
        if (!line.startsWith(number)) continue; // of an order that nobody waits for any more
        const [, kind, rest = ''] = /^(ok|error) ?(.*)$/.exec(line.slice(number.length)) ?? [];
        if (kind === 'ok') return rest;
        if (kind === 'error') throw new BusRefusal(rest.slice(0, 40));
        throw new AppError('unavailable', 'The bus gave an answer that is none. Connect it again.', {
          details: { reason: 'bus_refused', facts: { code: line.slice(0, 40) } },
        });
      }
    });
}

export const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
export const hexOf = (bytes: readonly number[]) =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/(..)(?=.)/g, '$1 ');
