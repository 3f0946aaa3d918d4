// Whose export or data folder this is, by what lies in it.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { parseJson } from '#main/platform/base/json.ts';
import { chatgpt, chatgptFiles } from './chatgpt.ts';
import { claude } from './claude.ts';
import { type FileTree, filesLike, readText, type TreeFile } from './file-tree.ts';
import { jsonElements } from './json-stream.ts';
import { isLimpetFile, limpet, limpetFiles } from './limpet.ts';
import { openclaw, openclawFiles } from './openclaw.ts';
import { clawdbot, octoclaw, picoclaw } from './session-files.ts';
import { type Importer, importBounds } from './source-item.ts';

/** So many files are looked into before it counts as none of ours. */
const looks = 20;

async function firstElement(tree: FileTree, file: TreeFile, signal: AbortSignal): Promise<unknown> {
  const bounds = { maxBytes: importBounds.conversationBytes, signal };
  for await (const { value } of jsonElements(tree.read(file, signal), bounds)) if (value !== undefined) return value;
  return undefined;
}

const isChatgpt = (value: unknown) =>
  z
    .object({ mapping: z.record(z.string(), z.unknown()) })
    .loose()
    .safeParse(value).success;
const isClaude = (value: unknown) =>
  z
    .object({ chat_messages: z.array(z.unknown()) })
    .loose()
    .safeParse(value).success;

async function byConversations(tree: FileTree, signal: AbortSignal): Promise<Importer | undefined> {
  for (const file of filesLike(tree, chatgptFiles).slice(0, looks)) {
    const value = await firstElement(tree, file, signal);
    if (isChatgpt(value)) return chatgpt;
    if (isClaude(value)) return claude;
  }
  return undefined;
}

/** The three look alike from outside; the names of their fields tell. */
function bySession(value: unknown): Importer | undefined {
  const has = (...names: string[]) =>
    names.every((name) => typeof value === 'object' && value !== null && name in value);
  if (has('session_id', 'messages')) return clawdbot;
  if (has('key', 'messages', 'created')) return picoclaw;
  if (has('id', 'messages', 'created_at')) return octoclaw;
  return undefined;
}

async function bySessions(tree: FileTree, signal: AbortSignal): Promise<Importer | undefined> {
  const names = tree.files.map(({ name }) => name);
  if (names.some((name) => openclawFiles.test(name))) return openclaw;
  if (names.some((name) => /(^|\/)\.?sessions\/[^/]+\/transcript\.jsonl$/.test(name))) return clawdbot;
  if (names.some((name) => /(^|\/)sessions\/[^/]+\.meta\.json$/.test(name))) return picoclaw;
  const files = tree.files.filter(({ name }) => /(^|\/)\.?sessions\/[^/]+\.json$/.test(name));
  for (const file of files.slice(0, looks)) {
    const text = await readText(tree, file, { maxBytes: importBounds.conversationBytes, signal });
    const found = bySession(parseJson(text ?? ''));
    if (found !== undefined) return found;
  }
  return names.some((name) => /(^|\/)sessions\/[^/]+\.jsonl$/.test(name)) ? picoclaw : undefined;
}

async function byFormat(tree: FileTree, signal: AbortSignal): Promise<Importer | undefined> {
  for (const file of filesLike(tree, limpetFiles).slice(0, looks))
    if (await isLimpetFile(tree, file, signal)) return limpet;
  return undefined;
}

/** `invalid_input` with reason `import_unknown` for what nobody knows. */
export async function findImporter(tree: FileTree, signal: AbortSignal): Promise<Importer> {
  const found =
    (await byFormat(tree, signal)) ?? (await byConversations(tree, signal)) ?? (await bySessions(tree, signal));
  if (found !== undefined) return found;
  throw new AppError(
    'invalid_input',
    'There are no chats in it that Limpet knows how to read. Choose another file or folder.',
    {
      details: { reason: 'import_unknown' },
    },
  );
}
