// Exports of Claude: conversations.json, each conversation a list of messages, a tree where they name their parents.
import { z } from 'zod';
import { uploadTypeOf } from '#main/platform/base/page.ts';
import { filesLike } from './file-tree.ts';
import { type CallPart, foldTree, type TreeNode } from './fold-tree.ts';
import { jsonElements } from './json-stream.ts';
import { mediaTypeOf } from './media-type.ts';
import {
  firstWords,
  type Importer,
  importBounds,
  type SourceItem,
  type SourcePart,
  type SourceSession,
  timeOf,
  titleOf,
} from './source-item.ts';

const Block = z
  .object({
    type: z.string(),
    text: z.string().nullish(),
    thinking: z.string().nullish(),
    id: z.string().nullish(),
    name: z.string().nullish(),
    input: z.unknown().optional(),
    tool_use_id: z.string().nullish(),
    content: z.unknown().optional(),
    is_error: z.boolean().nullish(),
  })
  .loose();
const Attachment = z
  .object({ file_name: z.string().nullish(), file_type: z.string().nullish(), extracted_content: z.string().nullish() })
  .loose();
const Message = z
  .object({
    uuid: z.string(),
    sender: z.enum(['human', 'assistant']),
    text: z.string().nullish(),
    content: z.array(z.unknown()).nullish(),
    created_at: z.string().nullish(),
    parent_message_uuid: z.string().nullish(),
    attachments: z.array(z.unknown()).nullish(),
    files: z.array(z.unknown()).nullish(),
  })
  .loose();
type Message = z.infer<typeof Message>;
const Conversation = z
  .object({
    uuid: z.string(),
    name: z.string().nullish(),
    model: z.string().nullish(),
    created_at: z.string().nullish(),
    updated_at: z.string().nullish(),
    current_leaf_message_uuid: z.string().nullish(),
    chat_messages: z.array(z.unknown()),
  })
  .loose();

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.flatMap((one) => z.object({ text: z.string() }).safeParse(one).data?.text ?? []).join('\n');
}

function blockParts(blocks: readonly unknown[]): SourcePart[] {
  const parts: (SourcePart | CallPart)[] = [];
  for (const raw of blocks) {
    const block = Block.safeParse(raw).data;
    if (block === undefined) continue;
    if (block.type === 'text' && block.text) parts.push({ type: 'text', text: block.text });
    if (block.type === 'thinking' && block.thinking) parts.push({ type: 'reasoning', text: block.thinking });
    if (block.type === 'tool_use') {
      const call = {
        type: 'call' as const,
        tool: block.name ?? 'tool',
        input: block.input ?? {},
        output: '',
        isFailed: false,
      };
      parts.push(block.id ? { ...call, id: block.id } : call);
    }
    if (block.type !== 'tool_result') continue;
    const at = parts.findLastIndex(
      (part) => part.type === 'call' && (!block.tool_use_id || ('id' in part && part.id === block.tool_use_id)),
    );
    const call = parts[at];
    const answer = { output: textOf(block.content), isFailed: block.is_error === true };
    if (call?.type === 'call') parts[at] = { ...call, ...answer };
    else parts.push({ type: 'call', tool: block.name ?? 'tool', input: {}, ...answer });
  }
  return parts;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

/** Text that was taken out of an attachment is in the export; the files themselves are not. */
function attachmentParts(message: Message, note: (name: string) => void): SourcePart[] {
  const parts: SourcePart[] = [];
  for (const raw of [...(message.attachments ?? []), ...(message.files ?? [])]) {
    const attachment = Attachment.safeParse(raw).data;
    const content = attachment?.extracted_content ?? '';
    const name = attachment?.file_name || 'attachment.txt';
    if (content === '') note(name);
    else {
      const mediaType = uploadTypeOf(
        attachment?.file_type?.includes('/') === true ? attachment.file_type : mediaTypeOf(name, '.txt'),
      );
      const sizeBytes = Buffer.byteLength(content);
      parts.push({ type: 'blob', name, mediaType, sizeBytes, open: () => bytesOf(content) });
    }
  }
  return parts;
}

type Reading = {
  readonly now: number;
  readonly place: string;
  readonly skipped: SourceItem[];
  readonly model: string | undefined;
};

function nodesOf(raw: readonly unknown[], r: Reading): TreeNode[] {
  const skip = (place: string, because: 'wrong_shape' | 'missing_file') =>
    r.skipped.push({ type: 'skipped', place: `${r.place} › ${place}`, because });
  const nodes: TreeNode[] = [];
  const isTree = raw.some((one) => z.object({ parent_message_uuid: z.string() }).safeParse(one).success);
  for (const [index, one] of raw.entries()) {
    const message = Message.safeParse(one).data;
    if (message === undefined) {
      skip(`chat_messages[${index}]`, 'wrong_shape');
      continue;
    }
    const blocks = blockParts(message.content ?? []);
    const said: SourcePart[] = blocks.length === 0 && message.text ? [{ type: 'text', text: message.text }] : blocks;
    const parts = [...said, ...attachmentParts(message, (name) => skip(name, 'missing_file'))];
    const role = message.sender === 'human' ? 'user' : 'assistant';
    nodes.push({
      key: message.uuid,
      parentKey: isTree ? (message.parent_message_uuid ?? null) : (nodes.at(-1)?.key ?? null),
      role: parts.length === 0 ? 'skip' : role,
      parts,
      createdAt: timeOf(message.created_at) ?? r.now,
      ...(role === 'assistant' && r.model !== undefined ? { model: r.model } : {}),
    });
  }
  return nodes;
}

function sessionOf(raw: unknown, o: Omit<Reading, 'model'>): SourceSession | 'wrong_shape' | 'empty' {
  const conversation = Conversation.safeParse(raw).data;
  if (conversation === undefined) return 'wrong_shape';
  const model = conversation.model ? `claude/${conversation.model.replaceAll(/\s/g, '-')}` : undefined;
  const folded = foldTree(nodesOf(conversation.chat_messages, { ...o, model }));
  const last = folded.messages.at(-1);
  if (last === undefined) return 'empty';
  const createdAt = timeOf(conversation.created_at) ?? folded.messages[0]?.createdAt ?? o.now;
  const leaf = conversation.current_leaf_message_uuid;
  return {
    key: conversation.uuid,
    title: titleOf(conversation.name, firstWords(folded.messages)),
    createdAt,
    updatedAt: Math.max(createdAt, timeOf(conversation.updated_at) ?? last.createdAt),
    messages: folded.messages,
    headKey: (leaf && folded.messageOf(leaf)) || last.key,
  };
}

export const claude: Importer = {
  kind: 'claude',
  async *items(tree, { signal, now }) {
    for (const file of filesLike(tree, /(^|\/)conversations\.json$/)) {
      const bounds = { maxBytes: importBounds.conversationBytes, signal };
      for await (const { index, value, isTooLarge } of jsonElements(tree.read(file, signal), bounds)) {
        const title = titleOf(z.object({ name: z.string() }).safeParse(value).data?.name);
        const place = `${file.name}[${index}]${title === '' ? '' : ` “${title}”`}`;
        if (value === undefined) {
          yield { type: 'skipped', place, because: isTooLarge ? 'too_large' : 'unreadable' };
          continue;
        }
        const skipped: SourceItem[] = [];
        const session = sessionOf(value, { now, place, skipped });
        yield* skipped;
        if (typeof session === 'string') yield { type: 'skipped', place, because: session };
        else yield { type: 'session', place, session };
      }
    }
  },
};
