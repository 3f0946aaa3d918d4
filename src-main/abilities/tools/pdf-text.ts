// The text of a PDF, page by page, within a bound.

const maxPages = 200;
const maxChars = 500_000;

/** Undefined for a file that cannot be read: damaged, or locked with a password. */
export async function pdfText(
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<{ text: string; pages: number; cut: boolean } | undefined> {
  const { getDocumentProxy } = await import('unpdf');
  const document = await getDocumentProxy(new Uint8Array(bytes)).catch(() => undefined); // damaged or locked
  if (document === undefined) return undefined;
  try {
    const parts: string[] = [];
    let chars = 0;
    let page = 1;
    for (; page <= Math.min(document.numPages, maxPages) && chars < maxChars && !signal.aborted; page += 1) {
      const content = await (await document.getPage(page)).getTextContent();
      const text = content.items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
      parts.push(`[page ${page}]\n${text.trim()}`);
      chars += text.length;
    }
    return { text: parts.join('\n\n').slice(0, maxChars), pages: document.numPages, cut: page <= document.numPages };
  } finally {
    await document.loadingTask.destroy();
  }
}
