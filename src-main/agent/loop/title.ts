// A title for a session that nobody has named: the first line of its first message, no model needed.
import type { Message } from '#main/contract/messages.ts';

const titleChars = 60;

/** Undefined when the message holds neither words nor a file. */
export function titleOf(message: Message): string | undefined {
  for (const part of message.parts) {
    if (part.type === 'text') {
      const line = part.text
        .split('\n')
        .map((row) => row.replace(/\s+/g, ' ').trim())
        .find((row) => row !== '');
      if (line !== undefined) return shorten(line);
    }
    if (part.type === 'image' || part.type === 'file') return shorten(part.name);
  }
  return undefined;
}

function shorten(line: string): string {
  // By code points, so that no emoji is cut in half.
  const points = [...line.toWellFormed()];
  if (points.length <= titleChars) return points.join('');
  const cut = points.slice(0, titleChars - 1).join('');
  const word = cut.lastIndexOf(' ');
  return `${word > titleChars / 2 ? cut.slice(0, word) : cut}…`;
}
