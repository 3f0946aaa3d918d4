// The way to the feed: plain GETs over https, with nothing in them that tells one copy from another, and bounded answers.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { AppError, isAppError, isCancelled } from '#main/contract/errors.ts';
import type { DownloadProgress, UpdateFile } from '#main/platform/updates/port.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const isLoopback = (host: string) => host === '127.0.0.1' || host === '[::1]' || host === 'localhost';

/** https, or this machine itself, where nobody stands between. */
function checkAddress(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return;
  throw new AppError('forbidden', 'Updates are fetched over https only.', { details: { reason: 'update_address' } });
}

function unreachable(cause: unknown): AppError {
  return new AppError('unavailable', 'The place of updates cannot be reached. Try again later.', {
    cause,
    details: { reason: 'update_unreachable' },
  });
}

const wrongBytes = () =>
  new AppError('forbidden', 'The file that came is not the one that was announced. Nothing was installed.', {
    details: { reason: 'update_damaged' },
  });

async function request(fetch: Fetch, url: string, o: { signal: AbortSignal; redirect: 'error' | 'follow' }) {
  checkAddress(url);
  // Chromium's own name for itself would tell version and system.
  const headers = { 'user-agent': 'Limpet', accept: '*/*', 'accept-language': '*' };
  const response = await fetch(url, { ...o, headers, credentials: 'omit', cache: 'no-store' });
  if (response.status === 404)
    throw new AppError('not_found', 'The place of updates has no such file. Try again later.');
  if (!response.ok || response.body === null) throw unreachable(new Error(`status ${response.status}`));
  return response.body;
}

/** What went wrong on the way, in our words; whoever stopped it hears that it was stopped. */
function toFeedError(error: unknown, signal: AbortSignal): unknown {
  if (isAppError(error) || isCancelled(error)) return error;
  if (signal.aborted && !(signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError'))
    return new AppError('cancelled', 'Cancelled.');
  return unreachable(error);
}

export async function getSmall(
  fetch: Fetch,
  url: string,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
): Promise<Uint8Array> {
  try {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of await request(fetch, url, { signal, redirect: 'error' })) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw wrongBytes();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw toFeedError(error, signal);
  }
}

export type Fetching = {
  readonly file: UpdateFile;
  readonly destination: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
};

const progressEveryBytes = 512 * 1024;

/** Writes the file while its size and hash are checked: more than was announced is not even written. */
export async function fetchFile(fetch: Fetch, url: string, o: Fetching): Promise<void> {
  const { file, destination, signal, onProgress } = o;
  const hash = createHash('sha512');
  let bytes = 0;
  let told = 0;
  try {
    // Files may lie elsewhere: whatever comes, it has the hash of the signed list or is thrown away.
    const body = await request(fetch, url, { signal, redirect: 'follow' });
    const target = await open(destination, 'w', 0o600);
    try {
      for await (const chunk of body) {
        bytes += chunk.byteLength;
        if (bytes > file.sizeBytes) throw wrongBytes();
        hash.update(chunk);
        await target.write(chunk);
        if (bytes - told < progressEveryBytes && bytes < file.sizeBytes) continue;
        told = bytes;
        onProgress({ bytes, totalBytes: file.sizeBytes });
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } catch (error) {
    throw toFeedError(error, signal);
  }
  if (bytes < file.sizeBytes) throw unreachable(new Error(`${bytes} of ${file.sizeBytes} bytes came`));
  if (hash.digest('base64') !== file.sha512) throw wrongBytes();
}
