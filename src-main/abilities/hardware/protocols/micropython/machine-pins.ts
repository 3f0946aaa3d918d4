// Pins and analog inputs of a board with MicroPython.
import { isAppError } from '#main/contract/errors.ts';
import { type Adc, type Gpio, noSuchPin, type PinMode } from '../../port/buses.ts';
import { pythonPin } from './python-literal.ts';
import type { RawRepl } from './raw-repl.ts';

const modes: Readonly<Record<PinMode, string>> = {
  input: 'machine.Pin.IN',
  input_pullup: 'machine.Pin.IN,machine.Pin.PULL_UP',
  output: 'machine.Pin.OUT',
};
const allModes = Object.keys(modes) as PinMode[];

/** The board's own names, where its firmware tells them. */
async function pinNames(repl: RawRepl, signal: AbortSignal): Promise<readonly string[]> {
  const code =
    "import machine\nprint(*[x for x in dir(machine.Pin.board) if x[0]!='_'] if hasattr(machine.Pin,'board') else [])";
  return (await repl.run(code, {}, signal))
    .trim()
    .split(' ')
    .filter((name) => /^[A-Za-z0-9_]{1,20}$/.test(name));
}

async function onPin<T>(pin: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = isAppError(error) ? String(error.details?.facts?.error ?? '') : '';
    throw /^(ValueError|TypeError)/.test(message) ? noSuchPin(pin) : error;
  }
}

/** A pin may also be given by its number, which only the board can judge. */
export async function openMachineGpio(repl: RawRepl, signal: AbortSignal): Promise<Gpio> {
  const names = await pinNames(repl, signal);
  const run = (pin: string, code: string, stop: AbortSignal) => onPin(pin, () => repl.run(code, {}, stop));
  return {
    pins: names.map((id) => ({ id, modes: allModes })),
    async setMode(pin, mode, stop) {
      await run(pin, `machine.Pin(${pythonPin(pin)},${modes[mode]})`, stop);
    },
    async read(pin, stop) {
      return (await run(pin, `print(machine.Pin(${pythonPin(pin)}).value())`, stop)).trim() === '1';
    },
    async write(pin, level, stop) {
      // The level goes with the mode: an output that is made first and set then would pass through another one.
      await run(pin, `machine.Pin(${pythonPin(pin)},machine.Pin.OUT,value=${level ? 1 : 0})`, stop);
    },
  };
}

const fullScale = 65_535;

export async function openMachineAdc(repl: RawRepl, o: { referenceVolts: number }, signal: AbortSignal): Promise<Adc> {
  const channels = await pinNames(repl, signal);
  return {
    channels,
    read: (channel, stop) =>
      onPin(channel, async () => {
        const raw = Number(await repl.run(`print(machine.ADC(${pythonPin(channel)}).read_u16())`, {}, stop));
        return { raw, fullScale, volts: (raw / fullScale) * o.referenceVolts };
      }),
  };
}
