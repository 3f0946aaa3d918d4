// find_files: files by a pattern of their name.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import { walkLimit } from '#main/guard/workspace/port.ts';
import { createBoundedMatcher } from '#main/platform/base/bounded-match.ts';
import { defineTool } from '../port.ts';
import { oneLine, readPlan } from '../reads.ts';

const maxFound = 300;
const batch = 1_000;

/** A pattern without a slash is meant for the name, wherever the file lies. */
async function patternFor(glob: string): Promise<RegExp> {
  const { default: picomatch } = await import('picomatch');
  const slashed = glob.replace(/^\.?\//, '');
  const whole = slashed.includes('/') ? slashed : `**/${slashed}`;
  return picomatch.makeRe(whole, { dot: true, noextglob: true, nocase: true, nonegate: true, strictBrackets: false });
}

export const tool = defineTool({
  name: 'find_files',
  description:
    'Find files by name: *.md anywhere, src/**/*.test.ts by path. Leaves out what .gitignore names. To look inside files use search_text.',
  input: z.strictObject({ pattern: z.string().min(1).max(300), path: z.string().optional() }),
  async plan(input, ctx) {
    const path = await ctx.workspace.resolve(input.path ?? '.');
    const found = await ctx.workspace.stat(path);
    if (found?.kind !== 'folder') throw new AppError('not_found', `There is no folder ${path}.`);
    return readPlan({ pattern: input.pattern, path }, path, {
      key: 'tools.find_files',
      params: { pattern: oneLine(input.pattern) },
    });
  },
  async run({ input }, ctx) {
    const path = input.path ?? '.';
    const matcher = createBoundedMatcher(await patternFor(input.pattern));
    const prefix = path === '.' ? 0 : path.length + 1;
    const found: string[] = [];
    let waiting: string[] = [];
    let seen = 0;
    const test = () => {
      for (const index of matcher.matching(waiting.map((file) => file.slice(prefix)))) found.push(waiting[index] ?? '');
      waiting = [];
    };
    for await (const entry of ctx.files.walk(path, ctx.signal)) {
      seen += 1;
      if (entry.kind === 'file') waiting.push(entry.path);
      if (waiting.length >= batch) test();
      if (found.length > maxFound) break;
    }
    test();
    if (found.length === 0) return { output: `No file matches ${input.pattern}${path === '.' ? '' : ` in ${path}`}.` };
    const lines = found.sort().slice(0, maxFound).map(visibleLine);
    if (found.length > maxFound) lines.push(`[more than ${maxFound} files match: narrow the pattern]`);
    else if (seen >= walkLimit) lines.push(`[only the first ${walkLimit} entries were looked at: name a path]`);
    return { output: lines.join('\n') };
  },
});
