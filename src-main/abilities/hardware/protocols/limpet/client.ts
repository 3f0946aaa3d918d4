// Our own firmware (docs/board-protocol.md): one line is asked, one line of JSON with the same number answers.
import { AppError, isAppError } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { parseJson } from '#main/platform/base/json.ts';
import { noSuchAbility, noSuchPin } from '../../port/buses.ts';
import type { Link } from '../../port/link.ts';
import { after, boardSilent, createByteInbox } from '../byte-inbox.ts';
import { createInTurn } from '../in-turn.ts';

/** A board that was reset by the connection starts its bootloader first. */
const handshakeMs = 5_000;
const askAgainMs = 500;
const answerMs = 2_000;
/** Numbers below those that the sign of life is sent with. */
const maxId = 99_000;
const ourName = /^LIMPET,BOARD,[^,]*,1\.\d+$/;

export type Answer = Readonly<Record<string, unknown>>;

export type LimpetClient = {
  /**
   * Errors: `timeout` (`board_silent`), `unavailable` (`bus_closed`), `cancelled`; what the board refuses: `invalid_input`
   * (`no_such_pin`), `unsupported` (`board_lacks`), `conflict` (`board_locked`), else `tool_failed` (`board_error`).
   */
  say(line: string, signal: AbortSignal): Promise<Answer>;
};

const boardLocked = () =>
  new AppError('conflict', 'The board was locked by its button. Nothing is switched until it is reset.', {
    details: { reason: 'board_locked' },
  });

/** `what`: the pin or input that the line was about. */
function refusal(error: string, what: string): AppError {
  if (error === 'locked') return boardLocked();
  if (error === 'no_output' || error === 'not_understood') return noSuchPin(what);
  if (error === 'no_pwm') return noSuchAbility(`PWM (${what})`);
  const facts = { error: visibleLine(error).slice(0, 200) };
  return new AppError(
    'tool_failed',
    `The board answered with an error: ${facts.error}. Change what it is asked to do.`,
    {
      details: { reason: 'board_error', facts },
    },
  );
}

/** Errors: `timeout` (`board_silent`) where no firmware of ours answers within 5 s. */
export async function openLimpet(link: Link, { clock }: { clock: Clock }, signal: AbortSignal): Promise<LimpetClient> {
  const inbox = createByteInbox(link, clock);
  const inTurn = createInTurn();
  // What an earlier connection still has on the way carries other numbers.
  let id = clock.now() % maxId;
  const write = (line: string, stop: AbortSignal) => link.write(Buffer.from(`${line}\n`, 'latin1'), stop);
  const silent = (ms: number) => () => boardSilent('The board', Math.round(ms / 1_000));

  /** Lines that are no answer to this, such as what the board says by itself, are passed over. */
  const lineThat = async <T>(
    read: (line: string) => T | undefined,
    withinMs: number,
    stop: AbortSignal,
  ): Promise<T> => {
    const until = clock.monotonic() + withinMs;
    for (;;) {
      const timeoutMs = Math.max(0, until - clock.monotonic());
      const line = await inbox.take({ endOf: after('\n'), timeoutMs, onTimeout: silent(withinMs) }, stop);
      const found = read(Buffer.from(line).toString('latin1').trim());
      if (found !== undefined) return found;
    }
  };
  const recognise = async () => {
    for (let left = handshakeMs; ; left -= askAgainMs) {
      await write('*IDN?', signal);
      try {
        return await lineThat((line) => (ourName.test(line) ? line : undefined), askAgainMs, signal);
      } catch (error) {
        if (!isAppError(error) || error.code !== 'timeout') throw error;
        if (left <= askAgainMs) throw silent(handshakeMs)();
      }
    }
  };
  await recognise();

  return {
    say: (line, stop) =>
      inTurn(async () => {
        id = (id + 1) % maxId;
        const mine = id;
        await write(`#${mine} ${line}`, stop);
        const answer = await lineThat((text) => answerTo(mine, text), answerMs, stop);
        if (typeof answer.error === 'string') throw refusal(answer.error, line.split(' ')[1] ?? line);
        return answer;
      }),
  };
}

function answerTo(id: number, line: string): Answer | undefined {
  const parsed = parseJson(line);
  if (typeof parsed !== 'object' || parsed === null || !('id' in parsed) || parsed.id !== id) return undefined;
  return { ...parsed };
}
