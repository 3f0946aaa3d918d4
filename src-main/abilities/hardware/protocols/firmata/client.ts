// A board with Firmata: its handshake, and one question after the other. A new one for each connection.
// Our own, because firmata-io keeps an unbounded buffer and throws on bytes that a device should not have sent.
import type { AppError } from '#main/contract/errors.ts';
import { type Clock, cancelled } from '#main/platform/base/clock.ts';
import type { Link } from '../../port/link.ts';
import { boardSilent, deviceGone } from '../byte-inbox.ts';
import { createInTurn, type InTurn } from '../in-turn.ts';
import { ask, createFirmataParser, type FirmataMessage } from './messages.ts';

/** A board that was reset by the connection starts its bootloader first. */
const handshakeMs = 5_000;
const askAgainMs = 500;
const answerMs = 2_000;
const board = 'The board';

type OfType<T extends FirmataMessage['type']> = Extract<FirmataMessage, { type: T }>;

export type FirmataClient = {
  readonly firmware: string;
  readonly clock: Pick<Clock, 'sleep'>;
  send(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /**
   * Sends, then resolves to the first message of the type that fits. Errors: `timeout` (`board_silent`), `cancelled`,
   * `unavailable` (`bus_closed`). Call it within `inTurn`.
   */
  ask<T extends FirmataMessage['type']>(
    question: Uint8Array,
    o: { type: T; fits?: (message: OfType<T>) => boolean; timeoutMs?: number },
    signal: AbortSignal,
  ): Promise<OfType<T>>;
  /** Called with each message before whoever waits for it; the result ends that. */
  listen(listener: (message: FirmataMessage) => void): () => void;
  readonly inTurn: InTurn;
};

type Waiter = { take(message: FirmataMessage): boolean; fail(error: AppError): void };

/** Errors: `timeout` (`board_silent`) where no Firmata answers within 5 s. */
export async function openFirmata(
  link: Link,
  { clock }: { clock: Clock },
  signal: AbortSignal,
): Promise<FirmataClient> {
  const parse = createFirmataParser();
  const listeners = new Set<(message: FirmataMessage) => void>();
  const waiters = new Set<Waiter>();
  let hasEnded = false;

  const pump = async () => {
    for await (const chunk of link.data) {
      for (const byte of chunk) {
        const message = parse(byte);
        if (message === undefined) continue;
        for (const listener of listeners) listener(message);
        for (const waiter of waiters) if (waiter.take(message)) break;
      }
    }
    hasEnded = true;
    for (const waiter of waiters) waiter.fail(deviceGone());
  };
  void pump(); // a link's data never rejects

  const wait = <T extends FirmataMessage['type']>(
    o: { type: T; fits?: (message: OfType<T>) => boolean; timeoutMs: number },
    stop: AbortSignal,
  ) =>
    new Promise<OfType<T>>((resolve, reject) => {
      if (stop.aborted) return reject(cancelled());
      if (hasEnded) return reject(deviceGone());
      const finish = () => {
        waiters.delete(waiter);
        stopTimer();
        stop.removeEventListener('abort', abort);
      };
      const fail = (error: AppError) => {
        finish();
        reject(error);
      };
      const waiter: Waiter = {
        fail,
        take(message) {
          if (message.type !== o.type || o.fits?.(message as OfType<T>) === false) return false;
          finish();
          resolve(message as OfType<T>);
          return true;
        },
      };
      const abort = () => fail(cancelled());
      const stopTimer = clock.after(o.timeoutMs, () => fail(boardSilent(board, Math.ceil(o.timeoutMs / 1_000))));
      stop.addEventListener('abort', abort, { once: true });
      waiters.add(waiter);
    });

  const client: Omit<FirmataClient, 'firmware'> = {
    clock,
    inTurn: createInTurn(),
    send: (bytes, stop) => link.write(bytes, stop),
    async ask(question, o, stop) {
      const answer = wait({ timeoutMs: answerMs, ...o }, stop);
      answer.catch(() => {}); // a write that fails says it first
      await link.write(question, stop);
      return answer;
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  const firmware = wait({ type: 'firmware', timeoutMs: handshakeMs }, signal);
  // What is asked while a bootloader listens is lost: ask until somebody answers.
  let hasAnswered = false;
  const answered = firmware.then(
    ({ name }) => {
      hasAnswered = true;
      return name;
    },
    (error) => {
      hasAnswered = true;
      throw error;
    },
  );
  answered.catch(() => {}); // awaited below; a write that fails first says it first
  while (!hasAnswered) {
    await link.write(ask.firmware, signal);
    await Promise.race([answered, clock.sleep(askAgainMs, signal)]);
  }
  return { ...client, firmware: await answered };
}
