// Which processes belong to a command: read from /proc, where there is one.
import { readdirSync, readFileSync } from 'node:fs';

export type Row = {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly residentPages: number;
};

function readRow(pid: number): Row | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold spaces and parentheses itself: count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent, group, session] = fields;
    if (state === 'Z' || state === 'X') return undefined;
    const residentPages = Number(fields[21]);
    return { pid, parent: Number(parent), group: Number(group), session: Number(session), residentPages };
  } catch {
    return undefined; // ended while we looked
  }
}

/** False for a zombie too: it does nothing any more. */
export function isAlive(pid: number): boolean {
  return readRow(pid) !== undefined;
}

function hasMarker(pid: number, marker: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(marker);
  } catch {
    return false; // somebody else's, or gone
  }
}

/** Empty on a system without /proc. */
export function readAll(): Row[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => readRow(Number(name)) ?? []);
  } catch {
    return []; // no /proc on this system: the process group has to do
  }
}

/**
 * Living processes that descend from `root`, share its group or session, or carry `marker` (`NAME=value`) in their
 * environment: double-forked ones have another parent, session and group, but they inherit the environment.
 */
export function processTree(root: number, marker: string | undefined): number[] {
  const rows = readAll();
  const own = new Set<number>();
  for (const row of rows) {
    const isKin = row.pid === root || row.group === root || row.session === root;
    if (isKin || (marker !== undefined && hasMarker(row.pid, marker))) own.add(row.pid);
  }
  for (let grew = true; grew; ) {
    grew = false;
    for (const row of rows) {
      if (own.has(row.pid) || !own.has(row.parent)) continue;
      own.add(row.pid);
      grew = true;
    }
  }
  own.delete(process.pid);
  return [...own];
}
