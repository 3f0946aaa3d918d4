// Chats to take along and to bring in: export as files, import from other assistants and from Limpet itself.
import { z } from 'zod';
import { BlobId, SessionId } from './ids.ts';
import { command, query, stream } from './kernel.ts';

/** `json` holds everything and can be imported again; the others are for reading: the version that is shown. */
export const ExportFormat = z.enum(['markdown', 'json', 'html']);
export type ExportFormat = z.infer<typeof ExportFormat>;

const count = z.number().int().nonnegative();

export const Exported = z.object({
  /** Fetched like an attachment. It goes with the first export that comes more than an hour later. */
  blobId: BlobId,
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: count,
  /** Where the same bytes lie on the machine that runs Limpet: to copy, never to change. */
  path: z.string(),
  sessions: count,
  messages: count,
  /** Attachments whose content was missing or damaged. */
  missing: count,
});
export type Exported = z.infer<typeof Exported>;

export const ImportKind = z.enum(['limpet', 'chatgpt', 'claude', 'openclaw', 'clawdbot', 'octoclaw', 'picoclaw']);
export type ImportKind = z.infer<typeof ImportKind>;

/** Something that was left out: where it stands and why, as a key of the catalogue (`import.skipped_…`). */
export const SkippedItem = z.object({ place: z.string(), reason: z.string() });
export type SkippedItem = z.infer<typeof SkippedItem>;

export const importLimits = { archiveBytes: 2 * 1024 ** 3, listedSkipped: 200 } as const;

/** What there is in a source, and what of it is here already. */
export const ImportReport = z.object({
  kind: ImportKind,
  sessions: count,
  messages: count,
  attachments: count,
  /** Sessions and messages that were imported before; they stay as they are here. */
  knownSessions: count,
  knownMessages: count,
  /** The first 200. */
  skipped: z.array(SkippedItem),
  skippedCount: count,
});
export type ImportReport = z.infer<typeof ImportReport>;

/** An upload, or a file or folder on the machine that runs Limpet. */
export const ImportSource = z.union([z.object({ blobId: BlobId }), z.object({ path: z.string().min(1).max(4096) })]);
export type ImportSource = z.infer<typeof ImportSource>;

export const TransferState = z.object({
  job: z
    .object({
      type: z.enum(['export', 'preview', 'import']),
      /** Sessions of an export, bytes of an import; `total` 0 while it is not known. */
      done: count,
      total: count,
    })
    .optional(),
});
export type TransferState = z.infer<typeof TransferState>;

export const transfer = {
  watch: stream(z.object({}), TransferState),
  /** One session, or all that are not deleted, with every note as Markdown. `conflict` with reason `transfer_busy` while another job runs. */
  export: command(z.object({ format: ExportFormat, sessionId: SessionId.optional() }), Exported),
  /** Reads the whole source and writes nothing. `invalid_input` with reason `import_unknown` for what is none of those. */
  preview: query(z.object({ source: ImportSource }), ImportReport),
  /** What is here already is passed over, so twice is the same as once. */
  import: command(z.object({ source: ImportSource }), ImportReport),
  /** Ends the job that runs. What an import has brought in so far stays. */
  cancel: command(z.object({}), z.object({})),
};
