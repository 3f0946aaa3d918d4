// An export as a stream of bytes: one file where that says it all, otherwise an archive with the attachments.

import type { BlobId, SessionId } from '#main/contract/ids.ts';
import type { Session } from '#main/contract/messages.ts';
import type { Note } from '#main/contract/notes.ts';
import type { ExportFormat } from '#main/contract/transfer.ts';
import { throwIfAborted } from '#main/platform/base/abort.ts';
import { type ZipEntry, zipBytes } from '#main/platform/base/zip/write-zip.ts';
import type { Store } from '#main/platform/store/port.ts';
import type { Translate } from '#main/platform/texts/translate.ts';
import { writeHtml } from './export-html.ts';
import { writeJson } from './export-json.ts';
import { writeMarkdown } from './export-markdown.ts';
import { createExportSource, type ExportSource } from './export-source.ts';

export type ExportDeps = {
  readonly store: Pick<Store, 'messages' | 'blobs' | 'sessions' | 'notes'>;
  readonly t: Translate;
};
export type ExportOptions = {
  readonly format: ExportFormat;
  readonly now: number;
  readonly signal: AbortSignal;
  readonly onSession: (done: number) => void;
};
export type ExportStream = {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly counts: { sessions: number; messages: number; missing: number };
};

const formats = {
  markdown: { ending: 'md', mediaType: 'text/markdown' },
  json: { ending: 'json', mediaType: 'application/json' },
  html: { ending: 'html', mediaType: 'text/html' },
} as const;

/** Tags in a line of their own, so that title and text stay as they are. */
function noteAsMarkdown({ title, tags, body }: Note): string {
  const head = tags.length === 0 ? `# ${title}` : `# ${title}\n\nTags: ${tags.join(', ')}`;
  return `${head}\n\n${body}${body === '' || body.endsWith('\n') ? '' : '\n'}`;
}

export function slugOf(title: string, otherwise = 'chat'): string {
  const slug = title
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  return slug === '' ? otherwise : slug;
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

function writeSession(format: ExportFormat, source: ExportSource, t: Translate): AsyncGenerator<string> {
  if (format === 'json') return writeJson(source);
  return format === 'html' ? writeHtml(source, t) : writeMarkdown(source, t);
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}

/** Undefined: its content is gone. */
const openBlob = (store: ExportDeps['store'], id: BlobId) => store.blobs.stream(id).catch(() => undefined);

type Archive = { readonly deps: ExportDeps; readonly options: ExportOptions; readonly counts: ExportStream['counts'] };

function sourceOf({ deps, options }: Archive, session: Session, above: string): ExportSource {
  const { format, now: exportedAt, signal } = options;
  return createExportSource({ store: deps.store, session, exportedAt, above, withOutputs: format === 'json', signal });
}

async function* attachments(a: Archive, source: ExportSource, written: Set<string>): AsyncGenerator<ZipEntry> {
  for (const blob of source.blobs()) {
    if (written.has(blob.file)) continue;
    written.add(blob.file);
    const bytes = await openBlob(a.deps.store, blob.id);
    if (bytes === undefined) a.counts.missing += 1;
    else yield { name: blob.file, at: a.options.now, bytes, isPacked: /^(image|video|audio)\//.test(blob.mediaType) };
  }
}

function count(a: Archive, source: ExportSource): void {
  a.counts.sessions += 1;
  a.counts.messages += source.counts.messages;
  a.counts.missing += source.counts.missing;
  a.options.onSession(a.counts.sessions);
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** Every note as Markdown, whatever the format of the chats: that is what it is written in. */
async function* noteEntries({ deps, options }: Archive): AsyncGenerator<ZipEntry> {
  const { notes } = deps.store;
  let written = 0;
  let after: string | undefined;
  do {
    throwIfAborted(options.signal);
    const page = await notes.list({ text: '', trash: false, limit: 200, after });
    for (const { id } of page.notes) {
      const note = await notes.get(id).catch(() => undefined); // deleted for good in the meantime
      if (note === undefined) continue;
      written += 1;
      const name = `notes/${String(written).padStart(5, '0')}-${dayOf(note.createdAt)}-${slugOf(note.title, 'note')}.md`;
      yield { name, at: options.now, bytes: encoded(once(noteAsMarkdown(note))) };
    }
    after = page.next;
  } while (after !== undefined);
}

async function* allEntries(a: Archive, ids: readonly SessionId[]): AsyncGenerator<ZipEntry> {
  const { deps, options } = a;
  const written = new Set<string>();
  for (const [index, id] of ids.entries()) {
    const session = await deps.store.sessions.get(id).catch(() => undefined); // deleted for good in the meantime
    if (session === undefined) continue;
    const source = sourceOf(a, session, '../');
    const name = `chats/${String(index + 1).padStart(5, '0')}-${dayOf(session.createdAt)}-${slugOf(session.title)}`;
    const bytes = encoded(writeSession(options.format, source, deps.t));
    yield { name: `${name}.${formats[options.format].ending}`, at: options.now, bytes };
    yield* attachments(a, source, written);
    count(a, source);
  }
  yield* noteEntries(a);
}

async function* oneEntry(a: Archive, session: Session): AsyncGenerator<ZipEntry> {
  const source = sourceOf(a, session, '');
  const name = `${slugOf(session.title)}.${formats[a.options.format].ending}`;
  yield { name, at: a.options.now, bytes: encoded(writeSession(a.options.format, source, a.deps.t)) };
  yield* attachments(a, source, new Set());
  count(a, source);
}

/** Attachments that a single file cannot hold: those of a page are inside it when they are pictures. */
async function needsArchive(a: Archive, session: Session): Promise<boolean> {
  const source = sourceOf(a, session, '');
  const messages = a.options.format === 'json' ? source.everyMessage() : source.shownMessages();
  for await (const _ of messages) {
    // Only what it carries matters.
  }
  const isInside = (mediaType: string) => a.options.format === 'html' && /^image\/(png|jpeg|gif|webp)$/.test(mediaType);
  return source.blobs().some((blob) => !isInside(blob.mediaType));
}

async function* oneFile(a: Archive, session: Session): AsyncGenerator<Uint8Array> {
  const source = sourceOf(a, session, '');
  yield* encoded(writeSession(a.options.format, source, a.deps.t));
  count(a, source);
}

const newCounts = () => ({ sessions: 0, messages: 0, missing: 0 });

export async function exportOne(deps: ExportDeps, session: Session, options: ExportOptions): Promise<ExportStream> {
  const a: Archive = { deps, options, counts: newCounts() };
  const name = slugOf(session.title);
  if (await needsArchive(a, session)) {
    const bytes = zipBytes(oneEntry(a, session), options.signal);
    return { name: `${name}.zip`, mediaType: 'application/zip', bytes, counts: a.counts };
  }
  const { ending, mediaType } = formats[options.format];
  return { name: `${name}.${ending}`, mediaType, bytes: oneFile(a, session), counts: a.counts };
}

export function exportAll(deps: ExportDeps, ids: readonly SessionId[], options: ExportOptions): ExportStream {
  const a: Archive = { deps, options, counts: newCounts() };
  return {
    name: `limpet-chats-${dayOf(options.now)}-${options.format}.zip`,
    mediaType: 'application/zip',
    bytes: zipBytes(allEntries(a, ids), options.signal),
    counts: a.counts,
  };
}
