// Stored messages as plain text for the model that summarises them.
import type { Message, Part } from '#main/contract/messages.ts';
import { estimateText } from './tokens.ts';

const textChars = 8_000;
const inputChars = 600;
const outputChars = 1_200;

const cut = (text: string, chars: number) =>
  text.length <= chars ? text : `${text.slice(0, chars).toWellFormed()} […]`;

function line(part: Part): string | undefined {
  switch (part.type) {
    case 'text':
      return cut(part.text, textChars);
    case 'image':
    case 'file':
      return `[attachment ${part.name}]`;
    case 'tool_call':
      return `[${part.tool} ${cut(JSON.stringify(part.input) ?? '', inputChars)} -> ${part.state}] ${cut(part.output ?? '', outputChars)}`;
    case 'reasoning':
    case 'note':
      return undefined;
  }
}

export function transcriptOf(message: Message): string {
  const lines = message.parts.map(line).filter((text) => text !== undefined && text !== '');
  if (lines.length === 0) return '';
  return `## ${message.role === 'user' ? 'Person' : 'Agent'}\n${lines.join('\n')}`;
}

/** In pieces that each fit a request of `maxTokens`; a single larger message is a piece of its own, cut. */
export function piecesOf(messages: readonly Message[], maxTokens: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const message of messages) {
    const text = transcriptOf(message);
    if (text === '') continue;
    const bounded = estimateText(text) <= maxTokens ? text : cut(text, maxTokens);
    if (piece !== '' && estimateText(piece) + estimateText(bounded) > maxTokens) {
      pieces.push(piece);
      piece = '';
    }
    piece = piece === '' ? bounded : `${piece}\n\n${bounded}`;
  }
  return piece === '' ? pieces : [...pieces, piece];
}
