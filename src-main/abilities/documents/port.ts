// Documents as text and pictures made small: read in a thread of their own, within bounds of size, memory and time.

/** Of a PDF pages, of a table rows, of everything else lines; both ends count, from 1. */
export type Span = { readonly from: number; readonly to: number };
export type DocumentUnit = 'page' | 'row' | 'line';

export type DocumentRequest = {
  /** Its ending helps to tell a table from a text; nothing is opened by it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly span?: Span;
  /** Of a workbook: a name or a number from 1. The first one without it. */
  readonly sheet?: string;
  /** As many whole pages, rows or lines as fit; at least one, cut where it alone is longer. */
  readonly maxChars: number;
};

export type DocumentText = {
  readonly kind: 'pdf' | 'docx' | 'xlsx' | 'csv' | 'picture';
  readonly text: string;
  readonly unit: DocumentUnit;
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly sheet?: string;
  /** Of a workbook: all names, in order. */
  readonly sheets?: readonly string[];
  /** What a reader must know: pages without text, how sure the recognition is. For the model, in English. */
  readonly remarks: readonly string[];
};

export type PictureRequest = {
  readonly bytes: Uint8Array;
  /** Pixels of the longer side. */
  readonly maxEdge: number;
  readonly maxBytes: number;
};
export type Picture = {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** As the file has it; the same where nothing had to be made smaller. */
  readonly ofWidth: number;
  readonly ofHeight: number;
};

/**
 * Errors, with a sentence each: `unsupported` with reason `not_a_document`, `damaged`, `locked` (a password), `too_large`
 * (bytes, what an archive unpacks to, pixels, memory), `invalid_input` with `no_such_part` (page, sheet), `timeout`,
 * `unavailable` past the number that may wait, `cancelled`.
 */
export interface Documents {
  read(request: DocumentRequest, signal: AbortSignal): Promise<DocumentText>;
  picture(request: PictureRequest, signal: AbortSignal): Promise<Picture>;
}

export const documentLimits = {
  fileBytes: 64 * 1024 * 1024,
  unpackedBytes: 256 * 1024 * 1024,
  pixels: 50_000_000,
} as const;
