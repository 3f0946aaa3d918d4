// Puts lines together from pieces of bytes.
export function createLineReader() {
  let rest = '';
  return {
    /** The lines that are whole now, without their ends. */
    take(bytes: Uint8Array): readonly string[] {
      const pieces = (rest + Buffer.from(bytes).toString('latin1')).split('\n');
      rest = pieces.pop() ?? '';
      return pieces.map((line) => line.replace(/\r$/, ''));
    },
  };
}
