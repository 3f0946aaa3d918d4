// The four pins of an MCP2221A and its three analog inputs.
import { AppError } from '#main/contract/errors.ts';
import { type Adc, type Gpio, noSuchPin } from '../../port/buses.ts';
import type { Mcp2221Client } from './client.ts';
import {
  analogOf,
  askGpio,
  askSettings,
  askStatus,
  fullScale,
  gpioOf,
  type PinSetting,
  pins,
  type Reference,
  type Report,
  setGpio,
  setPins,
  setReferences,
  settingsOf,
  uses,
} from './reports.ts';

/** The converter measures again and again; after a change of what it measures the next value is a new one. */
const settleMs = 5;

const notDigital = (pin: string) =>
  new AppError('invalid_input', `${pin} is used for something else now. Make it an input first, or switch it.`, {
    details: { reason: 'no_such_pin' },
  });

function indexOf(pin: string): number {
  const index = pins.indexOf(pin.toUpperCase());
  if (index < 0) throw noSuchPin(pin.slice(0, 40));
  return index;
}

/** The pins with one changed; the others keep what they are and the levels that they have now. */
async function changePin(
  client: Mcp2221Client,
  { index, to, input }: { index: number; to: PinSetting; input?: Reference | undefined },
  stop: AbortSignal,
): Promise<void> {
  const before = settingsOf(await client.ask(askSettings(), stop));
  const levels = await client.ask(askGpio(), stop);
  const kept = before.pins.map((setting, pin) => ({ ...setting, ...gpioOf(levels, pin) }));
  await done(client, setPins(kept.map((setting, pin) => (pin === index ? to : setting))), stop);
  await done(client, setReferences({ output: before.output, input: input ?? before.input }), stop);
}

async function done(client: Mcp2221Client, question: Report, stop: AbortSignal): Promise<void> {
  const answer = await client.ask(question, stop);
  if (answer[1] !== 0)
    throw new AppError('unavailable', 'The adapter refused the setting. Unplug it and plug it in again.', {
      details: { reason: 'bus_refused', facts: { code: String(answer[1]) } },
    });
}

export function openMcp2221Gpio(client: Mcp2221Client): Gpio {
  const levelOf = async (index: number, stop: AbortSignal) => gpioOf(await client.ask(askGpio(), stop), index);
  const set = async (index: number, o: { level?: boolean; isInput: boolean }, stop: AbortSignal) => {
    const isDigital = (await levelOf(index, stop)) !== undefined;
    if (isDigital) return done(client, setGpio(index, o), stop);
    const to = { use: uses.gpio, isInput: o.isInput, level: o.level ?? false };
    return changePin(client, { index, to }, stop);
  };
  return {
    pins: pins.map((id) => ({ id, modes: ['input', 'output'] })),
    async setMode(pin, mode, stop) {
      const index = indexOf(pin);
      if (mode === 'input_pullup') throw noSuchPin(pin.slice(0, 40));
      await client.inTurn(() => set(index, { isInput: mode === 'input' }, stop));
    },
    async read(pin, stop) {
      const found = await client.inTurn(() => levelOf(indexOf(pin), stop));
      if (found === undefined) throw notDigital(pin);
      return found.level;
    },
    async write(pin, level, stop) {
      const index = indexOf(pin);
      await client.inTurn(() => set(index, { level, isInput: false }, stop));
    },
  };
}

/** One of the chip's own references where the volts given are its volts; the supply otherwise. */
function referenceFor(volts: number): Reference {
  const own: readonly Reference[] = ['1.024', '2.048', '4.096'];
  return own.find((one) => Math.abs(Number(one) - volts) < 0.001) ?? 'supply';
}

export function openMcp2221Adc(client: Mcp2221Client, { referenceVolts }: { readonly referenceVolts: number }): Adc {
  const input = referenceFor(referenceVolts);
  /** What the pin was set up for, and the reference, are changed only where they differ. */
  const prepare = async (index: number, stop: AbortSignal) => {
    const before = settingsOf(await client.ask(askSettings(), stop));
    const gpio = gpioOf(await client.ask(askGpio(), stop), index);
    const use = before.pins[index]?.use;
    // An output is measured as it is: reading lets go of nothing that was switched.
    const stays = use === uses.analog || (gpio !== undefined && !gpio.isInput);
    if (stays && before.input === input) return;
    if (stays) await done(client, setReferences({ output: before.output, input }), stop);
    else await changePin(client, { index, to: { use: uses.analog, isInput: true, level: false }, input }, stop);
    await client.clock.sleep(settleMs, stop);
  };
  return {
    channels: pins.slice(1),
    async read(channel, stop) {
      const index = indexOf(channel);
      if (index === 0) throw noSuchPin(channel);
      const raw = await client.inTurn(async () => {
        await prepare(index, stop);
        return analogOf(await client.ask(askStatus(), stop), index - 1);
      });
      return { raw, fullScale, volts: (raw / fullScale) * referenceVolts };
    },
  };
}
