// Reads an answer's body within a bound, unpacked; a small bomb that unpacks to gigabytes costs no more than the bound.
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError } from '#main/contract/errors.ts';

const unpackers: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Errors: `unsupported` (`content_encoding`) for a packing that is unknown or doubled. */
export function unpackerFor(encoding: string): Transform {
  const make = Object.hasOwn(unpackers, encoding) ? unpackers[encoding] : undefined;
  if (make !== undefined) return make();
  throw new AppError('unsupported', `The page is packed as "${encoding.slice(0, 40)}", which is not read.`, {
    details: { reason: 'content_encoding' },
  });
}

export type Body = { readonly bytes: Uint8Array; readonly truncated: boolean };

async function take(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Body> {
  const kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    if (size + bytes.length > maxBytes) {
      kept.push(bytes.subarray(0, maxBytes - size));
      return { bytes: Buffer.concat(kept), truncated: true };
    }
    kept.push(bytes);
    size += bytes.length;
  }
  return { bytes: Buffer.concat(kept), truncated: false };
}

/** Errors: `unsupported` (`content_encoding`) for a packing that is unknown or doubled; stream errors as they come. */
export async function readBody(stream: Readable, o: { encoding: string | undefined; maxBytes: number }): Promise<Body> {
  const encoding = (o.encoding ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return take(stream, o.maxBytes);
  const unpacked = unpackerFor(encoding);
  stream.once('error', (error) => unpacked.destroy(error));
  try {
    return await take(stream.pipe(unpacked), o.maxBytes);
  } finally {
    stream.unpipe();
    stream.destroy();
  }
}
