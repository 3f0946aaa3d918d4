// Exports, imports and uploads over values in memory, for component tests.
import type { contract } from '#main/contract/contract.ts';
import { AppError } from '#main/contract/errors.ts';
import { BlobId } from '#main/contract/ids.ts';
import type { Handlers } from '#main/contract/kernel.ts';
import type { ImportReport, ImportSource, TransferState } from '#main/contract/transfer.ts';
import type { Blobs } from '#renderer/api/blobs.ts';
import { createLiveValue } from './live-value.ts';

export type SampleTransferOptions = {
  /** What every source holds; without it, nothing that is known. */
  readonly importable?: ImportReport;
  readonly transferring?: TransferState;
};

export function createSampleTransfer(options: SampleTransferOptions) {
  const transferState = createLiveValue<TransferState>(options.transferring ?? {});
  const imported: ImportSource[] = [];
  const exported: { format: string; sessionId?: string | undefined }[] = [];
  const uploads: File[] = [];
  const look = (): ImportReport => {
    if (options.importable === undefined)
      throw new AppError('invalid_input', 'Unknown.', { details: { reason: 'import_unknown' } });
    return options.importable;
  };
  const transferHandlers: Handlers<typeof contract.transfer> = {
    watch: (_input, { signal }) => transferState.follow(signal),
    export: async (input) => {
      exported.push(input);
      return {
        ...{ blobId: BlobId.parse('export-1'), name: 'chats.zip', mediaType: 'application/zip', sizeBytes: 10 },
        ...{ path: '/data/blobs/x', sessions: 3, messages: 40, missing: 0 },
      };
    },
    preview: async () => look(),
    import: async ({ source }) => {
      imported.push(source);
      return look();
    },
    cancel: async () => {
      transferState.set({});
      return {};
    },
  };
  const blobs: Blobs = {
    url: (blobId) => `/blobs/${blobId}`,
    put: async (file, { mediaType, onProgress }) => {
      onProgress(1);
      uploads.push(file);
      return { blobId: BlobId.parse(`upload-${uploads.length}`), name: file.name, mediaType, sizeBytes: file.size };
    },
  };
  return { transferHandlers, transferState, imported, exported, uploads, blobs };
}
