// Values as Python source. What is not plainly a number or a pin's name never gets into code.
import { noSuchPin } from '../../port/buses.ts';

export const pythonBytes = (bytes: readonly number[]) =>
  `b'${bytes.map((byte) => `\\x${(byte & 255).toString(16).padStart(2, '0')}`).join('')}'`;

/** `5` as a number, `LED` or `GP5` as a text, as `machine.Pin` takes them. */
export function pythonPin(pin: string): string {
  if (/^\d{1,3}$/.test(pin)) return String(Number(pin));
  if (!/^[A-Za-z][A-Za-z0-9_]{0,19}$/.test(pin)) throw noSuchPin(pin.slice(0, 40));
  return `'${pin}'`;
}

export const fromHex = (text: string) => Uint8Array.from(Buffer.from(text.trim(), 'hex'));
