// Attachments as a model can read them: pictures as pictures, text files and PDFs as bounded text.
import type { ModelPart } from '#main/agent/providers/port.ts';
import type { BlobId } from '#main/contract/ids.ts';
import type { Part } from '#main/contract/messages.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import type { Log } from '#main/platform/base/log.ts';
import type { Store } from '#main/platform/store/port.ts';

type ImagePart = Extract<Part, { type: 'image' }>;
type FilePart = Extract<Part, { type: 'file' }>;

/** Of one file, in characters. */
const textChars = 60_000;
const imageBytes = 10 * 1024 * 1024;
/** What was read last, in characters; the next turn of the session needs it again. */
const keptChars = 24_000_000;

export interface AttachmentReader {
  image(part: ImagePart, canSee: boolean): Promise<ModelPart>;
  file(part: FilePart): Promise<ModelPart>;
}

export type AttachmentDeps = { readonly store: { readonly blobs: Pick<Store['blobs'], 'read'> }; readonly log: Log };

export function createAttachmentReader(d: AttachmentDeps): AttachmentReader {
  const texts = createRecent(keptChars / 8);
  const images = createRecent(keptChars);
  const unreadable = (part: ImagePart | FilePart, why: string): ModelPart => ({
    type: 'text',
    text: `[Attachment ${label(part)} is not shown: ${why}]`,
  });
  return {
    async image(part, canSee) {
      if (!canSee) return unreadable(part, 'this model cannot see pictures. Say so when it matters.');
      if (part.sizeBytes > imageBytes) return unreadable(part, 'it is too large.');
      try {
        const base64 = await images.get(part.blobId, async () =>
          Buffer.from(await d.store.blobs.read(part.blobId)).toString('base64'),
        );
        return { type: 'image', mediaType: part.mediaType, base64 };
      } catch (error) {
        d.log.warn('attachment not read', { error, blobId: part.blobId });
        return unreadable(part, 'its file could not be read.');
      }
    },
    async file(part) {
      try {
        const text = await texts.get(part.blobId, async () => readText(part, await d.store.blobs.read(part.blobId)));
        return { type: 'text', text };
      } catch (error) {
        d.log.warn('attachment not read', { error, blobId: part.blobId });
        return unreadable(part, 'no text could be read from it.');
      }
    },
  };
}

const label = (part: ImagePart | FilePart) =>
  `${JSON.stringify(part.name.toWellFormed())} (${part.mediaType}, ${part.sizeBytes} bytes)`;

async function readText(part: FilePart, bytes: Uint8Array): Promise<string> {
  const isPdf = part.mediaType === 'application/pdf' || part.name.toLowerCase().endsWith('.pdf');
  const { text, more } = isPdf ? await readPdf(bytes) : readPlain(bytes);
  if (text === undefined)
    return `[Attachment ${label(part)} is not shown: it is not plain text. read_document reads it as attachment ${part.blobId}.]`;
  const notice = more
    ? `\n[Cut after ${textChars} characters. read_document reads the rest as attachment ${part.blobId}.]`
    : '';
  return markUntrusted(`attachment ${part.name.toWellFormed()}`, text.toWellFormed() + notice);
}

function readPlain(bytes: Uint8Array): { text: string | undefined; more: boolean } {
  const head = bytes.subarray(0, textChars * 4);
  // A zero byte in the first stretch is the same sign of "not text" that version control uses.
  if (head.subarray(0, 8_000).includes(0)) return { text: undefined, more: false };
  const text = new TextDecoder('utf-8').decode(head, { stream: head.length < bytes.length });
  return { text: text.slice(0, textChars), more: text.length > textChars || head.length < bytes.length };
}

/** Page by page, so that a book of 500 pages neither blocks nor is read beyond what is shown. */
async function readPdf(bytes: Uint8Array): Promise<{ text: string | undefined; more: boolean }> {
  const { getDocumentProxy } = await import('unpdf');
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
  try {
    let text = '';
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const content = await page.getTextContent();
      const lines = content.items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''));
      text += `[Page ${number} of ${document.numPages}]\n${lines.join('')}\n`;
      if (text.length > textChars) return { text: text.slice(0, textChars), more: true };
    }
    return { text, more: false };
  } finally {
    await document.loadingTask.destroy();
  }
}

/** The texts used last, by blob, within a bound; a failure is not kept. */
function createRecent(maxChars: number) {
  const values = new Map<BlobId, string>();
  let chars = 0;
  return {
    async get(id: BlobId, make: () => Promise<string>): Promise<string> {
      const value = values.get(id) ?? (await make());
      chars += value.length - (values.get(id)?.length ?? 0);
      values.delete(id);
      values.set(id, value);
      for (const [oldest, kept] of values) {
        if (chars <= maxChars) break;
        values.delete(oldest);
        chars -= kept.length;
      }
      return value;
    },
  };
}
