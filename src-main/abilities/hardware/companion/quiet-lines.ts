// Takes the answers to our own lines out of what a board says, so that writers and readers of the device never see them.

/** Lines that go beside the writers carry these numbers; no tool and no protocol of ours counts so far. */
export const firstQuietId = 99_900;
export const quietIds = 100;

const isDigit = (char: string) => char >= '0' && char <= '9';
const begins: readonly ((char: string) => boolean)[] = [
  ...[...'{"id":999'].map((wanted) => (char: string) => char === wanted),
  isDigit,
  isDigit,
  (char) => char === ',' || char === '}',
];

/** More than the longest answer of the firmware. */
const maxLine = 512;

export type HeardLine = { readonly text: string; readonly isQuiet: boolean };

export function createQuietLines() {
  let line = '';
  /** Of the line that comes: held back while it may be an answer to us; then it is one, or it is not. */
  let state: 'held' | 'quiet' | 'open' = 'open';
  return {
    /** What is left for the others, and every line that became whole. `filters` counts from the next line on. */
    take(bytes: Uint8Array, filters: boolean): { readonly rest: Uint8Array; readonly lines: readonly HeardLine[] } {
      let rest = '';
      const lines: HeardLine[] = [];
      for (const char of Buffer.from(bytes).toString('latin1')) {
        if (char === '\n') {
          if (state !== 'quiet') rest += `${state === 'held' ? line : ''}\n`;
          lines.push({ text: line.trim(), isQuiet: state === 'quiet' });
          line = '';
          state = 'open';
          continue;
        }
        if (line === '') state = filters ? 'held' : 'open';
        const isNext = begins[line.length]?.(char) === true;
        if (line.length < maxLine) line += char;
        if (state === 'open') rest += char;
        else if (state === 'held' && !isNext) {
          state = 'open';
          rest += line;
        } else if (state === 'held' && line.length === begins.length) state = 'quiet';
      }
      return { rest: Uint8Array.from(Buffer.from(rest, 'latin1')), lines };
    },
    reset() {
      line = '';
      state = 'open';
    },
  };
}
