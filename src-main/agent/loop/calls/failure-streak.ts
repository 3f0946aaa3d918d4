// Notices a model that repeats the same failing call: after three tries it is told, after that the turn ends.
import { stableJson } from '#main/platform/base/json.ts';

const tries = 3;

export interface FailureStreak {
  /** What to do with a call before it is planned. */
  check(tool: string, input: unknown): 'run' | 'tell' | 'end';
  record(tool: string, input: unknown, failed: boolean): void;
}

export function createFailureStreak(): FailureStreak {
  const failures = new Map<string, number>();
  const keyOf = (tool: string, input: unknown) => `${tool} ${stableJson(input)}`;
  return {
    check(tool, input) {
      const count = failures.get(keyOf(tool, input)) ?? 0;
      if (count < tries) return 'run';
      return count === tries ? 'tell' : 'end';
    },
    record(tool, input, failed) {
      // Something worked, so the world may have changed: a failing command may be tried again after an edit.
      if (!failed) failures.clear();
      else failures.set(keyOf(tool, input), (failures.get(keyOf(tool, input)) ?? 0) + 1);
    },
  };
}
