// Reads a program as Intel HEX, the format that Arduino's tools write.
import { AppError } from '#main/contract/errors.ts';

const record = /^:((?:[0-9A-Fa-f]{2}){5,260})$/;

const damaged = (line: number) =>
  new AppError('invalid_input', `Line ${line} of the board's program is damaged. Get the file again.`, {
    details: { reason: 'firmware_damaged' },
  });

/** The bytes from address 0; what no record names is 0xff, as in an erased chip. Errors: `invalid_input` (`firmware_damaged`). */
export function loadHex(hex: string, size: number): Uint8Array {
  const memory = new Uint8Array(size).fill(0xff);
  let hasEnd = false;
  for (const [index, line] of hex.split(/\r?\n/).entries()) {
    if (line === '' || hasEnd) continue;
    const bytes = Buffer.from(record.exec(line)?.[1] ?? '', 'hex');
    const [length = -1, high = 0, low = 0, type] = bytes;
    const data = bytes.subarray(4, -1);
    const isWhole = data.length === length && bytes.reduce((sum, byte) => sum + byte, 0) % 256 === 0;
    const address = high * 256 + low;
    // This chip has less than 64 KiB, so records that move the window have no place.
    if (!isWhole || (type !== 0 && type !== 1) || address + length > size) throw damaged(index + 1);
    if (type === 1) hasEnd = true;
    else memory.set(data, address);
  }
  if (!hasEnd) throw damaged(hex.split('\n').length);
  return memory;
}
