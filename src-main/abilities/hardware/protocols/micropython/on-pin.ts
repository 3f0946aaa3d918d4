// What a board with MicroPython says of a pin that it does not have.
import { isAppError } from '#main/contract/errors.ts';
import { noSuchPin } from '../../port/buses.ts';

export async function onPin<T>(pin: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = isAppError(error) ? String(error.details?.facts?.error ?? '') : '';
    throw /^(ValueError|TypeError)/.test(message) ? noSuchPin(pin) : error;
  }
}
