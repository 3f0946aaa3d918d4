// What a person said in a chat, as notes for another one when no model can write them: nobody else's words are in it.
import type { Message } from '#main/contract/messages.ts';

const maxChars = 20_000;

/** The newest that fit, in order. */
export function ownWords(messages: readonly Message[]): string {
  const kept: string[] = [];
  let left = maxChars;
  for (const { role, parts } of messages.toReversed()) {
    if (role !== 'user') continue;
    const text = parts
      .map((part) => (part.type === 'text' ? part.text.trim() : ''))
      .join('\n')
      .trim();
    if (text === '') continue;
    left -= text.length + 3;
    if (left < 0 && kept.length > 0) break;
    kept.unshift(`- ${text.slice(0, maxChars).toWellFormed().replaceAll('\n', '\n  ')}`);
  }
  return kept.join('\n');
}
