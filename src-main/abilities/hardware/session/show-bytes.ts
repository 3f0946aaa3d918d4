// Bytes as a person reads them: text as it is, everything else as an escape, so that nothing is left out and nothing hides.

const named: ReadonlyMap<number, string> = new Map([
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
  [0x5c, '\\\\'],
]);

export function showBytes(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte) => {
      const name = named.get(byte);
      if (name !== undefined) return name;
      return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
}

/** The opposite, for what the model writes: `\n`, `\r`, `\t`, `\\` and `\xNN` are bytes, all else is UTF-8. */
export function readBytes(text: string): Uint8Array {
  const parts = text.split(/(\\x[0-9a-fA-F]{2}|\\[nrt\\])/);
  const back: Readonly<Record<string, number>> = { '\\n': 0x0a, '\\r': 0x0d, '\\t': 0x09, '\\\\': 0x5c };
  return Buffer.concat(
    parts.map((part, index) => {
      if (index % 2 === 0) return Buffer.from(part, 'utf8');
      return Buffer.from([back[part] ?? Number.parseInt(part.slice(2), 16)]);
    }),
  );
}
