// What a server sends back becomes text for the model, marked as nobody's order.
import type {
  CallToolResult,
  ContentBlock,
  GetPromptResult,
  ReadResourceResult,
} from '@modelcontextprotocol/sdk/types.js';
import { markUntrusted } from '#main/contract/untrusted-text.ts';

/** More than a result can need; the registry cuts what the model gets far below. */
const maxChars = 4_000_000;
const sizeOf = (base64: string) => `${Math.round((base64.length * 3) / 4 / 1024)} KB`;

type Content = { uri: string; mimeType?: string | undefined; text?: string; blob?: string };

function contentText(content: Content): string {
  const kind = content.mimeType === undefined ? '' : ` ${content.mimeType}`;
  if (typeof content.text === 'string') return `[${content.uri}${kind}]\n${content.text}`;
  return `[${content.uri}${kind}, ${sizeOf(content.blob ?? '')} that is not text]`;
}

export function blockText(block: ContentBlock): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'image':
    case 'audio':
      return `[${block.type} ${block.mimeType}, ${sizeOf(block.data)}]`;
    case 'resource':
      return contentText(block.resource as Content); // one of two shapes, both of which it reads
    case 'resource_link':
      return `[${block.uri}${block.mimeType === undefined ? '' : ` ${block.mimeType}`}] ${block.description ?? block.name}`;
  }
}

/** The text of a result; what is structured stands in where there is no text. */
export function resultText(server: string, result: CallToolResult): string {
  const said = result.content.map(blockText).join('\n').slice(0, maxChars);
  const structured = result.structuredContent === undefined ? '' : JSON.stringify(result.structuredContent);
  const text = said.trim() === '' ? structured.slice(0, maxChars) : said;
  return text.trim() === ''
    ? 'The tool answered with nothing.'
    : markUntrusted(`server ${server}`, text.toWellFormed());
}

export function resourceText(result: ReadResourceResult): string {
  return result.contents
    .map((content) => contentText(content as Content))
    .join('\n\n')
    .slice(0, maxChars)
    .toWellFormed();
}

export function promptText(result: GetPromptResult): string {
  const several = result.messages.length > 1;
  return result.messages
    .map(({ role, content }) => `${several ? `${role}: ` : ''}${blockText(content)}`)
    .join('\n\n')
    .slice(0, 200_000)
    .toWellFormed();
}
