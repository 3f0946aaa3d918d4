// The text of a PDF, page by page.
import { unreadable } from '../failure.ts';
import type { DocumentRequest, DocumentText } from '../port.ts';
import { cutOne, spanWithin } from '../take-span.ts';

export async function readPdf({ bytes, span, maxChars }: DocumentRequest): Promise<DocumentText> {
  const { getDocumentProxy } = await import('unpdf');
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 }).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'PasswordException')
      throw unreadable('locked', 'This PDF is locked with a password. Ask the person for one without.', error);
    throw unreadable('damaged', 'This PDF cannot be read: it is damaged, or not a PDF in truth.', error);
  });
  const total = document.numPages;
  const { from, to } = spanWithin(span, total, 'page');
  const pages: string[] = [];
  const blank: number[] = [];
  let chars = 0;
  for (let number = from; number <= to; number += 1) {
    const content = await (await document.getPage(number)).getTextContent();
    const text = content.items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
    if (pages.length > 0 && chars + text.length > maxChars) break;
    if (text.trim() === '') blank.push(number);
    pages.push(`[page ${number}]\n${cutOne(text.trim(), maxChars)}`);
    chars += text.length + 16;
  }
  const remarks =
    blank.length === 0 ? [] : [`No text on page ${blank.join(', ')}: empty, or a picture of a page (a scan).`];
  return { kind: 'pdf', text: pages.join('\n\n'), unit: 'page', from, to: from + pages.length - 1, total, remarks };
}
