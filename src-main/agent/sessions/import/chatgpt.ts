// Exports of ChatGPT: conversations.json (or several, numbered), each conversation a tree of nodes, pictures beside it.
import { basename } from 'node:path';
import { z } from 'zod';
import { uploadTypeOf } from '#main/platform/base/page.ts';
import { type FileTree, filesLike, type TreeFile } from './file-tree.ts';
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

const Pointer = z.object({ content_type: z.string(), asset_pointer: z.string() });
const Content = z
  .object({
    content_type: z.string(),
    parts: z.array(z.unknown()).optional(),
    text: z.string().optional(),
    result: z.string().optional(),
    language: z.string().optional(),
    content: z.string().optional(),
    thoughts: z.array(z.object({ summary: z.string().optional(), content: z.string().optional() })).optional(),
  })
  .loose();
const Attachment = z.object({ id: z.string(), name: z.string().optional(), mimeType: z.string().nullish() }).loose();
const Message = z
  .object({
    author: z.object({ role: z.string(), name: z.string().nullish() }).loose(),
    content: Content,
    create_time: z.number().nullish(),
    recipient: z.string().nullish(),
    metadata: z
      .object({
        model_slug: z.string().nullish(),
        is_visually_hidden_from_conversation: z.boolean().nullish(),
        attachments: z.array(z.unknown()).nullish(),
      })
      .loose()
      .nullish(),
  })
  .loose();
type Message = z.infer<typeof Message>;
const Node = z.object({ id: z.string(), parent: z.string().nullish(), message: z.unknown().optional() }).loose();
const Conversation = z
  .object({
    id: z.string().optional(),
    conversation_id: z.string().optional(),
    title: z.string().nullish(),
    create_time: z.number().nullish(),
    update_time: z.number().nullish(),
    current_node: z.string().nullish(),
    mapping: z.record(z.string(), z.unknown()),
  })
  .loose();

export const chatgptFiles = /(^|\/)conversations(-\d+)?\.json$/;

type Reading = {
  readonly tree: FileTree;
  readonly byStem: ReadonlyMap<string, TreeFile>;
  readonly signal: AbortSignal;
  readonly now: number;
  readonly skipped: SourceItem[];
  readonly place: string;
};

/** Files by the id that their name begins with: `file-abc123-photo.png`, `file_0000abc-sanitized.png`. */
function indexFiles(tree: FileTree): Map<string, TreeFile> {
  const index = new Map<string, TreeFile>();
  for (const file of tree.files) {
    const stem = /^(file[-_][A-Za-z0-9]+)/.exec(basename(file.name))?.[1];
    if (stem !== undefined && !index.has(stem)) index.set(stem, file);
  }
  return index;
}

function filePart(
  id: string,
  r: Reading,
  more: { name?: string | undefined; mediaType?: string | undefined } = {},
): SourcePart[] {
  const file = r.byStem.get(id);
  if (file === undefined) {
    r.skipped.push({ type: 'skipped', place: `${r.place} › ${more.name ?? id}`, because: 'missing_file' });
    return [];
  }
  // Its own name stands after the id: `file-abc123-photo.png`.
  const name = more.name ?? basename(file.name).replace(/^file[-_][A-Za-z0-9]+-(?=.)/, '');
  const mediaType = uploadTypeOf(more.mediaType ?? mediaTypeOf(name, basename(file.name)));
  return [{ type: 'blob', name, mediaType, sizeBytes: file.sizeBytes, open: () => r.tree.read(file, r.signal) }];
}

function pieceParts(piece: unknown, r: Reading): SourcePart[] {
  if (typeof piece === 'string') return piece === '' ? [] : [{ type: 'text', text: piece }];
  const pointer = Pointer.safeParse(piece).data;
  const id = pointer === undefined ? undefined : /:\/\/(file[-_][A-Za-z0-9]+)/.exec(pointer.asset_pointer)?.[1];
  if (id !== undefined) return filePart(id, r);
  const text = z.object({ text: z.string() }).safeParse(piece).data?.text ?? '';
  return text === '' ? [] : [{ type: 'text', text }];
}

/** What is written to a tool is a call; everything else is what was said. */
function contentParts(message: Message, r: Reading): SourcePart[] {
  const { content } = message;
  const text = content.text ?? content.result ?? content.content ?? '';
  switch (content.content_type) {
    case 'thoughts': {
      const thoughts = (content.thoughts ?? []).map(({ summary, content: body }) =>
        [summary, body].filter(Boolean).join('\n'),
      );
      return thoughts.length === 0 ? [] : [{ type: 'reasoning', text: thoughts.join('\n\n') }];
    }
    case 'reasoning_recap':
      return [];
    case 'code':
      return [
        {
          type: 'text',
          text: `\`\`\`${content.language === 'unknown' ? '' : (content.language ?? '')}\n${text}\n\`\`\``,
        },
      ];
    default: {
      const parts = (content.parts ?? []).flatMap((piece) => pieceParts(piece, r));
      return parts.length > 0 || text === '' ? parts : [{ type: 'text', text }];
    }
  }
}

function attachmentParts(message: Message, r: Reading, taken: readonly SourcePart[]): SourcePart[] {
  const names = new Set(taken.flatMap((part) => (part.type === 'blob' ? [part.sizeBytes] : [])));
  return (message.metadata?.attachments ?? []).flatMap((one) => {
    const attachment = Attachment.safeParse(one).data;
    if (attachment === undefined) return [];
    // A picture stands in the content already.
    const file = r.byStem.get(attachment.id);
    if (file !== undefined && names.has(file.sizeBytes)) return [];
    return filePart(attachment.id, r, { name: attachment.name, mediaType: attachment.mimeType ?? undefined });
  });
}

const isHidden = ({ content, author, metadata }: Message) =>
  metadata?.is_visually_hidden_from_conversation === true ||
  author.role === 'system' ||
  ['user_editable_context', 'model_editable_context'].includes(content.content_type);

function callOf(message: Message, parts: readonly SourcePart[]): CallPart | undefined {
  const { recipient, content } = message;
  if (typeof recipient !== 'string' || recipient === 'all') return undefined;
  const said = content.text ?? parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  return { type: 'call', tool: recipient, input: { text: said }, output: '', isFailed: false };
}

function nodeOf(raw: unknown, r: Reading): TreeNode | undefined {
  const node = Node.safeParse(raw).data;
  if (node === undefined) return undefined;
  const place = { key: node.id, parentKey: node.parent ?? null };
  const skip: TreeNode = { ...place, role: 'skip', parts: [], createdAt: r.now };
  if (node.message === null || node.message === undefined) return skip;
  const message = Message.safeParse(node.message).data;
  if (message === undefined) {
    r.skipped.push({ type: 'skipped', place: `${r.place} › ${node.id}`, because: 'wrong_shape' });
    return skip;
  }
  const said = isHidden(message) ? [] : contentParts(message, r);
  const call = callOf(message, said);
  const parts = call === undefined ? [...said, ...attachmentParts(message, r, said)] : [call];
  const model = message.metadata?.model_slug ?? undefined;
  const createdAt = timeOf(message.create_time) ?? r.now;
  const { role } = message.author;
  if (isHidden(message) || parts.length === 0) return { ...skip, createdAt };
  if (role === 'tool') return { ...place, role: 'result', parts, createdAt };
  if (role !== 'user' && role !== 'assistant') return { ...skip, createdAt };
  return { ...place, role, parts, createdAt, ...(model === undefined ? {} : { model: `chatgpt/${model}` }) };
}

function sessionOf(raw: unknown, r: Reading): SourceSession | 'wrong_shape' | 'empty' {
  const conversation = Conversation.safeParse(raw).data;
  const key = conversation?.conversation_id ?? conversation?.id;
  if (conversation === undefined || key === undefined) return 'wrong_shape';
  const nodes = Object.values(conversation.mapping).flatMap((node) => nodeOf(node, r) ?? []);
  const folded = foldTree(nodes);
  const { messages } = folded;
  const last = messages.at(-1);
  if (last === undefined) return 'empty';
  const createdAt = timeOf(conversation.create_time) ?? messages[0]?.createdAt ?? r.now;
  return {
    key,
    title: titleOf(conversation.title, firstWords(messages)),
    createdAt,
    updatedAt: Math.max(createdAt, timeOf(conversation.update_time) ?? last.createdAt),
    messages,
    headKey: (conversation.current_node && folded.messageOf(conversation.current_node)) || last.key,
  };
}

export const chatgpt: Importer = {
  kind: 'chatgpt',
  async *items(tree, { signal, now }) {
    const byStem = indexFiles(tree);
    for (const file of filesLike(tree, chatgptFiles)) {
      const bounds = { maxBytes: importBounds.conversationBytes, signal };
      for await (const { index, value, isTooLarge } of jsonElements(tree.read(file, signal), bounds)) {
        const title = titleOf(z.object({ title: z.string() }).safeParse(value).data?.title);
        const place = `${file.name}[${index}]${title === '' ? '' : ` “${title}”`}`;
        if (value === undefined) {
          yield { type: 'skipped', place, because: isTooLarge ? 'too_large' : 'unreadable' };
          continue;
        }
        const skipped: SourceItem[] = [];
        const session = sessionOf(value, { tree, byStem, signal, now, skipped, place });
        yield* skipped;
        if (typeof session === 'string') yield { type: 'skipped', place, because: session };
        else yield { type: 'session', place, session };
      }
    }
  },
};
