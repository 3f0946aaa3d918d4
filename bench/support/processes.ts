// What the operating system says of a process tree: memory (PSS) and processor time. Linux only.
import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100; // USER_HZ, fixed by Linux for /proc/PID/stat

function fields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined; // it ended meanwhile
  }
}

export function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(fields(Number(name))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree: number[] = [];
  for (let next = [pid]; next.length > 0; next = next.flatMap((one) => children.get(one) ?? [])) tree.push(...next);
  return tree;
}

/** Proportional set size of a process and everything below it, in MB (10^6 bytes). */
export function memoryMb(pid: number): number {
  let kib = 0;
  for (const one of treeOf(pid)) {
    try {
      kib += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // It ended meanwhile.
    }
  }
  return (kib * 1024) / 1e6;
}

/** User and system time of one process and its waited-for children, in seconds. */
export function cpuSeconds(pid: number): number {
  const stat = fields(pid);
  if (stat === undefined) return Number.NaN;
  return [11, 12, 13, 14].reduce((sum, index) => sum + Number(stat[index]), 0) / ticksPerSecond;
}

/** Waits until a process has used no processor time for `quietMs`: what it does once at its start (probes) is over. */
export async function settled(pid: number, quietMs = 1_000): Promise<void> {
  for (let before = -1; before !== cpuSeconds(pid); ) {
    before = cpuSeconds(pid);
    await new Promise((resolve) => setTimeout(resolve, quietMs));
  }
}
