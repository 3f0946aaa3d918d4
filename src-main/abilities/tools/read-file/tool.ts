// read_file: the text of a file, a range of lines at a time.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import { decodeText } from '../decode-text.ts';
import { pdfText } from '../pdf-text.ts';
import { defineTool, type ToolContext } from '../port.ts';
import { readPlan, sizeInWords } from '../reads.ts';

const maxFileBytes = 8 * 1024 * 1024;
const maxPdfBytes = 32 * 1024 * 1024;
const defaultLines = 2_000;
// Below what a model gets of one call, so that the cut falls between lines and says where to go on.
const maxChars = 28_000;

const Input = z.strictObject({
  path: z.string().min(1),
  from_line: z.int().min(1).max(9_999_999).optional(),
  lines: z.int().min(1).max(5_000).optional(),
});

async function textOf(path: string, ctx: ToolContext): Promise<{ text: string; notice: string }> {
  const { signal } = ctx;
  const content = await ctx.files.read(path, { maxBytes: maxFileBytes, signal });
  const decoded = decodeText(content.bytes, !content.truncated);
  if (decoded.type === 'binary')
    throw new AppError(
      'unsupported',
      `${path} is ${decoded.what} of ${sizeInWords(content.sizeBytes)}, not text. The person can attach images to a message.`,
      { details: { reason: 'not_text' } },
    );
  if (decoded.type === 'pdf') {
    const whole = content.truncated ? await ctx.files.read(path, { maxBytes: maxPdfBytes, signal }) : content;
    const pdf = whole.truncated ? undefined : await pdfText(whole.bytes, signal);
    if (pdf === undefined)
      throw new AppError('unsupported', `${path} is a PDF whose text cannot be read.`, {
        details: { reason: 'not_text' },
      });
    return { text: pdf.text, notice: pdf.cut ? ` (PDF, only the beginning of ${pdf.pages} pages)` : ' (PDF)' };
  }
  const notice = content.truncated
    ? ` (only the first ${sizeInWords(maxFileBytes)} of ${sizeInWords(content.sizeBytes)} can be read)`
    : '';
  return { text: decoded.text.replace(/^\uFEFF/, ''), notice };
}

/** As many whole lines as fit; a line that is too long alone is cut and said so. */
function takeLines(lines: readonly string[]): { text: string; count: number } {
  let count = 0;
  let chars = 0;
  for (const line of lines) {
    if (count > 0 && chars + line.length > maxChars) break;
    chars += line.length + 1;
    count += 1;
  }
  const text = lines.slice(0, count).join('\n');
  return text.length <= maxChars
    ? { text, count }
    : { text: `${text.slice(0, maxChars)}\n[line cut: ${text.length} characters long]`, count };
}

export const tool = defineTool({
  name: 'read_file',
  description:
    'Read a text file or PDF of the workspace, part by part: go on with from_line. For a folder use list_directory.',
  input: Input,
  async plan(input, ctx) {
    const path = await ctx.workspace.resolve(input.path);
    const found = await ctx.workspace.stat(path);
    if (found === undefined)
      throw new AppError('not_found', `There is no file ${path}. list_directory or find_files shows what is there.`);
    if (found.kind === 'folder')
      throw new AppError('invalid_input', `${path} is a folder. Use list_directory to see what is in it.`);
    return readPlan({ ...input, path }, path, { key: 'tools.read_file', params: { path } });
  },
  async run({ input }, ctx) {
    const { text, notice } = await textOf(input.path, ctx);
    if (text === '') return { output: `${input.path} is empty.` };
    const lines = text.replace(/\n$/, '').split('\n');
    const from = input.from_line ?? 1;
    if (from > lines.length) return { output: `${input.path} has only ${lines.length} lines${notice}.`, isError: true };
    const part = takeLines(lines.slice(from - 1, from - 1 + (input.lines ?? defaultLines)));
    const last = from + part.count - 1;
    const range = `lines ${from}-${last} of ${lines.length}${notice}`;
    const more = last < lines.length ? `\n[${lines.length - last} more lines: go on with from_line ${last + 1}]` : '';
    return { output: markUntrusted(`${input.path}, ${range}`, part.text) + more };
  },
});
