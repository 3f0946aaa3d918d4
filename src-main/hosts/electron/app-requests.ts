// Answers the window's requests to `app://limpet/`: the page's files, and the bytes of attachments.
import { readFile } from 'node:fs/promises';
import type { Attachment } from '#main/contract/chat.ts';
import { AppError, type ErrorCode, isAppError, toErrorData } from '#main/contract/errors.ts';
import { BlobId } from '#main/contract/ids.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import {
  blobHeaders,
  frameHeaders,
  isFrame,
  openPage,
  securityHeaders,
  uploadLimitOf,
  uploadNameOf,
  uploadTypeOf,
} from '#main/platform/base/page.ts';
import type { BlobStore } from '#main/platform/store/port.ts';
import { isAllowedNavigation } from './app-origin.ts';

export type AppRequestsDeps = {
  readonly pageFolder: string;
  /** Undefined until the core has started. */
  readonly blobs: () => Pick<BlobStore, 'put' | 'info' | 'stream'> | undefined;
  readonly clock: Pick<Clock, 'now'>;
};
export type AppRequests = (request: Request) => Promise<Response>;

const statuses: Partial<Record<ErrorCode, number>> = {
  not_found: 404,
  invalid_input: 400,
  forbidden: 403,
  unsupported: 405,
  unavailable: 503,
};
const notFound = () => new AppError('not_found', 'There is nothing here.');

type Body = ConstructorParameters<typeof Response>[0];

function answer(body: Body, init: { status?: number; headers?: Record<string, string> } = {}): Response {
  return new Response(body, { status: init.status ?? 200, headers: { ...securityHeaders, ...init.headers } });
}

function failed(error: unknown): Response {
  const status = (isAppError(error) ? statuses[error.code] : undefined) ?? 500;
  return answer(JSON.stringify({ error: toErrorData(error) }), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}

async function servePage(page: Page, path: string, method: string): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') throw new AppError('unsupported', 'Pages are only read.');
  const found = page.find(path);
  if (found === undefined) throw notFound();
  const body = method === 'HEAD' ? null : await readFile(found.file);
  const headers = { 'content-type': found.type, 'cache-control': 'no-cache' };
  return answer(body, { headers: isFrame(found.address) ? { ...headers, ...frameHeaders } : headers });
}

type Page = Awaited<ReturnType<typeof openPage>>;
type Blobs = NonNullable<ReturnType<AppRequestsDeps['blobs']>>;

async function putBlob(request: Request, blobs: Blobs, now: number): Promise<Response> {
  const name = uploadNameOf(request.headers.get('x-limpet-name') ?? '');
  if (name === undefined) throw new AppError('invalid_input', 'The name of the file is not encoded as it should be.');
  const mediaType = uploadTypeOf(request.headers.get('content-type') ?? '');
  const maxBytes = uploadLimitOf(mediaType, request.headers.get('x-limpet-use') ?? '');
  const bytes = request.body ?? new Blob([]).stream();
  const info = await blobs.put({ bytes, name, mediaType, maxBytes, now, signal: request.signal });
  const { id, sizeBytes } = info;
  const attachment: Attachment = { blobId: id, name: info.name, mediaType: info.mediaType, sizeBytes };
  return answer(JSON.stringify(attachment), { headers: { 'content-type': 'application/json; charset=utf-8' } });
}

async function getBlob(path: string, blobs: Blobs, method: string): Promise<Response> {
  const id = BlobId.safeParse(path.slice('/blobs/'.length));
  if (!id.success) throw notFound();
  const info = await blobs.info(id.data);
  const body = method === 'HEAD' ? null : ReadableStream.from(await blobs.stream(info.id));
  return answer(body, { headers: blobHeaders(info) });
}

/** Never rejects. Whatever is not our own origin, a file of the page or a blob is answered with an error. */
export function createAppRequests({ pageFolder, blobs, clock }: AppRequestsDeps): AppRequests {
  let page: Promise<Page> | undefined;
  return async (request) => {
    try {
      if (!isAllowedNavigation(request.url)) throw notFound();
      const path = decodePath(new URL(request.url).pathname);
      if (path === '/blobs' || path.startsWith('/blobs/')) {
        const store = blobs();
        if (store === undefined) throw new AppError('unavailable', 'Limpet is still starting. Try again.');
        if (path === '/blobs' && request.method === 'PUT') return await putBlob(request, store, clock.now());
        if (request.method === 'GET' || request.method === 'HEAD') return await getBlob(path, store, request.method);
        throw new AppError('unsupported', 'Attachments are put and read, nothing else.');
      }
      page ??= openPage(pageFolder);
      return await servePage(await page, path, request.method);
    } catch (error) {
      return failed(error);
    }
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw notFound(); // bytes that are no UTF-8: no file is called so
  }
}
