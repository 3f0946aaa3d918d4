// From what an importer finds to sessions of ours, a few messages a step; or only the count of it.
import { AppError, isAppError, isCancelled } from '#main/contract/errors.ts';
import {
  type BlobId,
  CallId,
  CommandId,
  type MessageId,
  MessageId as MessageIdSchema,
  SessionId,
} from '#main/contract/ids.ts';
import type { CallState, Part, Session, ToolCall } from '#main/contract/messages.ts';
import { type ImportReport, importLimits } from '#main/contract/transfer.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { newId } from '#main/platform/base/ids.ts';
import type { ImportedMessage, ImportedSession, Store } from '#main/platform/store/port.ts';
import type { FileTree } from './file-tree.ts';
import {
  type Importer,
  markOf,
  type SourceBlob,
  type SourceCall,
  type SourceItem,
  type SourceMessage,
  type SourceSession,
} from './source-item.ts';

export type ImportRun = {
  readonly importer: Importer;
  readonly tree: FileTree;
  readonly store: Pick<Store, 'imports' | 'blobs'>;
  /** False: everything is read and nothing written. */
  readonly isWriting: boolean;
  readonly now: number;
  readonly workspace: string;
  readonly untitled: string;
  readonly signal: AbortSignal;
  readonly onSession: (session: Session) => void;
};

/** One step of the store: short enough that nobody waits for it. */
const messagesPerStep = 200;
const idsPerLook = 1_000;
/** What of an output stands in the message; the rest is a file beside it. */
const outputChars = 32 * 1024;
const maxBlobBytes = 512 * 1024 * 1024;

/** A call that was under way elsewhere is not under way here. */
const endedState: Readonly<Record<CallState, CallState>> = {
  planning: 'stopped',
  asking: 'stopped',
  running: 'unknown',
  ...{ done: 'done', failed: 'failed', denied: 'denied', stopped: 'stopped', unknown: 'unknown' },
  proposed: 'stopped',
};

type Counts = { -readonly [K in keyof ImportReport]: ImportReport[K] };

function messageIdOf(run: ImportRun, session: SourceSession, message: SourceMessage): MessageId {
  return message.exact?.id ?? MessageIdSchema.parse(`imp-${markOf(run.importer.kind, session.key, message.key)}`);
}

async function storeBlob(run: ImportRun, blob: SourceBlob): Promise<{ id: BlobId; sizeBytes: number }> {
  const { name, mediaType, open } = blob;
  const { now, signal } = run;
  return run.store.blobs.put({
    bytes: open(),
    name: name.slice(0, 255),
    mediaType,
    maxBytes: maxBlobBytes,
    now,
    signal,
  });
}

async function* bytesOf(text: string) {
  yield new TextEncoder().encode(text);
}

async function callPart(run: ImportRun, call: SourceCall, o: { id: string; blobIds: BlobId[] }): Promise<ToolCall> {
  const part: ToolCall = {
    type: 'tool_call',
    callId: CallId.parse(o.id),
    tool: call.tool.slice(0, 100),
    input: call.input,
    state: call.isFailed ? 'failed' : 'done',
    title: { key: 'tools.imported_call', params: { tool: call.tool.slice(0, 100) } },
    effects: [],
    output: call.output.slice(0, outputChars),
  };
  if (call.output.length <= outputChars) return part;
  const whole: SourceBlob = {
    ...{ type: 'blob', name: 'output.txt', mediaType: 'text/plain', sizeBytes: 0 },
    open: () => bytesOf(call.output),
  };
  const { id } = await storeBlob(run, whole);
  o.blobIds.push(id);
  return { ...part, outputBlobId: id };
}

/** Parts as they are here: contents stored, calls with ids of their own. */
async function partsOf(
  run: ImportRun,
  message: SourceMessage,
  id: MessageId,
): Promise<{ parts: Part[]; blobIds: BlobId[] }> {
  const blobIds: BlobId[] = [];
  const parts: Part[] = [];
  for (const [index, part] of message.parts.entries()) {
    if (part.type === 'text' || part.type === 'reasoning') parts.push({ type: part.type, text: part.text });
    else if (part.type === 'call') parts.push(await callPart(run, part, { id: `${id}.${index}`, blobIds }));
    else {
      const stored = await storeBlob(run, part);
      blobIds.push(stored.id);
      const { name, mediaType } = part;
      const type = mediaType.startsWith('image/') ? 'image' : 'file';
      parts.push({ type, blobId: stored.id, mediaType, name, sizeBytes: stored.sizeBytes });
    }
  }
  return { parts, blobIds };
}

/** In an export of ours the parts are whole, but for the ids of their contents, which are new here. */
async function exactParts(
  run: ImportRun,
  { exact, parts }: SourceMessage,
): Promise<{ parts: Part[]; blobIds: BlobId[] }> {
  const renamed = new Map<string, BlobId>();
  for (const part of parts)
    if (part.type === 'blob' && part.exactId !== undefined) renamed.set(part.exactId, (await storeBlob(run, part)).id);
  const rename = (part: Part): Part => {
    if (part.type === 'image' || part.type === 'file')
      return { ...part, blobId: renamed.get(part.blobId) ?? part.blobId };
    if (part.type !== 'tool_call') return part;
    const { outputBlobId, ...call } = { ...part, state: endedState[part.state] };
    const here = outputBlobId === undefined ? undefined : renamed.get(outputBlobId);
    return here === undefined ? call : { ...call, outputBlobId: here };
  };
  return { parts: (exact?.parts ?? []).map(rename), blobIds: [...renamed.values()] };
}

async function toMessage(run: ImportRun, session: SourceSession, message: SourceMessage): Promise<ImportedMessage> {
  const id = messageIdOf(run, session, message);
  const parentId =
    message.parentKey === null
      ? null
      : message.exact === undefined
        ? MessageIdSchema.parse(`imp-${markOf(run.importer.kind, session.key, message.parentKey)}`)
        : MessageIdSchema.parse(message.parentKey);
  const { exact, role, createdAt, model } = message;
  const content = exact === undefined ? await partsOf(run, message, id) : await exactParts(run, message);
  const plain = { status: 'done' as const, pinned: false };
  const { id: _id, parts: _parts, ...kept } = exact ?? { ...plain, id, parts: [] };
  return { id, parentId, role, createdAt, ...content, ...kept, ...(model === undefined ? {} : { model }) };
}

function toSession(run: ImportRun, source: SourceSession): ImportedSession {
  const { exact, createdAt, updatedAt, title } = source;
  return {
    key: CommandId.parse(`import:${run.importer.kind}:${markOf(source.key)}`),
    id: exact?.id ?? SessionId.parse(newId(createdAt)),
    title: title === '' ? run.untitled : title,
    titleIsAutomatic: exact?.titleIsAutomatic ?? title === '',
    workspace: run.workspace,
    pinned: exact?.pinned ?? false,
    archived: exact?.archived ?? false,
    ...{ createdAt, updatedAt },
    ...(exact?.model === undefined ? {} : { model: exact.model }),
    ...(exact?.usage === undefined ? {} : { usage: exact.usage }),
  };
}

async function missingOf(run: ImportRun, source: SourceSession): Promise<SourceMessage[]> {
  const missing: SourceMessage[] = [];
  for (let from = 0; from < source.messages.length; from += idsPerLook) {
    throwIfAborted(run.signal);
    const some = source.messages.slice(from, from + idsPerLook);
    const known = await run.store.imports.known(some.map((message) => messageIdOf(run, source, message)));
    missing.push(...some.filter((message) => !known.has(messageIdOf(run, source, message))));
  }
  return missing;
}

async function write(run: ImportRun, source: SourceSession, missing: readonly SourceMessage[]): Promise<void> {
  const { imports } = run.store;
  const session = toSession(run, source);
  const head = source.messages.find(({ key }) => key === source.headKey);
  let stored: Session | undefined;
  for (let from = 0; from < missing.length; from += messagesPerStep) {
    throwIfAborted(run.signal);
    const messages: ImportedMessage[] = [];
    for (const message of missing.slice(from, from + messagesPerStep))
      messages.push(await toMessage(run, source, message));
    const isLast = from + messagesPerStep >= missing.length;
    const headId = isLast && head !== undefined ? { headId: messageIdOf(run, source, head) } : {};
    stored = (await imports.add({ session, messages, now: run.now, ...headId })).session;
  }
  if (stored === undefined) return;
  if (source.exact !== undefined) await imports.addCompactions(stored.id, source.exact.compactions);
  run.onSession(stored);
}

async function take(run: ImportRun, source: SourceSession, counts: Counts): Promise<void> {
  const { key, id } = toSession(run, source);
  const here = await run.store.imports.find({ key, ...(source.exact === undefined ? {} : { id }) });
  const missing = await missingOf(run, source);
  if (run.isWriting) await write(run, source, missing);
  const contents = missing.flatMap(({ parts }) => parts.filter(({ type }) => type === 'blob'));
  if (here === undefined) counts.sessions += 1;
  else counts.knownSessions += 1;
  counts.messages += missing.length;
  counts.knownMessages += source.messages.length - missing.length;
  counts.attachments += contents.length;
}

/** What one session fails for is told, and the next one comes. A full disk, or the end of all, is no matter of one. */
function reasonOf(error: unknown): 'misplaced' | 'unreadable' {
  if (!isAppError(error) || isCancelled(error) || error.code !== 'invalid_input') throw error;
  return error.details?.reason === 'import_misplaced' ? 'misplaced' : 'unreadable';
}

export async function runImport(run: ImportRun): Promise<ImportReport> {
  const none = { sessions: 0, messages: 0, attachments: 0, knownSessions: 0, knownMessages: 0, skippedCount: 0 };
  const counts: Counts = { kind: run.importer.kind, ...none, skipped: [] };
  const skip = ({ place, because: reason }: Extract<SourceItem, { type: 'skipped' }>) => {
    counts.skippedCount += 1;
    const listed = { place: place.slice(0, 500), reason };
    if (counts.skipped.length < importLimits.listedSkipped) counts.skipped = [...counts.skipped, listed];
  };
  for await (const item of run.importer.items(run.tree, run)) {
    throwIfAborted(run.signal);
    if (item.type === 'skipped') skip(item);
    else
      await take(run, item.session, counts).catch((error: unknown) =>
        skip({ type: 'skipped', place: item.place, because: reasonOf(error) }),
      );
  }
  if (counts.sessions + counts.knownSessions === 0 && counts.skippedCount === 0)
    throw new AppError('invalid_input', 'There are no chats in it.', { details: { reason: 'import_unknown' } });
  return counts;
}
