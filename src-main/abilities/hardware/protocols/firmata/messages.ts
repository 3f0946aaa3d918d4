// Firmata's bytes: messages out, and a parser for what comes in that no device can make grow or break.

/** Of a message that begins with START_SYSEX; the longest known one is the list of a big board's pins. */
const maxSysexBytes = 4_096;
const startSysex = 0xf0;
const endSysex = 0xf7;
const digitalMessage = 0x90;
const analogMessage = 0xe0;
const versionMessage = 0xf9;

export const pinModes = { input: 0x00, output: 0x01, analog: 0x02, pwm: 0x03, pullUp: 0x0b } as const;

const sysexIds = {
  firmware: 0x79,
  capabilities: 0x6c,
  analogMapping: 0x6a,
  text: 0x71,
  pinState: 0x6e,
  i2cReply: 0x77,
} as const;

export type FirmataMessage =
  | { readonly type: 'version'; readonly major: number; readonly minor: number }
  | { readonly type: 'firmware'; readonly name: string }
  /** Per pin: the modes that it has, and the bits of each. */
  | { readonly type: 'capabilities'; readonly pins: readonly ReadonlyMap<number, number>[] }
  /** Per pin: its analog channel. */
  | { readonly type: 'analog_mapping'; readonly channels: readonly (number | undefined)[] }
  | { readonly type: 'text'; readonly text: string }
  /** `state`: of an output what it was set to, of an input whether it is pulled up. */
  | { readonly type: 'pin_state'; readonly pin: number; readonly mode: number; readonly state: number }
  | { readonly type: 'i2c_reply'; readonly address: number; readonly bytes: readonly number[] }
  | { readonly type: 'digital'; readonly port: number; readonly levels: number }
  | { readonly type: 'analog'; readonly channel: number; readonly value: number };

const pair = (value: number) => [value & 0x7f, (value >> 7) & 0x7f];
const sysex = (id: number, body: readonly number[]) => Uint8Array.from([startSysex, id, ...body, endSysex]);

export const ask = {
  version: Uint8Array.of(versionMessage),
  firmware: sysex(0x79, []),
  capabilities: sysex(0x6b, []),
  analogMapping: sysex(0x69, []),
};
export const askPinState = (pin: number) => sysex(0x6d, [pin]);
export const setPinMode = (pin: number, mode: number) => Uint8Array.of(0xf4, pin, mode);
export const reportDigital = (port: number, on: boolean) => Uint8Array.of(0xd0 | port, on ? 1 : 0);
export const reportAnalog = (channel: number, on: boolean) => Uint8Array.of(0xc0 | channel, on ? 1 : 0);
export const writeDigital = (port: number, levels: number) => Uint8Array.of(digitalMessage | port, ...pair(levels));
/** What an output with degrees is set to; the short message has room for sixteen pins. */
export const writeAnalog = (pin: number, value: number) =>
  pin < 16 ? Uint8Array.of(analogMessage | pin, ...pair(value)) : sysex(0x6f, [pin, ...pair(value)]);
export const configureI2c = sysex(0x78, [0, 0]);
export const writeI2c = (address: number, bytes: readonly number[]) =>
  sysex(0x76, [address, 0x00, ...bytes.flatMap(pair)]);
/** Once; after the register's number, where one is given. */
export const readI2c = (address: number, o: { register?: number; length: number }) =>
  sysex(0x76, [address, 0x08, ...(o.register === undefined ? [] : pair(o.register)), ...pair(o.length)]);

const joined = (body: readonly number[]) =>
  Array.from({ length: body.length >> 1 }, (_, index) => (body[2 * index] ?? 0) | ((body[2 * index + 1] ?? 0) << 7));

function capabilitiesOf(body: readonly number[]): ReadonlyMap<number, number>[] {
  const pins: Map<number, number>[] = [];
  let modes = new Map<number, number>();
  for (let index = 0; index < body.length; ) {
    const mode = body[index] ?? 0x7f;
    if (mode === 0x7f) {
      pins.push(modes);
      modes = new Map();
      index += 1;
    } else {
      modes.set(mode, body[index + 1] ?? 0);
      index += 2;
    }
  }
  return pins;
}

function sysexMessage([id, ...body]: readonly number[]): FirmataMessage | undefined {
  const words = joined(body);
  const [address = 0, , ...bytes] = words;
  switch (id) {
    case sysexIds.firmware:
      return { type: 'firmware', name: String.fromCharCode(...joined(body.slice(2))) };
    case sysexIds.capabilities:
      return { type: 'capabilities', pins: capabilitiesOf(body) };
    case sysexIds.analogMapping:
      return { type: 'analog_mapping', channels: body.map((channel) => (channel === 0x7f ? undefined : channel)) };
    case sysexIds.text:
      return { type: 'text', text: String.fromCharCode(...words) };
    case sysexIds.pinState:
      return { type: 'pin_state', pin: body[0] ?? 0, mode: body[1] ?? 0, state: body[2] ?? 0 };
    case sysexIds.i2cReply:
      return { type: 'i2c_reply', address, bytes };
    default:
      return undefined;
  }
}

function shortMessage(first: number, low: number, high: number): FirmataMessage | undefined {
  const kind = first & 0xf0;
  if (first === versionMessage) return { type: 'version', major: low, minor: high };
  if (kind === digitalMessage) return { type: 'digital', port: first & 15, levels: low | (high << 7) };
  if (kind === analogMessage) return { type: 'analog', channel: first & 15, value: low | (high << 7) };
  return undefined;
}

/** Takes byte after byte; what is no message is skipped. */
export function createFirmataParser(): (byte: number) => FirmataMessage | undefined {
  let held: number[] = [];
  return (byte) => {
    const first = held[0];
    if (first === startSysex && byte === endSysex) {
      const message = sysexMessage(held.slice(1));
      held = [];
      return message;
    }
    if (byte > 0x7f) {
      held = [byte]; // a new message; what was begun before it will not be ended
      return undefined;
    }
    if (first === undefined) return undefined;
    held.push(byte);
    if (first === startSysex) {
      if (held.length > maxSysexBytes) held = [];
      return undefined;
    }
    if (held.length < 3) return undefined;
    const message = shortMessage(first, held[1] ?? 0, held[2] ?? 0);
    held = [];
    return message;
  };
}
