// Gives the person a text as a file: the browser downloads it, the desktop window asks where to put it.
import { blobUrl } from './blobs.ts';

/** The address is let go of a moment later, when the browser has begun to read it. */
const keptMs = 10_000;

export function saveTextFile({ name, text, type }: { name: string; text: string; type: string }): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}

/** What the core serves, such as an export: the same, without reading it into the page first. */
export function saveBlob({ blobId, name }: { blobId: string; name: string }): void {
  const link = document.createElement('a');
  link.href = blobUrl(blobId);
  link.download = name;
  link.click();
}
