// Text of a model on a terminal: letters of every language stay, what would steer the terminal does not.

// Controls but tab and line feed, and the characters that turn the direction of the text after them.
const steering = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

export function safeForTerminal(text: string): string {
  return text.replace(steering, (character) => {
    if (character === '\r') return '';
    return `\\u{${character.charCodeAt(0).toString(16)}}`;
  });
}
