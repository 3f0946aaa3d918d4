// What protocols give: the buses and pins of a board, the same whether a board, an adapter or this computer drives them.
import { AppError } from '#main/contract/errors.ts';

export type BusLimits = {
  readonly maxWriteBytes: number;
  readonly maxReadBytes: number;
  /**
   * Whether a write alone finds out that nobody is there. Where not, only a read is refused: the board tells nothing of a
   * write.
   */
  readonly noticesUnansweredWrites: boolean;
};

export type I2cTransfer = {
  /** Seven bits, 0x08 to 0x77. */
  readonly address: number;
  /** Sent first; may be empty. */
  readonly write: readonly number[];
  /** Read after it; 0 reads nothing. */
  readonly readLength: number;
};

/**
 * One I2C bus. Calls are done one after the other, in their order. Errors: `invalid_input` (`i2c_transfer`) before anything
 * is sent; `not_found` (`i2c_no_answer`) where no device answers at the address; `timeout` (`board_silent`) where the board
 * itself does not; `unavailable` (`bus_closed`) after the end; `cancelled` when the signal aborts: bytes may have gone.
 * Nothing is sent twice.
 */
export interface I2cBus {
  readonly info: BusLimits & { readonly label: string };
  /** Addresses from 0x08 to 0x77 that answer, ascending, by the gentlest way the adapter knows. */
  scan(signal: AbortSignal): Promise<readonly number[]>;
  /** Exactly `readLength` bytes. */
  transfer(transfer: I2cTransfer, signal: AbortSignal): Promise<Uint8Array>;
  /** Lets go of the bus, not of the link below it. May be called more than once. */
  close(): Promise<void>;
}

/** More than any part of ours or of a hobby takes. */
export const maxSpiHz = 125_000_000;
export type SpiSettings = {
  /** 0 to 3. */
  readonly mode: number;
  readonly speedHz: number;
};

/** One SPI device behind its own select line. Errors as of `I2cBus`, but nobody can tell an absent device from a silent one. */
export interface SpiBus {
  readonly info: { readonly label: string; readonly maxBytes: number };
  /** As many bytes come back as went out. */
  transfer(bytes: readonly number[], settings: SpiSettings, signal: AbortSignal): Promise<Uint8Array>;
  close(): Promise<void>;
}

export type PinMode = 'input' | 'input_pullup' | 'output';
export type Pin = { readonly id: string; readonly modes: readonly PinMode[] };

/** Errors as of `I2cBus`; a pin or mode that the board lacks is `invalid_input` (`no_such_pin`). */
export interface Gpio {
  readonly pins: readonly Pin[];
  setMode(pin: string, mode: PinMode, signal: AbortSignal): Promise<void>;
  /** The level at the pin; its mode stays. */
  read(pin: string, signal: AbortSignal): Promise<boolean>;
  /** Makes the pin an output with this level. */
  write(pin: string, level: boolean, signal: AbortSignal): Promise<void>;
  /** Makes the pin high for this share of the time, 0 to 1; only where the board can at all. */
  duty?(pin: string, share: number, signal: AbortSignal): Promise<void>;
}

export type AnalogValue = {
  /** As the converter counts, 0 to `fullScale`. */
  readonly raw: number;
  readonly fullScale: number;
  /** `raw` against the reference that the board is said to have. */
  readonly volts: number;
};

/** Errors as of `Gpio`. */
export interface Adc {
  readonly channels: readonly string[];
  /** The pin that measuring makes an analog input, where it has another name than the channel. */
  pinOf?(channel: string): string | undefined;
  read(channel: string, signal: AbortSignal): Promise<AnalogValue>;
}

/**
 * What runs on a board that lends its buses and pins. `limpet`: the firmware that comes with the app; `linux`: they are this
 * computer's own; `mcp2221`: an adapter that is told by its USB numbers.
 */
export const boardProtocols = ['micropython', 'firmata', 'limpet', 'linux', 'mcp2221'] as const;
export type BoardProtocol = (typeof boardProtocols)[number];

/** What a board's own sensors measured, in units. */
export type OwnReading = { readonly quantity: string; readonly unit: string; readonly value: number };

/** A board whose buses and pins are lent. Errors of its protocol and of each bus. */
export type OpenBoard = {
  i2c(signal: AbortSignal): Promise<I2cBus>;
  gpio(signal: AbortSignal): Promise<Gpio>;
  adc(o: { readonly referenceVolts: number }, signal: AbortSignal): Promise<Adc>;
  /** A device behind a select pin; only where the board has such a bus. */
  spi?(o: { readonly select: string }, signal: AbortSignal): Promise<SpiBus>;
  /** Only where its firmware measures by itself. */
  measure?(signal: AbortSignal): Promise<readonly OwnReading[]>;
  /** Runs a program of its language and resolves to what it printed; only where it has one. */
  run?(code: string, o: { readonly timeoutMs: number }, signal: AbortSignal): Promise<string>;
  /** All outputs to what the firmware itself holds for safe; only where it knows. */
  safe?(signal: AbortSignal): Promise<void>;
  /** Leaves the board as people know it. */
  leave(): Promise<void>;
};

/** The addresses that a device may have; the others are reserved by the bus. */
export const firstAddress = 0x08;
export const lastAddress = 0x77;

export const hexByte = (value: number) => `0x${value.toString(16).padStart(2, '0').toUpperCase()}`;

/** Refuses what no adapter may send. */
export function checkTransfer(transfer: I2cTransfer, limits: BusLimits): void {
  const problem = problemOf(transfer, limits);
  if (problem !== undefined) throw new AppError('invalid_input', problem, { details: { reason: 'i2c_transfer' } });
}

function problemOf({ address, write, readLength }: I2cTransfer, limits: BusLimits): string | undefined {
  if (!Number.isInteger(address) || address < firstAddress || address > lastAddress)
    return `An I2C address is a whole number from ${firstAddress} (0x08) to ${lastAddress} (0x77).`;
  if (!write.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255))
    return 'Each byte to write is a whole number from 0 to 255.';
  if (write.length > limits.maxWriteBytes) return `This bus writes at most ${limits.maxWriteBytes} bytes at once.`;
  if (!Number.isInteger(readLength) || readLength < 0 || readLength > limits.maxReadBytes)
    return `This bus reads at most ${limits.maxReadBytes} bytes at once.`;
  if (write.length === 0 && readLength === 0) return 'Give bytes to write, or how many to read, or both.';
  return undefined;
}

/** As `checkTransfer`, for SPI. */
export function checkSpiTransfer(bytes: readonly number[], { mode, speedHz }: SpiSettings, maxBytes: number): void {
  const isSound =
    bytes.length >= 1 &&
    bytes.length <= maxBytes &&
    bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255) &&
    [0, 1, 2, 3].includes(mode) &&
    Number.isInteger(speedHz) &&
    speedHz >= 1 &&
    speedHz <= maxSpiHz;
  if (isSound) return;
  const say = `Send from 1 to ${maxBytes} bytes from 0 to 255 over SPI at once, in a mode from 0 to 3, at most at ${maxSpiHz} Hz.`;
  throw new AppError('invalid_input', say, { details: { reason: 'spi_transfer' } });
}

export const noAnswer = (address: number, cause?: unknown) =>
  new AppError('not_found', `No device answers at I2C address ${hexByte(address)}. Check power, wiring and address.`, {
    cause,
    details: { reason: 'i2c_no_answer', facts: { address: hexByte(address) } },
  });

export const busClosed = (label: string) =>
  new AppError('unavailable', `${label} is closed. Connect the device again.`, { details: { reason: 'bus_closed' } });

export const noSuchAbility = (what: string) =>
  new AppError('unsupported', `What runs on the board has no ${what}. Put MicroPython on it, or use another board.`, {
    details: { reason: 'board_lacks', facts: { what } },
  });

/** Gives back the share of time that a pin is to be high, 0 to 1; refuses any other number. */
export function checkShare(share: number): number {
  if (share >= 0 && share <= 1) return share;
  throw new AppError('invalid_input', 'The share of time that a pin is high goes from 0 to 1. Give one in between.', {
    details: { reason: 'pin_share' },
  });
}

export const noSuchPin = (pin: string) =>
  new AppError('invalid_input', `The board has no such pin, or the pin cannot do this: ${pin}. Choose another pin.`, {
    details: { reason: 'no_such_pin' },
  });

/** How an operating system says that nobody acknowledged: kernels and drivers disagree on the number. */
const noAnswerCodes: ReadonlySet<string> = new Set(['ENXIO', 'ENODEV', 'EREMOTEIO', 'EIO']);

/** What an adapter throws for an error code of an operating system. */
export function i2cFailure(code: string, address: number): AppError {
  if (noAnswerCodes.has(code)) return noAnswer(address);
  if (code === 'ETIMEDOUT')
    return new AppError('timeout', 'The I2C bus is stuck: a device holds it. Check the wiring and power it anew.', {
      details: { reason: 'board_silent' },
    });
  if (code === 'EBUSY')
    return new AppError('conflict', `A driver of this computer uses ${hexByte(address)}. Unload it, then try again.`, {
      details: { reason: 'i2c_in_use', facts: { address: hexByte(address) } },
    });
  return new AppError('unavailable', `The I2C bus refused: ${code}. Check the wiring, then try again.`, {
    details: { reason: 'bus_refused', facts: { code } },
  });
}
