// The pins of this computer, by the names that its board gives them, or by number where it gives none.
import { AppError } from '#main/contract/errors.ts';
import { type Gpio, noSuchPin, type Pin, type PinMode } from '../../port/buses.ts';
import { type AskBus, BusRefusal } from './ask-bus.ts';

const modes: readonly PinMode[] = ['input', 'input_pullup', 'output'];

function gpioFailure(code: string, pin: string): AppError {
  if (code === 'EINVAL') return noSuchPin(pin);
  if (code === 'EBUSY')
    return new AppError('conflict', `Another program, or a driver, holds pin ${pin}. Choose another one.`, {
      details: { reason: 'device_busy', facts: { path: pin } },
    });
  return new AppError('unavailable', `The pin refused: ${code}. Try another one.`, {
    details: { reason: 'bus_refused', facts: { code } },
  });
}

export async function openBusGpio(ask: AskBus, signal: AbortSignal): Promise<Gpio> {
  const lines = (await ask('gpio pins', signal)).split(' ').flatMap((entry) => {
    const [, number, name = ''] = /^(\d+)=(.*)$/.exec(entry) ?? [];
    return number === undefined ? [] : [{ number, name }];
  });
  // A name that several pins have names none.
  const named = (name: string) => name !== '' && lines.filter((line) => line.name === name).length === 1;
  const pins = lines.map(({ number, name }): Pin => ({ id: named(name) ? name : number, modes }));
  const order = async (pin: string, what: string, stop: AbortSignal) => {
    const line = lines.find(({ name }) => name === pin && named(name)) ?? lines.find(({ number }) => number === pin);
    if (line === undefined) throw noSuchPin(pin.slice(0, 40));
    try {
      return await ask(`gpio ${line.number} ${what}`, stop);
    } catch (error) {
      throw error instanceof BusRefusal ? gpioFailure(error.code, pin) : error;
    }
  };
  const words: Readonly<Record<PinMode, string>> = { input: 'in', input_pullup: 'in_pullup', output: 'out 0' };
  return {
    pins,
    async setMode(pin, mode, stop) {
      await order(pin, words[mode], stop);
    },
    read: async (pin, stop) => (await order(pin, 'read', stop)) === '1',
    async write(pin, level, stop) {
      await order(pin, level ? 'out 1' : 'out 0', stop);
    },
  };
}
