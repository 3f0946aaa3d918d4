// Pins and analog inputs of a board with MicroPython.
import { type Adc, checkShare, type Gpio, type PinMode } from '../../port/buses.ts';
import { onPin } from './on-pin.ts';
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

/**
 * An output with degrees goes on by itself, also over the next connection: what is one is remembered on the board, and ended
 * before the pin is anything else.
 */
const setUp = `
import machine
try:
 _lq
except NameError:
 _lq={}
def _lo(p):
 q=_lq.pop(p,None)
 if q is not None:
  q.deinit()
 return machine.Pin
`;
const dutyHz = 1_000;
const dutySteps = 65_535;

/** A pin may also be given by its number, which only the board can judge. */
export async function openMachineGpio(repl: RawRepl, signal: AbortSignal): Promise<Gpio> {
  const names = await pinNames(repl, signal);
  await repl.run(setUp, {}, signal);
  const run = (pin: string, code: string, stop: AbortSignal) => onPin(pin, () => repl.run(code, {}, stop));
  return {
    pins: names.map((id) => ({ id, modes: allModes })),
    async setMode(pin, mode, stop) {
      await run(pin, `_lo(${pythonPin(pin)})(${pythonPin(pin)},${modes[mode]})`, stop);
    },
    async read(pin, stop) {
      return (await run(pin, `print(machine.Pin(${pythonPin(pin)}).value())`, stop)).trim() === '1';
    },
    async write(pin, level, stop) {
      // The level goes with the mode: an output that is made first and set then would pass through another one.
      const id = pythonPin(pin);
      await run(pin, `_lo(${id})(${id},machine.Pin.OUT,value=${level ? 1 : 0})`, stop);
    },
    async duty(pin, share, stop) {
      const id = pythonPin(pin);
      const steps = Math.round(checkShare(share) * dutySteps);
      // The degree goes with the start: some ports begin at one half.
      await run(pin, `_lo(${id})\n_lq[${id}]=machine.PWM(machine.Pin(${id}),freq=${dutyHz},duty_u16=${steps})`, stop);
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
