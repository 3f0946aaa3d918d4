// search_text: lines of the workspace's files that hold a text or match a pattern.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import type { FileEntry } from '#main/guard/workspace/port.ts';
import { compilePattern, createBoundedMatcher } from '#main/platform/base/bounded-match.ts';
import { decodeText } from '../decode-text.ts';
import { defineTool, type ToolContext } from '../port.ts';
import { oneLine, readPlan } from '../reads.ts';

const maxHits = 200;
const maxFileBytes = 4 * 1024 * 1024;
const maxTotalBytes = 512 * 1024 * 1024;
const shownChars = 240;
const readAtOnce = 8;

const Input = z.strictObject({
  text: z.string().min(1).max(500),
  path: z.string().optional(),
  regex: z.boolean().optional(),
});
type Finder = (lines: readonly string[]) => number[];

/** Small letters mean any letters; a capital means just that. */
function finderFor({ text, regex }: z.infer<typeof Input>): Finder {
  const anyCase = text === text.toLowerCase();
  if (regex === true) {
    const matcher = createBoundedMatcher(compilePattern(text, anyCase ? 'i' : ''));
    return (lines) => matcher.matching(lines);
  }
  const wanted = anyCase ? text.toLowerCase() : text;
  return (lines) =>
    lines.flatMap((line, index) => ((anyCase ? line.toLowerCase() : line).includes(wanted) ? [index] : []));
}

/** The part of a line around the hit. */
function excerpt(line: string, wanted: string): string {
  const at = Math.max(0, line.toLowerCase().indexOf(wanted.toLowerCase()) - 60);
  const part = visibleLine(line.slice(at, at + shownChars).trim());
  return `${at > 0 ? '…' : ''}${part}${line.length > at + shownChars ? '…' : ''}`;
}

async function* filesOf(path: string, ctx: ToolContext): AsyncGenerator<FileEntry> {
  const found = await ctx.files.stat(path);
  if (found?.kind === 'file') yield found;
  else for await (const entry of ctx.files.walk(path, ctx.signal)) if (entry.kind === 'file') yield entry;
}

/** Files in groups, so that a few are read at once. */
async function* groupsOf(path: string, ctx: ToolContext): AsyncGenerator<FileEntry[]> {
  let group: FileEntry[] = [];
  for await (const entry of filesOf(path, ctx)) {
    if (group.push(entry) < readAtOnce) continue;
    yield group;
    group = [];
  }
  yield group;
}

async function linesOf(entry: FileEntry, ctx: ToolContext): Promise<readonly string[]> {
  const content = await ctx.files.read(entry.path, { maxBytes: maxFileBytes, signal: ctx.signal }).catch((error) => {
    if (ctx.signal.aborted) throw error;
    return undefined; // gone or unreadable: the other files still count
  });
  if (content === undefined) return [];
  const decoded = decodeText(content.bytes, !content.truncated);
  return decoded.type === 'text' ? decoded.text.split(/\r?\n/) : [];
}

export const tool = defineTool({
  name: 'search_text',
  description:
    'Find lines of the workspace’s files that hold a text; small letters match any case. With regex, text is a JavaScript regular expression.',
  input: Input,
  async plan(input, ctx) {
    if (input.text.includes('\n') && input.regex !== true)
      throw new AppError('invalid_input', 'Search looks at one line at a time. Give a text without line breaks.');
    if (input.regex === true) compilePattern(input.text, '');
    const path = await ctx.workspace.resolve(input.path ?? '.');
    if ((await ctx.workspace.stat(path)) === undefined)
      throw new AppError('not_found', `There is no ${path} in the workspace.`);
    return readPlan({ ...input, path }, path, { key: 'tools.search_text', params: { text: oneLine(input.text) } });
  },
  async run({ input }, ctx) {
    const path = input.path ?? '.';
    const find = finderFor(input);
    const hits: string[] = [];
    let bytes = 0;
    let skipped = 0;
    for await (const group of groupsOf(path, ctx)) {
      if (bytes > maxTotalBytes || hits.length > maxHits) break;
      const texts = await Promise.all(group.map((entry) => linesOf(entry, ctx)));
      for (const [position, entry] of group.entries()) {
        if (entry.sizeBytes > maxFileBytes) skipped += 1;
        bytes += Math.min(entry.sizeBytes, maxFileBytes);
        const lines = texts[position] ?? [];
        for (const index of find(lines)) {
          hits.push(`${visibleLine(entry.path)}:${index + 1}: ${excerpt(lines[index] ?? '', input.text)}`);
          if (hits.length > maxHits) break;
        }
      }
    }
    const notices = [
      ...(hits.length > maxHits ? [`[more than ${maxHits} lines match: narrow the text or name a path]`] : []),
      ...(bytes > maxTotalBytes ? ['[stopped after 512 MB of files: name a path]'] : []),
      ...(skipped > 0 ? [`[of ${skipped} files only the first 4 MB were searched]`] : []),
    ];
    if (hits.length === 0) return { output: [`No line holds ${input.text}.`, ...notices].join('\n') };
    return { output: [markUntrusted('search', hits.slice(0, maxHits).join('\n')), ...notices].join('\n') };
  },
});
