// Which reader a file needs, by its first bytes; its name only decides where these say nothing.

import { pictureHeader } from './picture-header.ts';
import type { DocumentText } from './port.ts';

export type DocumentKind = DocumentText['kind'];

const tables = /\.(csv|tsv|tab)$/i;

/** Undefined: no document that can be read here. The two kinds of archives are told apart by their parts. */
export function documentKind(name: string, bytes: Uint8Array, entries?: readonly string[]): DocumentKind | undefined {
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, 1_024));
  if (beginning.includes('%PDF-')) return 'pdf';
  if (isArchive(bytes)) {
    if (entries?.includes('word/document.xml') === true) return 'docx';
    if (entries?.includes('xl/workbook.xml') === true) return 'xlsx';
    return undefined;
  }
  if (pictureHeader(bytes) !== undefined) return 'picture';
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return tables.test(name) && (isWide || !bytes.subarray(0, 8_000).includes(0)) ? 'csv' : undefined;
}

export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}
