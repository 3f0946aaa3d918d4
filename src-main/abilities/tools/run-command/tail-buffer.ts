// Keeps the beginning and the end of a long output, and counts what fell out between them.

export interface TailBuffer {
  add(text: string): void;
  /** All of it, with a notice where something is missing. */
  text(): string;
}

export function createTailBuffer(headChars: number, tailChars: number): TailBuffer {
  let head = '';
  let tail: string[] = [];
  let tailLength = 0;
  let dropped = 0;
  return {
    add(text) {
      const room = headChars - head.length;
      if (room > 0) head += text.slice(0, room);
      const rest = room > 0 ? text.slice(room) : text;
      if (rest === '') return;
      tail.push(rest);
      tailLength += rest.length;
      if (tailLength <= tailChars * 2) return;
      const joined = tail.join('');
      dropped += joined.length - tailChars;
      tail = [joined.slice(-tailChars)];
      tailLength = tailChars;
    },
    text() {
      const notice = dropped === 0 ? '' : `\n[… ${dropped} characters left out …]\n`;
      return head + notice + tail.join('');
    },
  };
}

// Control sequences of a terminal: colours, cursor, titles. Put together here, because a pattern should not hold bare
// control characters.
const esc = String.fromCharCode(27);
const bell = String.fromCharCode(7);
const sequences = new RegExp(
  `${esc}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${bell}${esc}]*(?:${bell}|${esc}\\\\)|[@-Z\\\\-_])`,
  'g',
);

/** A command's output as plain text: what a person would have seen when it had ended. */
export function plainOutput(text: string): string {
  return text
    .replace(sequences, '')
    .replace(/\r\n/g, '\n')
    .replace(/[^\n\r]*\r(?=[^\n])/g, '');
}
