// Tables: the sheets of a workbook and files of separated values, row by row.
import { decodeTable } from '../decode-table.ts';
import { noSuchPart, unreadable } from '../failure.ts';
import type { DocumentRequest, DocumentText } from '../port.ts';
import { takeSpan } from '../take-span.ts';
import { checkArchive } from './check-archive.ts';

type Cell = unknown;

/** As a spreadsheet writes separated values: quoted only where it must be. */
function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  const text = cell instanceof Date ? dateText(cell) : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A date without a time of day is written as one. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  return date
    .toISOString()
    .replace(/T00:00:00\.000Z$/, '')
    .replace(/\.000Z$/, 'Z');
}

function rowsText(rows: readonly (readonly Cell[])[], request: DocumentRequest) {
  const lines = rows.map((row) => row.map(cellText).join(','));
  const taken = takeSpan(lines, { span: request.span, unit: 'row', maxChars: request.maxChars });
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const remarks = [`${columns} columns.`];
  const [head] = lines;
  if (taken.from > 1 && head !== undefined) remarks.push(`Row 1: ${head.slice(0, 1_000)}`);
  return { ...taken, remarks };
}

export async function readXlsx(request: DocumentRequest): Promise<DocumentText> {
  await checkArchive(request.bytes);
  const { default: readXlsxFile } = await import('read-excel-file/universal');
  const buffer = new Uint8Array(request.bytes).buffer;
  const sheets = await readXlsxFile(buffer).catch((error: unknown) => {
    throw unreadable('damaged', 'This workbook cannot be read: it is damaged, locked, or older than .xlsx.', error);
  });
  const names = sheets.map(({ sheet }) => sheet);
  const wanted = request.sheet;
  const found =
    wanted === undefined ? sheets[0] : (sheets.find(({ sheet }) => sheet === wanted) ?? sheets[Number(wanted) - 1]);
  if (found === undefined)
    throw noSuchPart(`There is no sheet ${JSON.stringify(wanted)}. The sheets are: ${names.join(', ')}.`);
  return { kind: 'xlsx', unit: 'row', sheet: found.sheet, sheets: names, ...rowsText(found.data, request) };
}

export async function readCsv(request: DocumentRequest): Promise<DocumentText> {
  const { default: papa } = await import('papaparse');
  const { data, meta } = papa.parse<string[]>(decodeTable(request.bytes), { skipEmptyLines: 'greedy' });
  const { remarks, ...rest } = rowsText(data, request);
  const sign = meta.delimiter === '\t' ? 'tab' : meta.delimiter;
  return { kind: 'csv', unit: 'row', ...rest, remarks: sign === ',' ? remarks : [...remarks, `Separated by: ${sign}`] };
}
