// The page: only files that were found in its folder are served, so no path can lead out of it.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { AppError } from '#main/contract/errors.ts';
import { frameHeaders, isFrame, openPage, type PageFile } from '#main/platform/base/page.ts';
import { type Exchange, sendError } from './http.ts';

const compressible = /^(text\/|application\/(json|manifest|wasm)|image\/svg)/;
const smallestCompressed = 1_024;
/** The page and its chunks fit; should they not, the rest is read and packed each time. */
const maxCachedBytes = 16 * 1024 * 1024;
const pack = promisify(gzip);

type Loaded = { readonly plain: Buffer; readonly packed: Buffer | undefined; readonly etag: string };

export interface StaticFiles {
  serve(exchange: Exchange): Promise<void>;
}

export function createStaticFiles(folder: string): StaticFiles {
  const cache = new Map<string, Loaded>();
  let cachedBytes = 0;
  let opening: ReturnType<typeof openPage> | undefined;

  const load = async ({ address, file, type }: PageFile): Promise<Loaded> => {
    const known = cache.get(address);
    if (known !== undefined) return known;
    const plain = await readFile(file);
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
    const packed = compressible.test(type) && plain.length >= smallestCompressed ? await pack(plain) : undefined;
    const loaded = { plain, packed, etag };
    const bytes = plain.length + (packed?.length ?? 0);
    if (cachedBytes + bytes <= maxCachedBytes && !cache.has(address)) {
      cachedBytes += bytes;
      cache.set(address, loaded);
    }
    return loaded;
  };

  return {
    async serve(exchange) {
      const { request, response, path } = exchange;
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return sendError(exchange, new AppError('not_found', 'There is nothing here.'));
      opening ??= openPage(folder);
      const found = (await opening).find(path);
      if (found === undefined) return sendError(exchange, new AppError('not_found', 'There is no such page.'));
      const { address, type } = found;
      const { plain, packed, etag } = await load(found);
      const usePacked = packed !== undefined && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
      if (isFrame(address)) for (const [name, value] of Object.entries(frameHeaders)) response.setHeader(name, value);
      response.setHeader('content-type', type);
      response.setHeader('etag', etag);
      response.setHeader('vary', 'accept-encoding');
      // Names in assets carry a hash of their content.
      const isHashed = address.startsWith('/assets/');
      response.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
      if (usePacked) response.setHeader('content-encoding', 'gzip');
      const body = usePacked ? packed : plain;
      response.writeHead(200, { 'content-length': body.length });
      response.end(request.method === 'HEAD' ? undefined : body);
    },
  };
}
