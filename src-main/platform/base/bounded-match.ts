// Regular expressions from the model, run so that a hostile one cannot hold the program up.
import { createContext, Script } from 'node:vm';
import { AppError } from '#main/contract/errors.ts';

const batchMs = 60;
const batchItems = 500;
const batchChars = 200_000;
const itemChars = 2_000;

const tooSlow = () =>
  new AppError('invalid_input', 'This pattern takes too long to match. Use a simpler one, or plain text.', {
    details: { reason: 'slow_pattern' },
  });

export interface BoundedMatcher {
  /**
   * Positions of the items that match; only the first 2000 characters of each are looked at. Errors: `invalid_input`
   * (`slow_pattern`) once a batch took more than 60 ms, which is as long as anything else has to wait for it.
   */
  matching(items: readonly string[]): number[];
}

export function createBoundedMatcher(pattern: RegExp): BoundedMatcher {
  // V8 interrupts a regular expression that backtracks without end only when it runs under a time limit of `vm`.
  const script = new Script('for (let i = 0; i < items.length; i += 1) if (pattern.test(items[i])) found.push(i);');
  const still = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  const runBatch = (items: readonly string[]): number[] => {
    const found: number[] = [];
    try {
      script.runInContext(createContext({ items, pattern: still, found }), { timeout: batchMs });
    } catch (error) {
      // Thrown in the script's own realm, where `Error` is another class.
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
      if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw tooSlow();
      throw error;
    }
    return [...found];
  };
  return {
    matching(items) {
      const all: number[] = [];
      for (let from = 0; from < items.length; ) {
        const batch: string[] = [];
        let chars = 0;
        while (from + batch.length < items.length && batch.length < batchItems && chars < batchChars) {
          const item = (items[from + batch.length] ?? '').slice(0, itemChars);
          batch.push(item);
          chars += item.length;
        }
        for (const index of runBatch(batch)) all.push(from + index);
        from += batch.length;
      }
      return all;
    },
  };
}

/** Errors: `invalid_input` (`bad_pattern`) with what is wrong. */
export function compilePattern(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    throw new AppError('invalid_input', `This is no regular expression: ${why}.`, {
      details: { reason: 'bad_pattern' },
    });
  }
}
