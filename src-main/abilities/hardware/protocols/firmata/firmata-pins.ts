// Pins and analog inputs of a board with Firmata, as the board itself lists them.
import { isAppError } from '#main/contract/errors.ts';
import { type Adc, checkShare, type Gpio, noSuchPin, type Pin, type PinMode } from '../../port/buses.ts';
import type { FirmataClient } from './client.ts';
import {
  ask,
  askPinState,
  pinModes,
  reportAnalog,
  reportDigital,
  setPinMode,
  writeAnalog,
  writeDigital,
} from './messages.ts';

/** Firmware that does not report a port at once reports it with its next change: so long we wait for the first. */
const reportMs = 60;
const codes: Readonly<Record<PinMode, number>> = {
  input: pinModes.input,
  input_pullup: pinModes.pullUp,
  output: pinModes.output,
};

async function listPins(client: FirmataClient, signal: AbortSignal) {
  const { pins } = await client.ask(ask.capabilities, { type: 'capabilities' }, signal);
  return pins;
}

export async function openFirmataGpio(client: FirmataClient, signal: AbortSignal): Promise<Gpio> {
  const capabilities = await client.inTurn(() => listPins(client, signal));
  const pins = capabilities.flatMap((modes, index): Pin[] => {
    // Firmware before 2.5 has the pull-up as an input that is written high.
    const hasPullUp = modes.has(pinModes.pullUp);
    const own = (Object.keys(codes) as PinMode[]).filter((mode) => modes.has(codes[mode]));
    return own.length === 0
      ? []
      : [{ id: String(index), modes: hasPullUp ? own : own.filter((m) => m !== 'input_pullup') }];
  });
  /** Levels by port as the board last said, and as we last wrote. */
  const seen = new Map<number, number>();
  const written = new Map<number, number>();
  client.listen((message) => {
    if (message.type === 'digital') seen.set(message.port, message.levels);
  });

  const find = (pin: string, mode?: PinMode) => {
    const known = pins.find(({ id }) => id === pin);
    if (known === undefined || (mode !== undefined && !known.modes.includes(mode))) throw noSuchPin(pin.slice(0, 40));
    const number = Number(pin);
    return { number, port: number >> 3, bit: 1 << (number & 7) };
  };
  const report = async (port: number, stop: AbortSignal) => {
    const fits = (message: { port: number }) => message.port === port;
    await client.ask(reportDigital(port, true), { type: 'digital', fits, timeoutMs: reportMs }, stop).catch((error) => {
      if (!isAppError(error) || error.code !== 'timeout') throw error; // unchanged: what was seen last is so still
    });
  };

  /** A port is written whole: what its other pins were set to, perhaps by an earlier connection, the board knows. */
  const setLevels = async (port: number, stop: AbortSignal) => {
    const known = written.get(port);
    if (known !== undefined) return known;
    let levels = 0;
    for (const { id } of pins) {
      const pin = Number(id);
      if (pin >> 3 !== port) continue;
      const fits = (message: { pin: number }) => message.pin === pin;
      const { state } = await client.ask(askPinState(pin), { type: 'pin_state', fits }, stop);
      if ((state & 1) !== 0) levels |= 1 << (pin & 7);
    }
    return levels;
  };

  return {
    pins,
    async setMode(pin, mode, stop) {
      const { number } = find(pin, mode);
      await client.inTurn(() => client.send(setPinMode(number, codes[mode]), stop));
    },
    async read(pin, stop) {
      const { number, port, bit } = find(pin);
      return client.inTurn(async () => {
        // A port tells of its inputs alone; what an output was set to is its state.
        const fits = (message: { pin: number }) => message.pin === number;
        const { mode, state } = await client.ask(askPinState(number), { type: 'pin_state', fits }, stop);
        if (mode === pinModes.output || mode === pinModes.pwm) return state !== 0;
        await report(port, stop);
        return ((seen.get(port) ?? 0) & bit) !== 0;
      });
    },
    async write(pin, level, stop) {
      const { number, port, bit } = find(pin, 'output');
      await client.inTurn(async () => {
        const levels = ((await setLevels(port, stop)) & ~bit) | (level ? bit : 0);
        await client.send(setPinMode(number, pinModes.output), stop);
        await client.send(writeDigital(port, levels), stop);
        written.set(port, levels);
      });
    },
    ...(capabilities.some((own) => own.has(pinModes.pwm)) ? { duty: openDuty(client, capabilities) } : {}),
  };
}

function openDuty(
  client: FirmataClient,
  capabilities: readonly ReadonlyMap<number, number>[],
): NonNullable<Gpio['duty']> {
  return async (pin, share, stop) => {
    const number = Number(pin);
    const bits = /^\d{1,3}$/.test(pin) ? capabilities[number]?.get(pinModes.pwm) : undefined;
    if (bits === undefined) throw noSuchPin(pin.slice(0, 40));
    const value = Math.round(checkShare(share) * (2 ** bits - 1));
    await client.inTurn(async () => {
      await client.send(setPinMode(number, pinModes.pwm), stop);
      await client.send(writeAnalog(number, value), stop);
    });
  };
}

export async function openFirmataAdc(
  client: FirmataClient,
  o: { referenceVolts: number },
  signal: AbortSignal,
): Promise<Adc> {
  const { capabilities, mapping } = await client.inTurn(async () => ({
    capabilities: await listPins(client, signal),
    mapping: (await client.ask(ask.analogMapping, { type: 'analog_mapping' }, signal)).channels,
  }));
  const inputs = new Map(
    mapping.flatMap((channel, pin) => {
      const bits = capabilities[pin]?.get(pinModes.analog);
      return channel === undefined || bits === undefined ? [] : [[String(channel), { pin, channel, bits }] as const];
    }),
  );
  return {
    channels: [...inputs.keys()],
    pinOf(channel) {
      const pin = inputs.get(channel)?.pin;
      return pin === undefined ? undefined : String(pin);
    },
    async read(name, stop) {
      const input = inputs.get(name);
      if (input === undefined) throw noSuchPin(name.slice(0, 40));
      const { channel, bits, pin } = input;
      const fullScale = 2 ** bits - 1;
      const raw = await client.inTurn(async () => {
        await client.send(setPinMode(pin, pinModes.analog), stop);
        const fits = (message: { channel: number }) => message.channel === channel;
        const { value } = await client.ask(reportAnalog(channel, true), { type: 'analog', fits }, stop);
        await client.send(reportAnalog(channel, false), stop);
        return value;
      });
      return { raw, fullScale, volts: (raw / fullScale) * o.referenceVolts };
    },
  };
}
