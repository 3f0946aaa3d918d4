// read_document: PDF by page, workbooks and CSV by row, Word documents and text in pictures by line.
import { z } from 'zod';
import { type DocumentText, documentLimits } from '#main/abilities/documents/port.ts';
import { AppError } from '#main/contract/errors.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import { type DocumentDeps, findSource, readSource, sourceShape } from '../document-source.ts';
import { defineTool } from '../port.ts';

// Below what a model gets of one call, so that the cut falls between pages or rows and says where to go on.
const maxChars = 28_000;

const Input = z.strictObject({
  ...sourceShape,
  range: z
    .string()
    .regex(/^[1-9]\d{0,6}(-[1-9]\d{0,6})?$/)
    .optional(),
  sheet: z.string().min(1).max(100).optional(),
});

function spanOf(range: string | undefined) {
  if (range === undefined) return undefined;
  const [from = 1, to = from] = range.split('-').map(Number);
  if (to < from) throw new AppError('invalid_input', `The range ${range} ends before it begins.`);
  return { from, to };
}

function report(name: string, read: DocumentText): string {
  const { kind, unit, from, to, total, remarks, sheet, sheets = [], text } = read;
  const about = [
    `${name}: ${kind === 'picture' ? 'text in a picture' : kind.toUpperCase()}`,
    ...(sheet === undefined
      ? []
      : [`sheet ${JSON.stringify(sheet)} of ${sheets.map((one) => JSON.stringify(one)).join(', ')}`]),
    total === 0 ? 'empty' : `${unit}s ${from}-${to} of ${total}`,
    ...remarks,
  ];
  const more = to < total ? `\n[go on with range ${to + 1}-${Math.min(total, to + Math.max(1, to - from + 1))}]` : '';
  if (total === 0) return about.join('; ');
  return `${markUntrusted(`${name}`, `${about.join('; ')}\n\n${text}`)}${more}`;
}

export const createReadDocument = (d: DocumentDeps) =>
  defineTool({
    name: 'read_document',
    description:
      'Text of a PDF, DOCX, XLSX, CSV or picture (OCR), from a path or attachment id. range: pages, rows or lines, e.g. "3-7".',
    input: Input,
    timeoutMs: 120_000,
    async plan(input, ctx) {
      spanOf(input.range);
      const source = await findSource(input, ctx, d);
      const { range, sheet } = input;
      return {
        input: {
          ...source.input,
          ...(range === undefined ? {} : { range }),
          ...(sheet === undefined ? {} : { sheet }),
        },
        effects: [source.effect],
        shown: { type: 'text', text: source.name },
        title: { key: 'tools.read_file', params: { path: source.name } },
        canUndo: false,
        basis: { name: source.name },
      };
    },
    async run({ input, basis }, ctx) {
      const name = basis?.name ?? '';
      const bytes = await readSource(input, ctx, { ...d, maxBytes: documentLimits.fileBytes });
      const span = spanOf(input.range);
      const request = {
        ...{ name, bytes, maxChars },
        ...(span === undefined ? {} : { span }),
        ...(input.sheet === undefined ? {} : { sheet: input.sheet }),
      };
      return { output: report(name, await d.documents.read(request, ctx.signal)) };
    },
  });
