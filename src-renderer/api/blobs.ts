// Bytes to and from the core, beside the wire: the same addresses in the browser and in the desktop window.
import { Attachment } from '#main/contract/chat.ts';
import { AppError } from '#main/contract/errors.ts';
import type { PageKey } from './page-key.ts';
import { errorOf } from './sign-in.ts';

export type PutOptions = {
  readonly mediaType: string;
  readonly signal: AbortSignal;
  /** An archive to import, which may be larger than an attachment. */
  readonly isImport?: boolean;
  /** 0 to 1. */
  readonly onProgress: (share: number) => void;
};

export interface Blobs {
  /** Rejects with AppError; `cancelled` on abort. */
  put(file: File, o: PutOptions): Promise<Attachment>;
  url(blobId: string): string;
}

/** Where the core serves the bytes of a blob. */
export const blobUrl = (blobId: string): string => `/blobs/${encodeURIComponent(blobId)}`;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not an answer of ours
  }
}

export function createBlobs(pageKey: PageKey): Blobs {
  return {
    url: blobUrl,
    put: (file, { mediaType, signal, onProgress, isImport = false }) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(new AppError('cancelled', 'Cancelled.'));
        // Only this interface tells how much has been sent.
        const request = new XMLHttpRequest();
        const abort = () => request.abort();
        request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
        request.onabort = () => reject(new AppError('cancelled', 'Cancelled.'));
        request.onerror = () => reject(errorOf(0, undefined));
        request.onload = () => {
          const body = parse(request.responseText);
          const attachment = Attachment.safeParse(body);
          if (request.status === 200 && attachment.success) resolve(attachment.data);
          else reject(errorOf(request.status, body));
        };
        request.onloadend = () => signal.removeEventListener('abort', abort);
        signal.addEventListener('abort', abort, { once: true });
        request.open('PUT', '/blobs');
        request.setRequestHeader('content-type', mediaType);
        request.setRequestHeader('x-limpet-name', encodeURIComponent(file.name));
        if (isImport) request.setRequestHeader('x-limpet-use', 'import');
        const key = pageKey.get();
        if (key !== undefined) request.setRequestHeader('x-limpet-key', key);
        request.send(file);
      }),
  };
}
