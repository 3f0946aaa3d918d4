// How much lies at a place that a command deletes, for the card: counted before it is asked.
import { isAppError } from '#main/contract/errors.ts';
import type { PlanContext } from '../port.ts';

const maxCount = 5_000;
const sampleSize = 5;

export type Deleted = { readonly count: number; readonly sample: readonly string[] };

/** Files below it, at most a few thousand; undefined where nothing is, or it is not ours to look at. */
export async function countDeleted(
  path: string,
  { workspace, signal }: Pick<PlanContext, 'workspace' | 'signal'>,
): Promise<Deleted | undefined> {
  const sample: string[] = [];
  let count = 0;
  const add = (file: string) => {
    count += 1;
    if (sample.length < sampleSize) sample.push(file);
  };
  const waiting: string[] = [];
  try {
    const start = await workspace.resolve(path);
    const entry = await workspace.stat(start);
    if (entry === undefined) return undefined;
    if (entry.kind === 'folder') waiting.push(start);
    else add(start);
    for (let folder = waiting.pop(); folder !== undefined && count < maxCount; folder = waiting.pop()) {
      const { entries } = await workspace.list(folder, { limit: maxCount, signal });
      for (const { path: below, kind } of entries) {
        if (kind === 'folder') waiting.push(below);
        else add(below);
      }
    }
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    return count === 0 ? undefined : { count, sample };
  }
  return { count, sample };
}
