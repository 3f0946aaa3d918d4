// Data folders of OpenClaw, before that ClawdBot: a transcript of lines per session, and one index per agent.
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { parseJson } from '#main/platform/base/json.ts';
import { type FileTree, readText, type TreeFile } from './file-tree.ts';
import { type CallPart, foldTree, type TreeNode } from './fold-tree.ts';
import { jsonLines } from './json-stream.ts';
import {
  firstWords,
  type Importer,
  importBounds,
  type SourceItem,
  type SourcePart,
  timeOf,
  titleOf,
} from './source-item.ts';

export const openclawFiles = /(^|\/)agents\/[^/]+\/sessions\/[^/]+\.jsonl$/;

const Block = z
  .object({
    type: z.string(),
    text: z.string().nullish(),
    thinking: z.string().nullish(),
    id: z.string().nullish(),
    name: z.string().nullish(),
    arguments: z.unknown().optional(),
    data: z.string().nullish(),
    mimeType: z.string().nullish(),
  })
  .loose();
const Said = z
  .object({
    role: z.string(),
    content: z.unknown().optional(),
    timestamp: z.unknown().optional(),
    provider: z.string().nullish(),
    model: z.string().nullish(),
    toolCallId: z.string().nullish(),
    toolName: z.string().nullish(),
    isError: z.boolean().nullish(),
  })
  .loose();
const Line = z
  .object({
    type: z.string(),
    id: z.string().nullish(),
    parentId: z.string().nullish(),
    timestamp: z.unknown().optional(),
    message: z.unknown().optional(),
  })
  .loose();
const Index = z.record(
  z.string(),
  z
    .object({
      sessionId: z.string().nullish(),
      label: z.string().nullish(),
      displayName: z.string().nullish(),
      subject: z.string().nullish(),
      updatedAt: z.unknown().optional(),
    })
    .loose(),
);

const pictureTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

async function* bytesOf(base64: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(base64, 'base64');
}

function blockPart(raw: unknown): (SourcePart | CallPart)[] {
  if (typeof raw === 'string') return raw === '' ? [] : [{ type: 'text', text: raw }];
  const block = Block.safeParse(raw).data;
  if (block === undefined) return [];
  if (block.type === 'text' && block.text) return [{ type: 'text', text: block.text }];
  if (block.type === 'thinking' && block.thinking) return [{ type: 'reasoning', text: block.thinking }];
  if (block.type === 'image' && block.data && pictureTypes.has(block.mimeType ?? '')) {
    const { data, mimeType } = block;
    const name = `image.${(mimeType ?? '').slice('image/'.length)}`;
    const sizeBytes = Math.floor((data.length * 3) / 4);
    return [{ type: 'blob', name, mediaType: mimeType ?? '', sizeBytes, open: () => bytesOf(data) }];
  }
  if (block.type !== 'toolCall' || !block.name) return [];
  const call: CallPart = { type: 'call', tool: block.name, input: block.arguments ?? {}, output: '', isFailed: false };
  return [block.id ? { ...call, id: block.id } : call];
}

const partsOf = (content: unknown) => (Array.isArray(content) ? content.flatMap(blockPart) : blockPart(content));

function roleOf(role: string): TreeNode['role'] | undefined {
  if (role === 'user' || role === 'assistant') return role;
  if (role === 'toolResult' || role === 'tool') return 'result';
  return role === 'system' ? 'skip' : undefined;
}

/** Undefined: a line of type `message` that holds none. */
function nodeOf(
  line: z.infer<typeof Line>,
  at: { key: string; parentKey: string | null; now: number },
): TreeNode | undefined {
  const base = { key: at.key, parentKey: at.parentKey, createdAt: timeOf(line.timestamp) ?? at.now };
  if (line.type !== 'message') return { ...base, role: 'skip', parts: [] };
  const said = Said.safeParse(line.message).data;
  const role = said === undefined ? undefined : roleOf(said.role);
  if (said === undefined || role === undefined) return undefined;
  const parts = partsOf(said.content);
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  const answer: CallPart = {
    type: 'call',
    tool: said.toolName ?? 'tool',
    input: {},
    output: text,
    isFailed: said.isError === true,
  };
  return {
    ...base,
    createdAt: timeOf(said.timestamp) ?? base.createdAt,
    role: parts.length === 0 ? 'skip' : role,
    parts: role === 'result' ? [answer, ...parts.filter(({ type }) => type === 'blob')] : parts,
    ...(said.toolCallId ? { callId: said.toolCallId } : {}),
    ...(said.model
      ? { model: `${(said.provider || 'openclaw').replaceAll(/[\s/]/g, '-')}/${said.model.replaceAll(/\s/g, '-')}` }
      : {}),
  };
}

type Transcript = {
  readonly id: string;
  readonly createdAt: number | undefined;
  readonly nodes: TreeNode[];
  readonly skipped: SourceItem[];
};

async function readTranscript(
  tree: FileTree,
  file: TreeFile,
  o: { signal: AbortSignal; now: number },
): Promise<Transcript> {
  const nodes: TreeNode[] = [];
  const skipped: SourceItem[] = [];
  let [id, createdAt] = [basename(file.name, '.jsonl'), undefined as number | undefined];
  const bounds = { maxBytes: importBounds.lineBytes, signal: o.signal };
  for await (const { index, value, isTooLarge } of jsonLines(tree.read(file, o.signal), bounds)) {
    const place = `${file.name}:${index}`;
    const line = Line.safeParse(value).data;
    if (line === undefined) {
      const reason = isTooLarge ? 'too_large' : value === undefined ? 'unreadable' : 'wrong_shape';
      skipped.push({ type: 'skipped', place, because: reason });
      continue;
    }
    if (line.type === 'session') {
      id = line.id ?? id;
      createdAt = timeOf(line.timestamp);
      continue;
    }
    const last = nodes.at(-1)?.key ?? null;
    // Older transcripts name no parents: each line goes on from the one before.
    const parentKey = line.id ? (line.parentId ?? last) : last;
    const node = nodeOf(line, { key: line.id ?? `line-${index}`, parentKey, now: createdAt ?? o.now });
    if (node === undefined) skipped.push({ type: 'skipped', place, because: 'wrong_shape' });
    else if (nodes.length < importBounds.messagesPerSession) nodes.push(node);
    else skipped.push({ type: 'skipped', place, because: 'too_large' });
  }
  return { id, createdAt, nodes, skipped };
}

/** What the index calls each session, by its id. */
async function readNames(tree: FileTree, folder: string, signal: AbortSignal): Promise<Map<string, string>> {
  const file = tree.find(`${folder}/sessions.json`);
  const text =
    file === undefined ? undefined : await readText(tree, file, { maxBytes: importBounds.conversationBytes, signal });
  const index = Index.safeParse(parseJson(text ?? '')).data ?? {};
  return new Map(
    Object.entries(index).flatMap(([key, { sessionId, label, displayName, subject }]) =>
      sessionId ? [[sessionId, titleOf(label, displayName, subject, key.endsWith(':main') ? '' : key)] as const] : [],
    ),
  );
}

export const openclaw: Importer = {
  kind: 'openclaw',
  async *items(tree, o) {
    const names = new Map<string, Map<string, string>>();
    for (const file of tree.files.filter(({ name }) => openclawFiles.test(name))) {
      const folder = dirname(file.name);
      const known = names.get(folder) ?? (await readNames(tree, folder, o.signal));
      names.set(folder, known);
      const { id, createdAt, nodes, skipped } = await readTranscript(tree, file, o);
      yield* skipped;
      const { messages } = foldTree(nodes);
      const last = messages.at(-1);
      if (last === undefined) {
        yield { type: 'skipped', place: file.name, because: 'empty' };
        continue;
      }
      const start = createdAt ?? messages[0]?.createdAt ?? o.now;
      const title = titleOf(known.get(id), firstWords(messages), id);
      const session = {
        key: id,
        title,
        createdAt: start,
        updatedAt: Math.max(start, last.createdAt),
        messages,
        headKey: last.key,
      };
      yield { type: 'session', place: file.name, session };
    }
  },
};
