// An account that only listens: what was noted, for tests to look at.
import type { Activity } from '../port.ts';

type Note = Parameters<Activity['note']>[0];

export function createHeardActivity(): Activity & { readonly notes: Note[] } {
  const notes: Note[] = [];
  return { notes, note: async (one) => void notes.push(one) };
}
