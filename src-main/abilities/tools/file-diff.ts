// What a change of a file will do, as a unified diff that a person can judge: complete, and computed within a bound.
import type { Shown } from '#main/contract/messages.ts';

type DiffShown = Extract<Shown, { type: 'diff' }>;

const maxEditLength = 2_000;
const timeoutMs = 150;
const listedOldChars = 128 * 1024;

const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** Everything out, everything in: still the truth where a finer diff would take too long. */
function wholeReplaced(before: string, after: string): { diff: string; added: number; removed: number } {
  const old = linesOf(before);
  const fresh = linesOf(after);
  const header = `@@ -1,${old.length} +1,${fresh.length} @@`;
  const removed =
    before.length > listedOldChars
      ? [`-[all ${old.length} lines (${before.length} characters) of the old file]`]
      : old.map((line) => `-${line}`);
  return {
    diff: [header, ...removed, ...fresh.map((line) => `+${line}`)].join('\n'),
    added: fresh.length,
    removed: old.length,
  };
}

/** `before` is null for a file that does not exist yet. Every added line is in the result, whatever its length. */
export async function fileDiff(path: string, before: string | null, after: string): Promise<DiffShown> {
  const shown = (part: { diff: string; added: number; removed: number }): DiffShown => ({
    type: 'diff',
    path,
    created: before === null,
    ...part,
  });
  if (before === null || before === '') return shown(wholeReplaced('', after));
  const { structuredPatch } = await import('diff');
  const patch = structuredPatch(path, path, before, after, '', '', { context: 3, maxEditLength, timeout: timeoutMs });
  if (patch === undefined) return shown(wholeReplaced(before, after));
  const count = (sign: string) =>
    patch.hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.startsWith(sign)).length, 0);
  const diff = patch.hunks
    .map((hunk) =>
      [`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`, ...hunk.lines].join('\n'),
    )
    .join('\n');
  return shown({ diff, added: count('+'), removed: count('-') });
}
