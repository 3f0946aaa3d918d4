// Files that the person handed to the app (its icon, "Open with", the command line), as attachments that nobody has sent.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { type Attachment, chatLimits } from '#main/contract/chat.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { BlobStore } from '#main/platform/store/port.ts';

export type TakeFilesDeps = {
  readonly blobs: Pick<BlobStore, 'put'>;
  readonly clock: Pick<Clock, 'now'>;
};
export type TakenFiles = { readonly attachments: Attachment[]; readonly refused: string[] };

const mostFiles = 10;
const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
  '.json': 'application/json',
  '.csv': 'text/csv',
  '.md': 'text/markdown',
  '.txt': 'text/plain',
};

/** Never rejects: what is no file, too large or unreadable is named among the refused. */
export async function takeFiles(
  paths: readonly string[],
  { blobs, clock }: TakeFilesDeps,
  signal: AbortSignal,
): Promise<TakenFiles> {
  const attachments: Attachment[] = [];
  const refused: string[] = [];
  for (const path of paths.slice(0, mostFiles)) {
    const name = basename(path).slice(0, 255);
    const mediaType = types[extname(path).toLowerCase()] ?? 'application/octet-stream';
    const maxBytes = mediaType.startsWith('image/') ? chatLimits.imageBytes : chatLimits.fileBytes;
    try {
      const found = await stat(path);
      if (!found.isFile() || found.size > maxBytes) throw new Error('no file of a size that is taken');
      const bytes = createReadStream(path, { signal });
      const info = await blobs.put({ bytes, name, mediaType, maxBytes, now: clock.now(), signal });
      attachments.push({ blobId: info.id, name: info.name, mediaType: info.mediaType, sizeBytes: info.sizeBytes });
    } catch {
      refused.push(visibleLine(name).slice(0, 100));
    }
  }
  const tooMany = paths.slice(mostFiles).map((path) => visibleLine(basename(path)).slice(0, 100));
  return { attachments, refused: [...refused, ...tooMany] };
}
