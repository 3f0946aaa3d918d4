// What was sent and is no whole line yet: a device would take what comes next for the rest of it.

const mostChars = 200;

export function createLineEnd() {
  let open = '';
  return {
    sent(bytes: Uint8Array): void {
      const text = open + Buffer.from(bytes).toString('latin1');
      const rest = text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
      // With these a prompt begins anew.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is meant
      open = rest.replace(/^.*[\x01-\x04]/s, '').slice(-mostChars);
    },
    unended: () => open,
  };
}
