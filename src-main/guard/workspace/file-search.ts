// Finds files of a workspace by a few typed letters, for naming them with `@`.
import type { Clock } from '#main/platform/base/clock.ts';
import type { Workspace } from './port.ts';

const listedFiles = 20_000;
const listLifeMs = 5_000;
const keptLists = 8;

/**
 * Higher is better, undefined when the letters do not occur in this order. Runs of letters, starts of words and hits in
 * the file's own name count most; shorter paths win a tie.
 */
export function matchScore(path: string, typed: string): number | undefined {
  const text = path.toLowerCase();
  const wanted = typed.toLowerCase().replaceAll(' ', '');
  if (wanted === '') return -path.length;
  const nameStart = text.lastIndexOf('/') + 1;
  const inName = text.indexOf(wanted, nameStart);
  if (inName !== -1) return 1_000_000 - (inName - nameStart) * 100 - path.length;
  const whole = text.indexOf(wanted);
  if (whole !== -1) return 500_000 - whole - path.length;
  let score = 0;
  let from = 0;
  let last = -2;
  for (const letter of wanted) {
    const at = text.indexOf(letter, from);
    if (at === -1) return undefined;
    if (at === last + 1) score += 15;
    if (at === 0 || '/-_. '.includes(text[at - 1] ?? '')) score += 10;
    if (at >= nameStart) score += 5;
    last = at;
    from = at + 1;
  }
  return score * 100 - path.length;
}

export interface FileSearch {
  find(workspace: Workspace, o: { text: string; limit: number; signal: AbortSignal }): Promise<string[]>;
}

/** Keeps the file list of a few workspaces for five seconds, so that typing does not walk the disk at every letter. */
export function createFileSearch(clock: Clock): FileSearch {
  const lists = new Map<string, { at: number; files: readonly string[] }>();
  const list = async (workspace: Workspace, signal: AbortSignal) => {
    const known = lists.get(workspace.root);
    if (known !== undefined && clock.monotonic() - known.at < listLifeMs) return known.files;
    const files: string[] = [];
    for await (const entry of workspace.walk('.', signal)) {
      if (entry.kind === 'file') files.push(entry.path);
      if (files.length >= listedFiles) break;
    }
    lists.delete(workspace.root);
    lists.set(workspace.root, { at: clock.monotonic(), files });
    const oldest = lists.keys().next();
    if (lists.size > keptLists && oldest.done !== true) lists.delete(oldest.value);
    return files;
  };
  return {
    async find(workspace, o) {
      const scored: { path: string; score: number }[] = [];
      for (const path of await list(workspace, o.signal)) {
        const score = matchScore(path, o.text);
        if (score !== undefined) scored.push({ path, score });
      }
      scored.sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1));
      return scored.slice(0, o.limit).map((found) => found.path);
    },
  };
}
