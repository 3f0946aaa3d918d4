// One session as Markdown: the version that is shown, with its calls and the names of its attachments.
import type { Message, Part, ToolCall } from '#main/contract/messages.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import type { ExportSource } from './export-source.ts';

/** A fence that nothing inside can close. */
function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Of words that stand inside a line: a title or a name is not to become markup. */
const inLine = (text: string) => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').replaceAll(/[\\`*_[\]<>#|!]/g, '\\$&');

function callText(call: ToolCall, t: Translate): string {
  const title = `**${inLine(t(call.title.key, call.title.params))}** (${t(`transfer.call_${call.state}`)})`;
  const input = fenced(JSON.stringify(call.input, null, 2) ?? '', 'json');
  const output = call.output === undefined || call.output === '' ? [] : [fenced(call.output)];
  return [title, input, ...output].join('\n\n');
}

function partText(part: Part, source: ExportSource, t: Translate): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'reasoning':
      return `> ${t('transfer.reasoning')}\n${part.text.replaceAll(/^/gm, '> ')}`;
    case 'image':
    case 'file': {
      const file = source.fileOf(part.blobId);
      if (file === undefined) return `*${inLine(part.name)}: ${t('transfer.content_missing')}*`;
      return `${part.type === 'image' ? '!' : ''}[${inLine(part.name)}](<${file}>)`;
    }
    case 'tool_call':
      return callText(part, t);
    case 'note':
      return `*${inLine(t(part.key, part.params))}*`;
  }
}

export const stampOf = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

function heading(message: Message, t: Translate): string {
  const who =
    message.role === 'user'
      ? t('transfer.you')
      : `Limpet${message.model === undefined ? '' : ` (${inLine(message.model)})`}`;
  return `## ${who} · ${stampOf(message.createdAt)} UTC`;
}

export async function* writeMarkdown(source: ExportSource, t: Translate): AsyncGenerator<string> {
  yield `# ${inLine(source.session.title)}\n`;
  for await (const message of source.shownMessages()) {
    const parts = message.parts.map((part) => partText(part, source, t));
    yield `\n${[heading(message, t), ...parts].join('\n\n')}\n`;
    const { length } = message.versions;
    if (length > 1) yield `\n*${t('transfer.versions', { count: length })}*\n`;
  }
}
