// One session as JSON, whole: every version, every part. What `limpet` imports again.
import type { BlobId } from '#main/contract/ids.ts';
import type { Compaction, Message, Session } from '#main/contract/messages.ts';
import type { ExportSource } from './export-source.ts';

export const sessionFormat = 'limpet-session';
export const sessionFormatVersion = 1;

export type ExportedBlob = {
  readonly id: BlobId;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** In the archive. */
  readonly file: string;
};
export type ExportedSession = {
  readonly format: typeof sessionFormat;
  readonly formatVersion: number;
  readonly exportedAt: number;
  readonly session: Session;
  readonly compactions: readonly Compaction[];
  readonly messages: readonly Message[];
  readonly blobs: readonly ExportedBlob[];
};

/** Text by text, so that a long session is never whole in memory. The blobs come last: they are known by then. */
export async function* writeJson(source: ExportSource): AsyncGenerator<string> {
  const { session, exportedAt } = source;
  const head = { format: sessionFormat, formatVersion: sessionFormatVersion, exportedAt, session };
  yield `${JSON.stringify({ ...head, compactions: await source.compactions() }).slice(0, -1)},"messages":[`;
  let separator = '\n';
  for await (const message of source.everyMessage()) {
    yield `${separator}${JSON.stringify(message)}`;
    separator = ',\n';
  }
  yield `\n],"blobs":${JSON.stringify(source.blobs())}}\n`;
}
