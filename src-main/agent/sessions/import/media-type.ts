// What kind of file this is, by the ending of its name.
import { extname } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.md': 'text/markdown',
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.html': 'text/html',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
};

/** Of the first name whose ending is known. */
export function mediaTypeOf(...names: readonly string[]): string {
  for (const name of names) {
    const ending = extname(name).toLowerCase();
    const type = Object.hasOwn(types, ending) ? types[ending] : undefined;
    if (type !== undefined) return type;
  }
  return 'application/octet-stream';
}
