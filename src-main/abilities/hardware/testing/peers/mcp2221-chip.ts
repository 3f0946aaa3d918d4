// An MCP2221A of plain memory, report by report. Whether it is one is judged by others: by the driver of Linux in the tests
// with a kernel, and by a client that we did not write.
import type { Part } from '../parts-bus.ts';

export type Mcp2221Chip = {
  answer(question: Uint8Array): Uint8Array;
  /** What was asked, oldest first. */
  readonly asked: Uint8Array[];
  /** The level at a pin, as somebody at the wire would see it. */
  levelAt(pin: number): boolean;
  /** Somebody outside pulls an input up or down. */
  pull(pin: number, level: boolean): void;
  /** Volts at GP1 to GP3. */
  readonly volts: number[];
  /** Each transfer looks unfinished for so many looks. */
  delayLooks: number;
  /** Nobody holds the bus. */
  readonly isFree: boolean;
  /** The next transfer stands still, as with a part that holds the line. */
  isHeld: boolean;
};

const supplyVolts = 3.3;
const ownVolts = [0, 1.024, 2.048, 4.096];

/** As it comes from the factory: every pin shows what the chip is doing. */
const factory: readonly number[] = [0x02, 0x03, 0x01, 0x01];

/** Four digital inputs. */
export const digital: readonly number[] = [0x08, 0x08, 0x08, 0x08];

export function createMcp2221Chip(
  parts: Readonly<Record<number, Part>>,
  setUp: readonly number[] = factory,
): Mcp2221Chip {
  const asked: Uint8Array[] = [];
  /** What was set up; what outputs are switched to since is not told with it. */
  let settings = setUp;
  let pins = [...setUp];
  const pulled = [false, false, false, false];
  const volts = [0, 0, 0];
  let divider = 0x76;
  let state = 0;
  let next = 0;
  let looksLeft = 0;
  let isUnanswered = false;
  let address = 0;
  let got: readonly number[] = [];
  let [inputReference, outputReference] = [0, 0];

  const settingOf = (pin: number) => pins[pin] ?? 0;
  const isGpio = (pin: number) => (settingOf(pin) & 7) === 0;
  const isInput = (pin: number) => (settingOf(pin) & 8) !== 0;
  const levelAt = (pin: number) =>
    isGpio(pin) && !isInput(pin) ? (settingOf(pin) & 16) !== 0 : (pulled[pin] ?? false);
  const measure = (input: number) => {
    const pin = input + 1;
    const outside = isGpio(pin) && !isInput(pin) ? (levelAt(pin) ? supplyVolts : 0) : (volts[input] ?? 0);
    const against = (inputReference & 1) === 0 ? supplyVolts : (ownVolts[inputReference >> 1] ?? 0);
    return Math.min(1023, Math.round((outside / against) * 1023));
  };

  const look = () => {
    if (looksLeft > 0) looksLeft -= 1;
    else state = next;
  };
  const transfer = (question: Uint8Array, reply: Uint8Array) => {
    const [op = 0, low = 0, high = 0, target = 0] = question;
    const goesOn = state === 0x45 && (op === 0x92 || op === 0x93);
    // Where nobody answered it is over by itself.
    if (state !== 0 && state !== 0x25 && !goesOn) {
      reply[1] = 1;
      reply[2] = state;
      return;
    }
    address = target >> 1;
    const length = low | (high << 8);
    const part = parts[address];
    isUnanswered = part === undefined;
    got = [];
    if (part !== undefined && (op === 0x91 || op === 0x93)) got = part.read(length);
    else if (part !== undefined && length > 0) part.write([...question.slice(4, 4 + Math.min(length, 60))]);
    if (part === undefined) next = 0x25;
    else if (op === 0x91 || op === 0x93) next = 0x55;
    else next = op === 0x94 ? 0x45 : 0;
    looksLeft = chip.isHeld ? Number.POSITIVE_INFINITY : chip.delayLooks;
    state = looksLeft > 0 ? 0x41 : next;
  };
  const status = (question: Uint8Array, reply: Uint8Array) => {
    if (question[2] === 0x10) {
      reply[2] = state === 0 ? 0x11 : 0x10;
      [state, next, looksLeft, isUnanswered] = [0, 0, 0, false];
      chip.isHeld = false;
    } else look();
    if (question[3] === 0x20) {
      reply[3] = state === 0 ? 0x20 : 0x21;
      if (state === 0) divider = question[4] ?? 0;
      reply[4] = question[4] ?? 0;
    }
    reply[8] = state;
    reply[14] = divider;
    reply[16] = address << 1;
    reply[20] = isUnanswered ? 0x40 : 0;
    reply.set([1, 1], 22);
    reply.set(Buffer.from('A612'), 46);
    for (const input of [0, 1, 2]) {
      const value = measure(input);
      reply.set([value & 255, value >> 8], 50 + 2 * input);
    }
  };
  const takeRead = (reply: Uint8Array) => {
    look();
    reply[2] = state;
    if (state !== 0x55) {
      reply[1] = state === 0x25 ? 0 : 0x41;
      reply[3] = 127;
      return;
    }
    reply[3] = got.length;
    reply.set(got, 4);
    [state, next] = [0, 0];
  };
  const setGpio = (question: Uint8Array, reply: Uint8Array) => {
    for (const pin of [0, 1, 2, 3]) {
      const at = 2 + 4 * pin;
      const [setsLevel, level, setsDirection, direction] = question.slice(at, at + 4);
      reply.set(question.slice(at, at + 4), at);
      if (!isGpio(pin)) {
        if (setsLevel) reply.set([0xee, 0xee], at);
        if (setsDirection) reply.set([0xee, 0xee], at + 2);
        continue;
      }
      if (setsLevel) pins[pin] = (settingOf(pin) & ~16) | (level ? 16 : 0);
      if (setsDirection) pins[pin] = (settingOf(pin) & ~8) | (direction ? 8 : 0);
    }
  };
  const getGpio = (reply: Uint8Array) => {
    for (const pin of [0, 1, 2, 3])
      reply.set(isGpio(pin) ? [levelAt(pin) ? 1 : 0, isInput(pin) ? 1 : 0] : [0xee, 0xef], 2 + 2 * pin);
  };
  const setSettings = (question: Uint8Array) => {
    const [output = 0, , input = 0] = question.slice(3, 6);
    if (output & 0x80) outputReference = output & 7;
    if (input & 0x80) inputReference = input & 7;
    if (((question[7] ?? 0) & 0x80) === 0) return;
    settings = [...question.slice(8, 12)];
    pins = [...settings];
    [inputReference, outputReference] = [0, 0]; // whoever sets up pins loses the references
  };
  const getSettings = (reply: Uint8Array) => {
    reply.set([18, 4, 0x7c, 0x12], 2);
    reply[6] = ((outputReference >> 1) << 6) | ((outputReference & 1) << 5);
    reply[7] = ((inputReference >> 1) << 3) | ((inputReference & 1) << 2);
    reply.set(settings, 22);
  };

  const chip: Mcp2221Chip = {
    asked,
    volts,
    delayLooks: 0,
    isHeld: false,
    get isFree() {
      return state === 0;
    },
    levelAt,
    pull(pin, level) {
      pulled[pin] = level;
    },
    answer(question) {
      asked.push(question);
      const reply = new Uint8Array(64);
      const op = question[0] ?? 0;
      reply[0] = op;
      if (op === 0x10) status(question, reply);
      else if ([0x90, 0x91, 0x92, 0x93, 0x94].includes(op)) transfer(question, reply);
      else if (op === 0x40) takeRead(reply);
      else if (op === 0x50) setGpio(question, reply);
      else if (op === 0x51) getGpio(reply);
      else if (op === 0x60) setSettings(question);
      else if (op === 0x61) getSettings(reply);
      else if (op === 0xb0) reply[2] = 10;
      else reply[1] = 1;
      return reply;
    },
  };
  return chip;
}
