// Exports of Limpet itself as JSON: taken over as they are, ids included.
import { z } from 'zod';
import { Compaction, Message, Session } from '#main/contract/messages.ts';
import { parseJson } from '#main/platform/base/json.ts';
import { sessionFormat, sessionFormatVersion } from '../transfer/export-json.ts';
import { type FileTree, filesLike, readText, type TreeFile } from './file-tree.ts';
import {
  type Importer,
  importBounds,
  type SourceBlob,
  type SourceItem,
  type SourceMessage,
  type SourceSession,
} from './source-item.ts';

const Exported = z.object({
  format: z.literal(sessionFormat),
  formatVersion: z.number().int().max(sessionFormatVersion),
  session: Session,
  compactions: z.array(z.unknown()),
  messages: z.array(z.unknown()),
  blobs: z.array(
    z.object({ id: z.string(), name: z.string(), mediaType: z.string(), sizeBytes: z.number(), file: z.string() }),
  ),
});
type Exported = z.infer<typeof Exported>;

/** Larger than a conversation of others: tools and all versions are in it. */
const maxBytes = 4 * importBounds.conversationBytes;

export const limpetFiles = /^(?!attachments\/).*\.json$/;

export async function isLimpetFile(tree: FileTree, file: TreeFile, signal: AbortSignal): Promise<boolean> {
  let head = '';
  for await (const chunk of tree.read(file, signal)) {
    head += Buffer.from(chunk).toString('latin1');
    if (head.length >= 200) break;
  }
  return head.slice(0, 200).includes(`"format":"${sessionFormat}"`);
}

type Reading = {
  readonly tree: FileTree;
  readonly signal: AbortSignal;
  readonly place: string;
  readonly skipped: SourceItem[];
};

function blobsOf(exported: Exported, r: Reading): Map<string, SourceBlob> {
  const { tree, signal } = r;
  return new Map(
    exported.blobs.flatMap((blob): [string, SourceBlob][] => {
      const file = tree.find(blob.file);
      if (file === undefined) {
        r.skipped.push({ type: 'skipped', place: `${r.place} › ${blob.name}`, because: 'missing_file' });
        return [];
      }
      const { id: exactId, name, mediaType } = blob;
      const open = () => tree.read(file, signal);
      return [[exactId, { type: 'blob', name, mediaType, sizeBytes: file.sizeBytes, open, exactId }]];
    }),
  );
}

function messageOf(message: Message, blobs: ReadonlyMap<string, SourceBlob>): SourceMessage {
  const ids = message.parts.flatMap((part) => {
    if (part.type === 'image' || part.type === 'file') return [part.blobId];
    return part.type === 'tool_call' && part.outputBlobId !== undefined ? [part.outputBlobId] : [];
  });
  // A turn of the other Limpet does not run here: what was being written is as it was left.
  const status = message.status === 'streaming' ? 'interrupted' : message.status;
  const { id, parts, pinned, error, usage, endedAt } = message;
  return {
    key: id,
    parentKey: message.parentId,
    role: message.role,
    parts: ids.flatMap((blobId) => blobs.get(blobId) ?? []),
    createdAt: message.createdAt,
    ...(message.model === undefined ? {} : { model: message.model }),
    exact: {
      ...{ id, parts, pinned, status },
      ...(error === undefined ? {} : { error }),
      ...(usage === undefined ? {} : { usage }),
      ...(endedAt === undefined ? {} : { endedAt }),
    },
  };
}

function sessionOf(exported: Exported, r: Reading): SourceSession {
  const blobs = blobsOf(exported, r);
  const messages = exported.messages.flatMap((raw, index) => {
    const message = Message.safeParse(raw).data;
    if (message !== undefined) return [messageOf(message, blobs)];
    r.skipped.push({ type: 'skipped', place: `${r.place} › messages[${index}]`, because: 'wrong_shape' });
    return [];
  });
  const { session } = exported;
  return {
    key: session.id,
    title: session.title,
    createdAt: session.createdAt,
    updatedAt: session.updatedAt,
    messages,
    headKey: session.headId,
    exact: { ...session, compactions: exported.compactions.flatMap((one) => Compaction.safeParse(one).data ?? []) },
  };
}

export const limpet: Importer = {
  kind: 'limpet',
  async *items(tree, { signal }) {
    for (const file of filesLike(tree, limpetFiles)) {
      if (!(await isLimpetFile(tree, file, signal))) continue;
      const text = await readText(tree, file, { maxBytes, signal });
      const value = text === undefined ? undefined : parseJson(text);
      const exported = Exported.safeParse(value).data;
      if (exported === undefined) {
        const reason = text === undefined ? 'too_large' : value === undefined ? 'unreadable' : 'wrong_shape';
        yield { type: 'skipped', place: file.name, because: reason };
        continue;
      }
      const skipped: SourceItem[] = [];
      const session = sessionOf(exported, { tree, signal, place: file.name, skipped });
      yield* skipped;
      yield { type: 'session', place: file.name, session };
    }
  },
};
