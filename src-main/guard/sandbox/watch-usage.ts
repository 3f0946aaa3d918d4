// What limits of single processes cannot hold: how many a command is, and what all of them take. Looked at a few times a second.
import { type Row, readAll } from './process-tree.ts';

const everyMs = 250;
const pageBytes = 4096;

export type Watched = {
  readonly pid: number;
  readonly processes: number;
  readonly memoryBytes: number;
  readonly onOver: (what: 'processes' | 'memory') => void;
};

/** What descends from `root`, itself included. */
function familyOf(root: number, children: ReadonlyMap<number, readonly Row[]>): Row[] {
  const family = [...(children.get(root) ?? [])];
  for (let at = 0; at < family.length; at += 1) family.push(...(children.get(family[at]?.pid ?? 0) ?? []));
  return family;
}

/** One look for all that run. */
export function findOver(rows: readonly Row[], watched: Iterable<Watched>): [Watched, 'processes' | 'memory'][] {
  const children = new Map<number, Row[]>();
  for (const row of rows) {
    const siblings = children.get(row.parent);
    if (siblings === undefined) children.set(row.parent, [row]);
    else siblings.push(row);
  }
  const over: [Watched, 'processes' | 'memory'][] = [];
  for (const one of watched) {
    const family = familyOf(one.pid, children);
    const bytes = family.reduce((sum, row) => sum + row.residentPages, 0) * pageBytes;
    if (family.length > one.processes) over.push([one, 'processes']);
    else if (bytes > one.memoryBytes) over.push([one, 'memory']);
  }
  return over;
}

/**
 * Root is held by no limit on processes, and memory is counted by process alone; so the family is looked at as well. Real time
 * on purpose. Returns what ends the watch of one.
 */
export function createUsageWatch(): (one: Watched) => () => void {
  const watched = new Set<Watched>();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    for (const [one, what] of findOver(readAll(), watched)) {
      watched.delete(one);
      one.onOver(what);
    }
  };
  return (one) => {
    watched.add(one);
    timer ??= setInterval(look, everyMs).unref();
    return () => {
      watched.delete(one);
      if (watched.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  };
}
