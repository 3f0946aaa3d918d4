// A ZIP archive as a stream: entries are asked for one after the other, so that neither they nor their bytes pile up.
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { throwIfAborted } from '../abort.ts';

export type ZipEntry = {
  /** Relative, with `/` between folders. */
  readonly name: string;
  readonly at: number;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** False for what is packed already, such as pictures. */
  readonly isPacked?: boolean;
};

/** Adds one entry and waits until its bytes have been read. */
function add(zip: ZipFile, entry: ZipEntry, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    async function* watched() {
      try {
        for await (const chunk of entry.bytes) {
          throwIfAborted(signal);
          yield chunk;
        }
        resolve();
      } catch (error) {
        reject(error);
        throw error;
      }
    }
    const give = () => {
      const stream = Readable.from(watched(), { objectMode: false });
      // The archive listens to no errors of what it is given, and one that nobody hears ends the process; `reject` tells it.
      stream.on('error', () => {});
      return stream;
    };
    const options = { mtime: new Date(entry.at), mode: 0o100600, compress: entry.isPacked !== true };
    zip.addReadStreamLazy(entry.name, options, (taken) => taken(null, give()));
  });
}

/** Ends with the archive's end, or throws what an entry threw. Whoever stops reading early stops the entries too. */
export async function* zipBytes(entries: AsyncIterable<ZipEntry>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const out = zip.outputStream;
  if (!(out instanceof Readable)) throw new Error('yazl has another kind of stream');
  const fail = (error: unknown) => void out.destroy(error instanceof Error ? error : new Error(String(error)));
  zip.on('error', fail);
  const feed = async () => {
    for await (const entry of entries) await add(zip, entry, signal);
    zip.end();
  };
  const feeding = feed().catch(fail);
  const abort = () => fail(new DOMException('aborted', 'AbortError'));
  signal.addEventListener('abort', abort, { once: true });
  try {
    throwIfAborted(signal);
    for await (const chunk of out) yield chunk as Uint8Array; // nothing else comes out of an archive
    await feeding;
  } finally {
    signal.removeEventListener('abort', abort);
    out.destroy();
  }
}
