// The I2C bus of a board with MicroPython: `machine.I2C`, or `microbit.i2c` where that is what there is.
import { type AppError, isAppError } from '#main/contract/errors.ts';
import { busClosed, checkTransfer, firstAddress, type I2cBus, i2cFailure, lastAddress } from '../../port/buses.ts';
import { fromHex, pythonBytes, pythonPin } from './python-literal.ts';
import type { RawRepl } from './raw-repl.ts';

export type I2cSettings = {
  /** Which of the board's buses. */
  readonly id?: number;
  /** Both or none: without them the board's own. */
  readonly sda?: string;
  readonly scl?: string;
  readonly frequencyHz?: number;
};

const limits = { maxWriteBytes: 64, maxReadBytes: 64, noticesUnansweredWrites: true };
const label = 'I2C of the board';

function setUp({ id = 0, sda, scl, frequencyHz = 100_000 }: I2cSettings): string {
  const pins =
    sda === undefined || scl === undefined
      ? ''
      : `,sda=machine.Pin(${pythonPin(sda)}),scl=machine.Pin(${pythonPin(scl)})`;
  return `
try:
 import machine
 _lb=machine.I2C(${Math.trunc(id)}${pins},freq=${Math.trunc(frequencyHz)})
 _lw=lambda a,w,s:_lb.writeto(a,w,s)
 _lr=_lb.readfrom
except (ImportError,AttributeError):
 from microbit import i2c as _lb
 _lw=lambda a,w,s:_lb.write(a,w,repeat=not s)
 _lr=_lb.read
def _lt(a,w,n):
 if w or not n:
  _lw(a,w,not n)
 print(''.join('%02x'%b for b in (_lr(a,n) if n else b'')))
`;
}

/** MicroPython's numbers are Linux's, but for the timeout, which some ports take from elsewhere. */
const errorNames: Readonly<Record<string, string>> = {
  5: 'EIO',
  6: 'ENXIO',
  16: 'EBUSY',
  19: 'ENODEV',
  110: 'ETIMEDOUT',
  116: 'ETIMEDOUT',
  121: 'EREMOTEIO',
};

/** `OSError: 19`, `OSError: [Errno 19] ENODEV`; undefined for anything else. */
function osErrorOf(error: unknown): string | undefined {
  if (!isAppError(error) || error.details?.reason !== 'board_error') return undefined;
  const number = /^OSError: (?:\[Errno )?(\d+)/.exec(String(error.details.facts?.error))?.[1];
  return number === undefined ? undefined : (errorNames[number] ?? `error ${number}`);
}

export function toI2cError(error: unknown, address: number): AppError | unknown {
  const code = osErrorOf(error);
  return code === undefined ? error : i2cFailure(code, address);
}

/** Errors of `RawRepl.run` where the board has no such bus. */
export async function openMachineI2c(repl: RawRepl, settings: I2cSettings, signal: AbortSignal): Promise<I2cBus> {
  await repl.run(setUp(settings), {}, signal);
  let isClosed = false;
  const run = (code: string, stop: AbortSignal) => {
    if (isClosed) return Promise.reject(busClosed(label));
    return repl.run(code, {}, stop);
  };
  return {
    info: { label, ...limits },
    async scan(stop) {
      const output = await run('print(*_lb.scan())', stop);
      const addresses = output.trim() === '' ? [] : output.trim().split(' ').map(Number);
      return addresses.filter((address) => address >= firstAddress && address <= lastAddress).sort((a, b) => a - b);
    },
    async transfer(transfer, stop) {
      checkTransfer(transfer, limits);
      const { address, write, readLength } = transfer;
      try {
        return fromHex(await run(`_lt(${address},${pythonBytes(write)},${readLength})`, stop));
      } catch (error) {
        throw toI2cError(error, address);
      }
    },
    async close() {
      isClosed = true;
    },
  };
}
