// Johnny-Five, somebody else's drivers, over the same parts: the judge of our conversions.
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { Part } from './parts-bus.ts';

type Handler = (data: number[]) => void;
type Board = { readonly io: unknown };
type Component = EventEmitter & Readonly<Record<string, unknown>>;
type Options = { controller: string; board: unknown; address?: number; freq?: number };
type Constructor = new (options: Options & Record<string, unknown>) => Component;
type JohnnyFive = {
  Board: new (o: Record<string, unknown>) => Board;
} & Record<'Thermometer' | 'Hygrometer' | 'Barometer' | 'Light' | 'Accelerometer' | 'Gyro' | 'Expander', Constructor>;

const five = createRequire(import.meta.url)('johnny-five') as JohnnyFive;

/** The door that Johnny-Five wants a board to have, with our parts behind it. */
class PartsIo extends EventEmitter {
  readonly name = 'parts';
  readonly isReady = true;
  readonly MODES = { INPUT: 0, OUTPUT: 1, ANALOG: 2, PWM: 3, SERVO: 4 };
  readonly HIGH = 1;
  readonly LOW = 0;
  readonly analogPins: number[] = [];
  readonly pins = Array.from({ length: 20 }, () => ({ supportedModes: [0, 1, 2, 3, 4], mode: 0, value: 0, report: 0 }));
  readonly #parts: Readonly<Record<number, Part>>;

  constructor(parts: Readonly<Record<number, Part>>) {
    super();
    this.#parts = parts;
  }

  pinMode() {}
  i2cConfig() {}

  i2cWrite(address: number, first: number | number[], more: number | number[] = []) {
    this.#parts[address]?.write([first, more].flat());
  }

  i2cWriteReg(address: number, register: number, value: number) {
    this.#parts[address]?.write([register, value]);
  }

  i2cReadOnce(address: number, ...rest: (number | Handler)[]) {
    const handler = rest.at(-1) as Handler;
    const numbers = rest.filter((item) => typeof item === 'number');
    if (numbers.length === 2) this.#parts[address]?.write([numbers[0] ?? 0]);
    const data = this.#parts[address]?.read(numbers.at(-1) ?? 0) ?? [];
    setImmediate(() => handler([...data]));
  }

  /** As long as anybody may still look: some drivers take nothing in their first second. */
  i2cRead(address: number, ...rest: (number | Handler)[]) {
    let left = 40;
    const timer = setInterval(() => (left-- > 0 ? this.i2cReadOnce(address, ...rest) : clearInterval(timer)), 50);
    timer.unref();
  }
}

export function foreignBoard(parts: Readonly<Record<number, Part>>): unknown {
  return new five.Board({ io: new PartsIo(parts), repl: false, debug: false, sigint: false });
}

type Kind = Exclude<keyof JohnnyFive, 'Board' | 'Expander'>;

/** The first value that Johnny-Five gives for it and that is not the nothing it begins with. */
export async function foreignValue(
  kind: Kind,
  field: string,
  o: { controller: string; address: number; board: unknown },
): Promise<number> {
  const component = new five[kind]({ ...o, freq: 5 });
  for (;;) {
    await new Promise((resolve) => component.once('data', resolve));
    const value = component[field];
    if (typeof value === 'number' && value !== 0) return value;
  }
}

type Outputs = { pwmWrite(pin: number, value: number): void };

/** Its PCA9685, which writes what we read back. */
export const foreignOutputs = (o: { board: unknown; frequency: number }) =>
  new five.Expander({ controller: 'PCA9685', address: 0x40, ...o }) as unknown as Outputs;
