// A unified diff as lines with their signs and numbers, for drawing.

export type DiffLine = {
  readonly kind: 'added' | 'removed' | 'same' | 'gap';
  readonly oldNumber: number | undefined;
  readonly newNumber: number | undefined;
  readonly text: string;
};

/** File headers are left out (the path is shown above); anything that is no diff line is kept as it is. */
export function diffLines(diff: string): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  let oldNumber = 1;
  let newNumber = 1;
  let inHunk = false;
  for (const line of diff.replace(/\n$/, '').split('\n')) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (hunk !== null) {
      oldNumber = Number(hunk[1]);
      newNumber = Number(hunk[2]);
      // Nothing is skipped before the first line of a file.
      if (oldNumber > 1 || lines.length > 0) lines.push(gap(line.replace(/^@@[^@]*@@ ?/, '')));
      inHunk = true;
      continue;
    }
    if (!inHunk && /^(---|\+\+\+|Index:|=+$|diff )/.test(line)) continue;
    const sign = line[0];
    const text = line.slice(1);
    if (sign === '+') lines.push({ kind: 'added', oldNumber: undefined, newNumber: newNumber++, text });
    else if (sign === '-') lines.push({ kind: 'removed', oldNumber: oldNumber++, newNumber: undefined, text });
    else if (sign === '\\') lines.push(gap(text.trim()));
    else lines.push({ kind: 'same', oldNumber: oldNumber++, newNumber: newNumber++, text });
  }
  return lines;
}

function gap(text: string): DiffLine {
  return { kind: 'gap', oldNumber: undefined, newNumber: undefined, text };
}
