// The text of a Word document with its headings, lists and tables.
import { unreadable } from '../failure.ts';
import type { DocumentRequest, DocumentText } from '../port.ts';
import { takeSpan } from '../take-span.ts';
import { checkArchive } from './check-archive.ts';
import { textOfHtml } from './html-text.ts';

export async function readDocx(request: DocumentRequest): Promise<DocumentText> {
  await checkArchive(request.bytes);
  const { default: mammoth } = await import('mammoth');
  const noPictures = mammoth.images.imgElement(async () => ({ src: '' }));
  const { value } = await mammoth
    .convertToHtml({ buffer: Buffer.from(request.bytes) }, { convertImage: noPictures, externalFileAccess: false })
    .catch((error: unknown) => {
      throw unreadable('damaged', 'This Word document cannot be read: it is damaged, or of another kind.', error);
    });
  const pictures = value.match(/<img /g)?.length ?? 0;
  const text = textOfHtml(value);
  const taken = takeSpan(text === '' ? [] : text.split('\n'), { ...request, span: request.span, unit: 'line' });
  const remarks = pictures === 0 ? [] : [`Its ${pictures} pictures are left out.`];
  return { kind: 'docx', unit: 'line', ...taken, remarks };
}
