// One output of a board, on, off or by degrees.
import { type Gpio, noSuchAbility } from '../port/buses.ts';

/** Errors: of the board; `unsupported` (`board_lacks`) where it has no degrees. */
export async function setPin(
  gpio: Gpio,
  { pin, value }: { readonly pin: string; readonly value: number },
  signal: AbortSignal,
): Promise<void> {
  if (value === 0 || value === 1) return gpio.write(pin, value === 1, signal);
  if (gpio.duty === undefined) throw noSuchAbility('outputs by degrees');
  return gpio.duty(pin, value, signal);
}
