// Assistants that keep each session in a file of its own: ClawdBot in Python, Octoclaw and PicoClaw.
import { basename } from 'node:path';
import { z } from 'zod';
import type { ImportKind } from '#main/contract/transfer.ts';
import { parseJson } from '#main/platform/base/json.ts';
import { nodesOfList } from './chat-list.ts';
import { type FileTree, readText, type TreeFile } from './file-tree.ts';
import { foldTree } from './fold-tree.ts';
import { jsonLines } from './json-stream.ts';
import {
  firstWords,
  type Importer,
  importBounds,
  type SkipReason,
  type SourceItem,
  type SourceSession,
  timeOf,
  titleOf,
} from './source-item.ts';

const anyMessages = z.array(z.unknown());
/** What a file says about its session, whoever wrote it. */
type Facts = {
  readonly key: string;
  readonly title: unknown;
  readonly createdAt: unknown;
  readonly updatedAt: unknown;
  readonly model?: string | undefined;
  readonly entries: readonly { readonly place: string; readonly value: unknown }[];
};
type Reading = { readonly tree: FileTree; readonly signal: AbortSignal; readonly now: number };
type ReadFacts = (file: TreeFile, r: Reading, skip: (item: SourceItem) => void) => Promise<Facts | SkipReason>;

const placed = (name: string, messages: readonly unknown[]) =>
  messages.map((value, index) => ({ place: `${name} › messages[${index}]`, value }));

async function readJson(file: TreeFile, { tree, signal }: Reading): Promise<unknown> {
  const text = await readText(tree, file, { maxBytes: importBounds.conversationBytes, signal });
  return text === undefined ? 'too_large' : parseJson(text);
}

const Octoclaw = z
  .object({ id: z.string().min(1), title: z.string().nullish(), model: z.string().nullish(), messages: anyMessages })
  .and(z.object({ created_at: z.unknown().optional(), updated_at: z.unknown().optional() }));
const Clawdbot = z
  .object({ session_id: z.string().min(1), messages: anyMessages })
  .and(z.object({ created_at: z.unknown().optional(), updated_at: z.unknown().optional() }));
const Picoclaw = z
  .object({ key: z.string().min(1), messages: anyMessages.nullish() })
  .and(z.object({ created: z.unknown().optional(), updated: z.unknown().optional() }));
const PicoclawMeta = z.object({
  key: z.string(),
  created_at: z.unknown().optional(),
  updated_at: z.unknown().optional(),
});

async function readLines(file: TreeFile, r: Reading, skip: (item: SourceItem) => void): Promise<Facts['entries']> {
  const entries: { place: string; value: unknown }[] = [];
  const bounds = { maxBytes: importBounds.lineBytes, signal: r.signal };
  for await (const { index, value, isTooLarge } of jsonLines(r.tree.read(file, r.signal), bounds)) {
    const place = `${file.name}:${index}`;
    if (value === undefined) skip({ type: 'skipped', place, because: isTooLarge ? 'too_large' : 'unreadable' });
    else if (entries.length < importBounds.messagesPerSession) entries.push({ place, value });
    else skip({ type: 'skipped', place, because: 'too_large' });
  }
  return entries;
}

const readOctoclaw: ReadFacts = async (file, r) => {
  const value = await readJson(file, r);
  if (value === 'too_large') return value;
  const session = Octoclaw.safeParse(value).data;
  if (session === undefined) return value === undefined ? 'unreadable' : 'wrong_shape';
  const { id, title, model, messages, created_at: createdAt, updated_at: updatedAt } = session;
  return { key: id, title, createdAt, updatedAt, model: model ?? undefined, entries: placed(file.name, messages) };
};

const readClawdbot: ReadFacts = async (file, r, skip) => {
  if (file.name.endsWith('.jsonl')) {
    const key = file.name.split('/').at(-2) ?? file.name;
    return {
      key,
      title: undefined,
      createdAt: undefined,
      updatedAt: undefined,
      entries: await readLines(file, r, skip),
    };
  }
  const value = await readJson(file, r);
  if (value === 'too_large') return value;
  const session = Clawdbot.safeParse(value).data;
  if (session === undefined) return value === undefined ? 'unreadable' : 'wrong_shape';
  const { session_id: key, messages, created_at: createdAt, updated_at: updatedAt } = session;
  return { key, title: undefined, createdAt, updatedAt, entries: placed(file.name, messages) };
};

const readPicoclaw: ReadFacts = async (file, r, skip) => {
  if (file.name.endsWith('.jsonl')) {
    const about = r.tree.find(file.name.replace(/\.jsonl$/, '.meta.json'));
    const meta = about === undefined ? undefined : PicoclawMeta.safeParse(await readJson(about, r)).data;
    const key = meta?.key ?? basename(file.name, '.jsonl');
    const entries = await readLines(file, r, skip);
    return { key, title: undefined, createdAt: meta?.created_at, updatedAt: meta?.updated_at, entries };
  }
  const value = await readJson(file, r);
  if (value === 'too_large') return value;
  const session = Picoclaw.safeParse(value).data;
  if (session === undefined) return value === undefined ? 'unreadable' : 'wrong_shape';
  const { key, messages, created: createdAt, updated: updatedAt } = session;
  return { key, title: undefined, createdAt, updatedAt, entries: placed(file.name, messages ?? []) };
};

function toSession(
  facts: Facts,
  o: { now: number; skip: (item: SourceItem) => void; kind: ImportKind },
): SourceSession | undefined {
  const given = timeOf(facts.createdAt);
  const { messages } = foldTree(nodesOfList({ entries: facts.entries, now: given ?? o.now, skip: o.skip }));
  const last = messages.at(-1);
  if (last === undefined) return undefined;
  const first = messages[0]?.createdAt ?? o.now;
  const createdAt = given === undefined ? first : Math.min(given, first);
  const model = facts.model ? `${o.kind}/${facts.model.replaceAll(/\s/g, '-')}` : undefined;
  return {
    key: facts.key,
    title: titleOf(facts.title, firstWords(messages), facts.key),
    createdAt,
    updatedAt: Math.max(createdAt, timeOf(facts.updatedAt) ?? last.createdAt),
    messages: messages.map((message) =>
      model === undefined || message.role === 'user' ? message : { ...message, model },
    ),
    headKey: last.key,
  };
}

function importerOf(kind: ImportKind, pattern: RegExp, readFacts: ReadFacts): Importer {
  return {
    kind,
    async *items(tree, { signal, now }) {
      for (const file of tree.files.filter(({ name }) => pattern.test(name))) {
        const skipped: SourceItem[] = [];
        const skip = (item: SourceItem) => void skipped.push(item);
        const facts = await readFacts(file, { tree, signal, now }, skip);
        const session = typeof facts === 'string' ? undefined : toSession(facts, { now, skip, kind });
        yield* skipped;
        if (session !== undefined) yield { type: 'session', place: file.name, session };
        else yield { type: 'skipped', place: file.name, because: typeof facts === 'string' ? facts : 'empty' };
      }
    },
  };
}

export const octoclawFiles = /(^|\/)sessions\/[^/]+\.json$/;
export const clawdbotFiles =
  /(^|\/)(sessions|\.sessions)\/([^/]+\/transcript\.jsonl|(?!sessions\.json|session_map\.json)[^/]+\.json)$/;
export const picoclawFiles = /(^|\/)sessions\/(?![^/]*\.meta\.json)[^/]+\.jsonl?$/;

export const octoclaw = importerOf('octoclaw', octoclawFiles, readOctoclaw);
export const clawdbot = importerOf('clawdbot', clawdbotFiles, readClawdbot);
export const picoclaw = importerOf('picoclaw', picoclawFiles, readPicoclaw);
