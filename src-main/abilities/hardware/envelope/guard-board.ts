// A board as the model's tools get it: each call is checked before the protocol sends a byte. What is not named here is not lent.
import type { Adc, Gpio, I2cBus, OpenBoard } from '../port/buses.ts';
import { type DeviceOrder, outsideEnvelope } from './device-order.ts';

/** Throws where the order may not be carried out. */
export type CheckOrder = (order: DeviceOrder) => Promise<void>;

/** Outputs are switched through `Outputs` alone, which knows what is on and how often. */
const onlyOutputs = async (pin: string): Promise<never> => {
  throw outsideEnvelope(`switching pin ${pin} past its limits`);
};

const guardBus = (bus: I2cBus, check: CheckOrder): I2cBus => ({
  info: bus.info,
  async scan(signal) {
    await check({ type: 'i2c_scan' });
    return bus.scan(signal);
  },
  async transfer(transfer, signal) {
    await check({ type: 'i2c', ...transfer });
    return bus.transfer(transfer, signal);
  },
  close: () => bus.close(),
});

const guardPins = (gpio: Gpio, check: CheckOrder): Gpio => ({
  pins: gpio.pins,
  async setMode(pin, mode, signal) {
    if (mode === 'output') return onlyOutputs(pin);
    await check({ type: 'input', pin });
    return gpio.setMode(pin, mode, signal);
  },
  read: (pin, signal) => gpio.read(pin, signal),
  write: onlyOutputs,
  duty: onlyOutputs,
});

const guardInputs = (adc: Adc, check: CheckOrder): Adc => ({
  channels: adc.channels,
  async read(channel, signal) {
    await check({ type: 'input', pin: adc.pinOf?.(channel) ?? channel });
    return adc.read(channel, signal);
  },
});

export function guardBoard(board: OpenBoard, check: CheckOrder): OpenBoard {
  const { spi, measure, run } = board;
  return {
    i2c: async (signal) => guardBus(await board.i2c(signal), check),
    gpio: async (signal) => guardPins(await board.gpio(signal), check),
    adc: async (o, signal) => guardInputs(await board.adc(o, signal), check),
    ...(spi === undefined
      ? {}
      : {
          // Opening it already makes the select pin an output.
          async spi(o, signal) {
            await check({ type: 'spi', select: o.select });
            const bus = await spi(o, signal);
            return {
              ...bus,
              async transfer(bytes, settings, stop) {
                await check({ type: 'spi', select: o.select });
                return bus.transfer(bytes, settings, stop);
              },
            };
          },
        }),
    // It only tells what it measures.
    ...(measure === undefined ? {} : { measure }),
    ...(run === undefined
      ? {}
      : {
          async run(code, o, signal) {
            await check({ type: 'program' });
            return run(code, o, signal);
          },
        }),
    leave: () => board.leave(),
  };
}
