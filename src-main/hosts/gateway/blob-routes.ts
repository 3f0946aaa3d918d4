// Bytes that do not cross the wire: uploads of attachments, and what was uploaded.
import { pipeline } from 'node:stream/promises';
import type { Attachment } from '#main/contract/chat.ts';
import { AppError, invalidInput } from '#main/contract/errors.ts';
import { BlobId } from '#main/contract/ids.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import { blobHeaders, uploadLimitOf, uploadNameOf, uploadTypeOf } from '#main/platform/base/page.ts';
import type { BlobStore } from '#main/platform/store/port.ts';
import { type Exchange, readBody, sendJson } from './http.ts';

export type BlobRoutesDeps = {
  readonly blobs: Pick<BlobStore, 'put' | 'info' | 'stream'>;
  readonly clock: Clock;
};

/** PUT /blobs, with the name in `x-limpet-name` (percent-encoded); `x-limpet-use: import` for an archive to import. Answers an Attachment. */
export async function putBlob({ request, response }: Exchange, deps: BlobRoutesDeps): Promise<void> {
  const name = uploadNameOf(String(request.headers['x-limpet-name'] ?? ''));
  if (name === undefined) throw new AppError('invalid_input', 'The name of the file is not encoded as it should be.');
  const mediaType = uploadTypeOf(request.headers['content-type'] ?? '');
  const maxBytes = uploadLimitOf(mediaType, String(request.headers['x-limpet-use'] ?? ''));
  const stop = new AbortController();
  request.once('close', () => !request.complete && stop.abort());
  const info = await deps.blobs.put({
    bytes: readBody(request, maxBytes),
    name,
    mediaType,
    maxBytes,
    now: deps.clock.now(),
    signal: stop.signal,
  });
  const { id, sizeBytes } = info;
  sendJson(response, 200, {
    blobId: id,
    name: info.name,
    mediaType: info.mediaType,
    sizeBytes,
  } satisfies Attachment);
}

/** GET /blobs/:id. */
export async function getBlob({ request, response, path }: Exchange, deps: BlobRoutesDeps): Promise<void> {
  const id = BlobId.safeParse(path.slice('/blobs/'.length));
  if (!id.success) throw invalidInput(id.error, 'The id');
  const info = await deps.blobs.info(id.data);
  response.writeHead(200, blobHeaders(info));
  if (request.method === 'HEAD') return void response.end();
  await pipeline(await deps.blobs.stream(info.id), response);
}
