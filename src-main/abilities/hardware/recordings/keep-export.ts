// Hands a recording out as a file to fetch, for an hour.
import { createReadStream } from 'node:fs';
import type { BlobId } from '#main/contract/ids.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Store } from '#main/platform/store/port.ts';
import { recordingLimits } from '../links/replay/recording.ts';

export type ExportDeps = { readonly blobs: Pick<Store['blobs'], 'put' | 'drop'>; readonly clock: Clock };
export type HandedOut = { readonly blobId: BlobId; readonly name: string; readonly sizeBytes: number };

const keptMs = 3_600_000;
/** What no system takes in a name of a file. */
const fileName = (name: string) => `${name.replace(/[\p{Cc}<>:"/\\|?*]/gu, '_')}.limpet-line`;

/** What was handed out more than an hour ago goes with the next. */
export function createExport({ blobs, clock }: ExportDeps) {
  let made: { readonly blobId: BlobId; readonly at: number }[] = [];
  return async (o: { path: string; name: string }, signal: AbortSignal): Promise<HandedOut> => {
    const now = clock.now();
    const { id, name, sizeBytes } = await blobs.put({
      bytes: createReadStream(o.path, { signal }),
      ...{
        name: fileName(o.name),
        mediaType: 'application/x-ndjson',
        maxBytes: recordingLimits.fileBytes,
        now,
        signal,
      },
    });
    const old = made.filter(({ blobId, at }) => now - at > keptMs && blobId !== id);
    made = [...made.filter((one) => !old.includes(one) && one.blobId !== id), { blobId: id, at: now }];
    if (old.length > 0) await blobs.drop(old.map(({ blobId }) => blobId));
    return { blobId: id, name, sizeBytes };
  };
}
