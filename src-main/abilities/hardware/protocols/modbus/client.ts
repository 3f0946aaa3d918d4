// Asks devices on a Modbus RTU line, one after the other. Our own, because modbus-serial opens its ports itself and has no cancelling.
import { AppError } from '#main/contract/errors.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Link } from '../../port/link.ts';
import { boardSilent, createByteInbox } from '../byte-inbox.ts';
import { createInTurn } from '../in-turn.ts';
import {
  exceptionOf,
  findAnswer,
  isBits,
  limits,
  type Question,
  type ReadRequest,
  readQuestion,
  valuesOf,
  type WriteRequest,
  writeQuestion,
} from './frame.ts';

const answerMs = 1_000;
/** Between two frames: longer than three and a half characters at the slowest usual speed. */
const gapMs = 5;
/** After a question that nobody answered: a late answer must not be taken for that to the next one. */
const quietMs = 200;

/**
 * Errors: `invalid_input` (`modbus_request`) before anything is sent; `timeout` (`board_silent`) where nobody answers;
 * `tool_failed` (`modbus_exception`) where the device refuses; `unavailable` (`garbled_answer`) where what came is damaged.
 * Nothing is sent twice.
 */
export type ModbusClient = {
  /** Bits are 0 and 1, registers 0 to 65535. */
  read(request: ReadRequest, signal: AbortSignal): Promise<readonly number[]>;
  write(request: WriteRequest, signal: AbortSignal): Promise<void>;
};

const invalid = (message: string) => new AppError('invalid_input', message, { details: { reason: 'modbus_request' } });
const isWord = (value: number) => Number.isInteger(value) && value >= 0 && value <= 0xffff;

function check(o: { unit: number; address: number; count: number }, max: number): void {
  if (!Number.isInteger(o.unit) || o.unit < 1 || o.unit > 247)
    throw invalid('A Modbus unit is a whole number from 1 to 247.');
  if (!Number.isInteger(o.count) || o.count < 1 || o.count > max) throw invalid(`Ask for 1 to ${max} values at once.`);
  if (!isWord(o.address) || o.address + o.count > 0x10000)
    throw invalid('Modbus addresses go from 0 to 65535, counted from 0.');
}

const exceptionNames: Readonly<Record<number, string>> = {
  1: 'it does not know this function',
  2: 'it has no such address',
  3: 'it does not take this value',
  4: 'it failed while doing it',
  5: 'it needs longer for this; ask again later',
  6: 'it is busy; ask again later',
};

function exception(unit: number, number: number): AppError {
  const why = exceptionNames[number] ?? 'it gives no known reason';
  return new AppError('tool_failed', `Modbus unit ${unit} refuses: ${why} (exception ${number}).`, {
    details: { reason: 'modbus_exception', facts: { unit, exception: number } },
  });
}

function nothingWhole(unit: number, got: Uint8Array): AppError {
  if (got.length === 0) return boardSilent(`Modbus unit ${unit}`, answerMs / 1_000);
  return new AppError('unavailable', `Modbus unit ${unit} answers, but damaged. Check speed, parity and wiring.`, {
    details: { reason: 'garbled_answer' },
  });
}

export function createModbusClient(link: Link, { clock }: { clock: Clock }): ModbusClient {
  const inbox = createByteInbox(link, clock);
  const inTurn = createInTurn();
  let pauseMs = gapMs;

  const ask = (question: Question, signal: AbortSignal) =>
    inTurn(async () => {
      await clock.sleep(pauseMs, signal);
      inbox.clear();
      pauseMs = quietMs; // until it is answered
      const unit = question.frame[0] ?? 0;
      await link.write(question.frame, signal);
      let start = 0;
      const endOf = (bytes: Uint8Array) => {
        const found = findAnswer(question, bytes);
        start = found?.[0] ?? 0;
        return found?.[1];
      };
      const onTimeout = (got: Uint8Array) => nothingWhole(unit, got);
      const taken = await inbox.take({ endOf, timeoutMs: answerMs, onTimeout }, signal);
      pauseMs = gapMs;
      const answer = taken.subarray(start);
      const refused = exceptionOf(answer);
      if (refused !== undefined) throw exception(unit, refused);
      return answer;
    });

  return {
    async read(request, signal) {
      check(request, isBits(request.table) ? limits.readBits : limits.readWords);
      return valuesOf(request.table, request.count, await ask(readQuestion(request), signal));
    },
    async write(request, signal) {
      const isCoils = request.table === 'coils';
      check({ ...request, count: request.values.length }, isCoils ? limits.writeBits : limits.writeWords);
      if (!request.values.every(isCoils ? (value) => value === 0 || value === 1 : isWord))
        throw invalid(isCoils ? 'A coil is 0 or 1.' : 'A register is a whole number from 0 to 65535.');
      await ask(writeQuestion(request), signal);
    },
  };
}
