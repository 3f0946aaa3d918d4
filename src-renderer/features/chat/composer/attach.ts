// Which files may go with a message, and why another may not.
import { type Attachment, chatLimits } from '#main/contract/chat.ts';

const imageTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export type Refusal =
  | { readonly reason: 'type' | 'empty' | 'count'; readonly name: string }
  | { readonly reason: 'size'; readonly name: string; readonly limitBytes: number };

/** A file on its way: `attachment` once it has arrived, `failed` when it did not. */
export type Upload = {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly progress: number;
  readonly attachment?: Attachment;
  /** A sentence. */
  readonly failed?: string;
};

export function isImage(mediaType: string): boolean {
  return imageTypes.has(mediaType);
}

/**
 * The media type a file travels as: images and PDF as they say, everything that reads as text as text.
 * `head` is its first few thousand bytes.
 */
export function attachableType(file: { readonly type: string }, head: Uint8Array): string | undefined {
  if (isImage(file.type) || file.type === 'application/pdf') return file.type;
  if (startsWith(head, [0x25, 0x50, 0x44, 0x46])) return 'application/pdf';
  if (file.type.startsWith('image/') && file.type !== 'image/svg+xml') return undefined;
  if (!readsAsText(head)) return undefined;
  return file.type.startsWith('text/') ? file.type : 'text/plain';
}

export function refuse(file: { name: string; size: number }, mediaType: string | undefined): Refusal | undefined {
  if (mediaType === undefined) return { reason: 'type', name: file.name };
  if (file.size === 0) return { reason: 'empty', name: file.name };
  const limitBytes = isImage(mediaType) ? chatLimits.imageBytes : chatLimits.fileBytes;
  return file.size > limitBytes ? { reason: 'size', name: file.name, limitBytes } : undefined;
}

function startsWith(bytes: Uint8Array, wanted: readonly number[]): boolean {
  return wanted.every((byte, index) => bytes[index] === byte);
}

/** No NUL, and valid UTF-8 up to a character that the cut may have split. */
function readsAsText(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false; // Not UTF-8.
  }
}
