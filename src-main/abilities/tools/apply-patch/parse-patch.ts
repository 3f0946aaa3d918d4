// A patch as a list of changes to files: the format between `*** Begin Patch` and `*** End Patch`, and unified diffs.
import { AppError } from '#main/contract/errors.ts';

export type PatchLine = { readonly kind: 'same' | 'added' | 'removed'; readonly text: string };
export type Hunk = {
  /** A line that stands somewhere before it. */
  readonly anchor?: string;
  /** Where a unified diff says that it begins, from 1. */
  readonly oldStart?: number;
  readonly lines: readonly PatchLine[];
  /** Its last line is the last one of the file. */
  readonly atEnd?: boolean;
};
export type FilePatch =
  | { readonly type: 'add'; readonly path: string; readonly content: string }
  | { readonly type: 'delete'; readonly path: string }
  | { readonly type: 'update'; readonly path: string; readonly to?: string; readonly hunks: readonly Hunk[] };

export const badPatch = (sentence: string, reason = 'bad_patch') =>
  new AppError('invalid_input', sentence, { details: { reason } });

/** Errors: `invalid_input` with reason `bad_patch`, saying what is wrong with it. */
export function parsePatch(patch: string): readonly FilePatch[] {
  const lines = patch.replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n');
  const files = lines.some((line) => line.trim() === '*** Begin Patch') ? parseBegun(lines) : parseUnified(lines);
  if (files.length === 0)
    throw badPatch('This patch changes no file. Use *** Begin Patch … *** End Patch or a unified diff.');
  const touched = files.flatMap((file) =>
    file.type === 'update' && file.to !== undefined ? [file.path, file.to] : [file.path],
  );
  const twice = touched.find((path, index) => touched.indexOf(path) !== index);
  if (twice !== undefined) throw badPatch(`${twice} comes twice in this patch. Put all its changes in one place.`);
  return files;
}

function lineOf(line: string): PatchLine | undefined {
  if (line === '' || line.startsWith(' ')) return { kind: 'same', text: line.slice(1) };
  if (line.startsWith('+')) return { kind: 'added', text: line.slice(1) };
  if (line.startsWith('-')) return { kind: 'removed', text: line.slice(1) };
  return undefined;
}

const header = /^\*\*\* (Add|Update|Delete) File: (.+)$/;

function parseBegun(all: readonly string[]): FilePatch[] {
  const start = all.findIndex((line) => line.trim() === '*** Begin Patch');
  const end = all.findIndex((line) => line.trim() === '*** End Patch');
  if (end === -1) throw badPatch('*** End Patch is missing: the patch is not whole.');
  const lines = all.slice(start + 1, end);
  const files: FilePatch[] = [];
  for (let at = 0; at < lines.length; ) {
    const [, kind, name = ''] = header.exec(lines[at] ?? '') ?? [];
    if (kind === undefined)
      throw badPatch(`Expected *** Add, Update or Delete File, found ${JSON.stringify(lines[at])}.`);
    let next = at + 1;
    while (next < lines.length && !header.test(lines[next] ?? '')) next += 1;
    files.push(begunFile(kind, name.trim(), lines.slice(at + 1, next)));
    at = next;
  }
  return files;
}

function begunFile(kind: string, path: string, body: readonly string[]): FilePatch {
  if (kind === 'Delete') return { type: 'delete', path };
  if (kind === 'Add') {
    const wrong = body.find((line) => line !== '' && !line.startsWith('+'));
    if (wrong !== undefined)
      throw badPatch(`Each line of the new file ${path} begins with +, but not ${JSON.stringify(wrong)}.`);
    return { type: 'add', path, content: body.map((line) => `${line.slice(1)}\n`).join('') };
  }
  const to = /^\*\*\* Move to: (.+)$/.exec(body[0] ?? '')?.[1]?.trim();
  const hunks: { anchor?: string; lines: PatchLine[]; atEnd?: boolean }[] = [];
  for (const line of to === undefined ? body : body.slice(1)) {
    if (line.startsWith('@@')) {
      const anchor = line.slice(2).trim();
      hunks.push({ lines: [], ...(anchor === '' ? {} : { anchor }) });
      continue;
    }
    if (hunks.length === 0) hunks.push({ lines: [] });
    const hunk = hunks.at(-1);
    if (line === '*** End of File') {
      if (hunk !== undefined) hunk.atEnd = true;
      continue;
    }
    const parsed = lineOf(line);
    if (parsed === undefined)
      throw badPatch(`A line of ${path} begins with none of space, + and -, namely ${JSON.stringify(line)}.`);
    hunk?.lines.push(parsed);
  }
  return {
    type: 'update',
    path,
    hunks: hunks.filter(({ lines }) => lines.length > 0),
    ...(to === undefined ? {} : { to }),
  };
}

const pathOf = (line: string) => {
  const name = line.slice(4).split('\t')[0]?.trim() ?? '';
  return name === '/dev/null' ? undefined : name.replace(/^[ab]\//, '');
};

function parseUnified(lines: readonly string[]): FilePatch[] {
  const files: FilePatch[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (!(lines[at]?.startsWith('--- ') === true && lines[at + 1]?.startsWith('+++ ') === true)) continue;
    const from = pathOf(lines[at] ?? '');
    const to = pathOf(lines[at + 1] ?? '');
    const { hunks, next } = unifiedHunks(lines, at + 2);
    files.push(unifiedFile(from, to, hunks));
    at = next - 1;
  }
  return files;
}

function unifiedFile(from: string | undefined, to: string | undefined, hunks: readonly Hunk[]): FilePatch {
  if (from === undefined && to === undefined) throw badPatch('A file of this diff has no name on either side.');
  if (to === undefined) return { type: 'delete', path: from ?? '' };
  if (from !== undefined) return { type: 'update', path: from, hunks, ...(to === from ? {} : { to }) };
  const added = hunks.flatMap(({ lines }) =>
    lines.filter(({ kind }) => kind === 'added').map(({ text }) => `${text}\n`),
  );
  return { type: 'add', path: to, content: added.join('') };
}

function unifiedHunks(lines: readonly string[], start: number): { hunks: Hunk[]; next: number } {
  const hunks: Hunk[] = [];
  let at = start;
  for (;;) {
    const found = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(lines[at] ?? '');
    if (found === null) return { hunks, next: at };
    let [old, fresh] = [Number(found[2] ?? 1), Number(found[4] ?? 1)];
    const hunk: PatchLine[] = [];
    for (at += 1; (old > 0 || fresh > 0) && at < lines.length; at += 1) {
      if (lines[at]?.startsWith('\\') === true) continue;
      const line = lineOf(lines[at] ?? '');
      if (line === undefined) throw badPatch(`A hunk ends before its header says, at ${JSON.stringify(lines[at])}.`);
      if (line.kind !== 'added') old -= 1;
      if (line.kind !== 'removed') fresh -= 1;
      hunk.push(line);
    }
    if (old > 0 || fresh > 0) throw badPatch('The last hunk ends before its header says. Write it whole.');
    while (lines[at]?.startsWith('\\') === true) at += 1;
    hunks.push({ oldStart: Number(found[1]), lines: hunk });
  }
}
