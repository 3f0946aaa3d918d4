// The reports of the MCP2221A that are used here: what is asked, and what an answer says. Numbers as in its data sheet
// (DS20005565) and as the driver of Linux has them; settings are in its memory, never in its flash.
export const reportBytes = 64;
/** In one report, beside its head. */
export const dataBytes = 60;

export const commands = {
  status: 0x10,
  getRead: 0x40,
  setGpio: 0x50,
  getGpio: 0x51,
  setSettings: 0x60,
  getSettings: 0x61,
  write: 0x90,
  read: 0x91,
  readAgain: 0x93,
  writeOpen: 0x94,
} as const;

/** What the engine of the bus is at; the others are ways to these. */
export const engine = { idle: 0x00, addressUnsent: 0x21, notAnswered: 0x25, openEnd: 0x45, readDone: 0x55 } as const;
const stuck: ReadonlySet<number> = new Set([0x12, 0x17, 0x23, 0x44, 0x52, 0x62]);
export const isStuck = (state: number) => stuck.has(state);

export type Report = Uint8Array;
const at = (report: Report, index: number) => report[index] ?? 0;
export const echoOf = (report: Report) => at(report, 0);
export const isRefused = (report: Report) => at(report, 1) !== 0;

function report(...head: readonly number[]): Report {
  const bytes = new Uint8Array(reportBytes);
  bytes.set(head);
  return bytes;
}

export const askStatus = () => report(commands.status);
/** Ends what the engine is at, and lets go of the bus. */
export const cancelTransfer = () => report(commands.status, 0, 0x10);
const crystalHz = 12_000_000;
export const setSpeed = (hertz: number) => report(commands.status, 0, 0, 0x20, Math.floor(crystalHz / hertz) - 3);
export const isSpeedSet = (answer: Report) => at(answer, 3) === 0x20;

export const writeI2c = (address: number, bytes: readonly number[], how: 'write' | 'writeOpen') =>
  report(commands[how], bytes.length, 0, address << 1, ...bytes);
export const readI2c = (address: number, length: number, how: 'read' | 'readAgain') =>
  report(commands[how], length, 0, (address << 1) | 1);
export const takeRead = () => report(commands.getRead);

/** Of the answer to a status. */
export const busStatus = (answer: Report) => ({ state: at(answer, 8), isUnanswered: (at(answer, 20) & 0x40) !== 0 });
/** Of the answer to a transfer, and to the asking for what was read. */
export const stateOf = (answer: Report) => at(answer, 2);
const readFailed = 0x7f;
/** Undefined while it is not whole. */
export function bytesRead(answer: Report, length: number): Uint8Array | undefined {
  const count = at(answer, 3);
  if (isRefused(answer) || count === readFailed || stateOf(answer) !== engine.readDone || count < length)
    return undefined;
  return answer.slice(4, 4 + length);
}

export const pins: readonly string[] = ['GP0', 'GP1', 'GP2', 'GP3'];

/** How a pin is set up: bits 0 to 2 what it is used for, bit 3 whether it is an input, bit 4 the level of an output. */
export type PinSetting = { readonly use: number; readonly isInput: boolean; readonly level: boolean };
export const uses = { gpio: 0, analog: 2 } as const;
const toSetting = (byte: number): PinSetting => ({
  use: byte & 7,
  isInput: (byte & 8) !== 0,
  level: (byte & 16) !== 0,
});
const toByte = ({ use, isInput, level }: PinSetting) => use | (isInput ? 8 : 0) | (level ? 16 : 0);

export const askSettings = () => report(commands.getSettings);
const change = 0x80;
/** A reference of the converters: the supply, or one of the chip's own. */
export type Reference = 'supply' | '1.024' | '2.048' | '4.096';
const references: readonly Reference[] = ['supply', '1.024', '2.048', '4.096'];
/** Bit 0: the chip's own; bits 1 and 2: which. */
const referenceBits = (reference: Reference) => (reference === 'supply' ? 0 : (references.indexOf(reference) << 1) | 1);
const toReference = (isOwn: boolean, which: number): Reference => (isOwn ? (references[which] ?? 'supply') : 'supply');

export const settingsOf = (answer: Report) => ({
  pins: pins.map((_, index) => toSetting(at(answer, 22 + index))),
  /** Of the output converter and of the inputs: setting up pins anew makes the chip forget both. */
  output: toReference((at(answer, 6) & 0x20) !== 0, at(answer, 6) >> 6),
  input: toReference((at(answer, 7) & 0x04) !== 0, (at(answer, 7) >> 3) & 3),
});
export const setPins = (settings: readonly PinSetting[]) =>
  report(commands.setSettings, 0, 0, 0, 0, 0, 0, change, ...settings.map(toByte));
export const setReferences = ({ output, input }: { readonly output: Reference; readonly input: Reference }) =>
  report(commands.setSettings, 0, 0, change | referenceBits(output), 0, change | referenceBits(input));

export const askGpio = () => report(commands.getGpio);
/** Undefined: the pin is used for something else. */
export function gpioOf(
  answer: Report,
  pin: number,
): { readonly level: boolean; readonly isInput: boolean } | undefined {
  const [level, direction] = [at(answer, 2 + 2 * pin), at(answer, 3 + 2 * pin)];
  return level === 0xee || direction === 0xef ? undefined : { level: level !== 0, isInput: direction !== 0 };
}
export function setGpio(pin: number, o: { readonly level?: boolean; readonly isInput: boolean }): Report {
  const bytes = report(commands.setGpio);
  const level = o.level === undefined ? [0, 0] : [1, o.level ? 1 : 0];
  bytes.set([...level, 1, o.isInput ? 1 : 0], 2 + 4 * pin);
  return bytes;
}

/** Ten bits; `input` 0 to 2 are GP1 to GP3. */
export const analogOf = (answer: Report, input: number) =>
  at(answer, 50 + 2 * input) | (at(answer, 51 + 2 * input) << 8);
export const fullScale = 1023;
