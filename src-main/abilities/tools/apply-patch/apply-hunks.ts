// Puts the hunks of a patch into a text. What a hunk keeps and takes must stand there; where, may have moved.
import { badPatch, type Hunk } from './parse-patch.ts';

const sameLine = [(a: string, b: string) => a === b, (a: string, b: string) => a.trimEnd() === b.trimEnd()] as const;

/** All places at which `wanted` stands, from `from` on; spaces at the ends of lines count only as long as that finds any. */
function placesOf(lines: readonly string[], wanted: readonly string[], from: number): readonly number[] {
  for (const isSame of sameLine) {
    const places: number[] = [];
    for (let at = from; at + wanted.length <= lines.length; at += 1)
      if (wanted.every((line, index) => isSame(lines[at + index] ?? '', line))) places.push(at);
    if (places.length > 0) return places;
  }
  return [];
}

function placeOf(lines: readonly string[], hunk: Hunk, o: { from: number; shift: number; path: string }): number {
  const wanted = hunk.lines.filter(({ kind }) => kind !== 'added').map(({ text }) => text);
  let from = o.from;
  if (hunk.anchor !== undefined) {
    const [anchor] = placesOf(
      lines.map((line) => line.trim()),
      [hunk.anchor.trim()],
      o.from,
    );
    if (anchor === undefined) throw badPatch(`"${hunk.anchor}" does not stand in ${o.path}.`, 'no_match');
    from = anchor + 1;
  }
  if (wanted.length === 0) {
    if (hunk.oldStart !== undefined) return Math.min(lines.length, hunk.oldStart + o.shift);
    return hunk.anchor === undefined ? lines.length : from;
  }
  const places = placesOf(lines, wanted, from);
  const [first] = places;
  if (first === undefined)
    throw badPatch(
      `${JSON.stringify(wanted.slice(0, 6).join('\n'))} does not stand in ${o.path}. Read it and copy the lines exactly.`,
      'no_match',
    );
  if (hunk.atEnd === true) return places.at(-1) ?? first;
  const { oldStart } = hunk;
  if (oldStart === undefined) {
    if (places.length > 1 && hunk.anchor === undefined)
      throw badPatch(
        `${JSON.stringify(wanted[0])} stands ${places.length} times in ${o.path}. Give more of the lines around it.`,
        'many_matches',
      );
    return first;
  }
  const meant = oldStart - 1 + o.shift;
  return places.reduce((best, place) => (Math.abs(place - meant) < Math.abs(best - meant) ? place : best), first);
}

/** The whole new text. A file with \r\n, or without a break at its end, stays that way. */
export function applyHunks(before: string, hunks: readonly Hunk[], path: string): string {
  const eol = before.includes('\r\n') ? '\r\n' : '\n';
  const endsOpen = before !== '' && !before.endsWith('\n');
  const lines = before === '' ? [] : before.replace(/\r?\n$/, '').split(/\r?\n/);
  let from = 0;
  let shift = 0;
  for (const hunk of hunks) {
    const place = placeOf(lines, hunk, { from, shift, path });
    const kept: string[] = [];
    let at = place;
    for (const { kind, text } of hunk.lines) {
      // What stays is taken from the file: its own spaces, not those of the patch.
      if (kind === 'same') kept.push(lines[at] ?? text);
      if (kind === 'added') kept.push(text);
      if (kind !== 'added') at += 1;
    }
    lines.splice(place, at - place, ...kept);
    from = place + kept.length;
    shift += kept.length - (at - place);
  }
  return lines.length === 0 ? '' : lines.join(eol) + (endsOpen ? '' : eol);
}
