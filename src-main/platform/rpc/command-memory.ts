// Outcomes of recent commands by who sent them: the same command sent twice is carried out once.
import { isAppError, isCancelled } from '#main/contract/errors.ts';

export interface CommandMemory {
  /**
   * The outcome of an earlier run under this key, still running or not; otherwise that of `run`. Whoever asked may cancel
   * it, also one who asked again over a new connection.
   */
  once(key: string, signal: AbortSignal, run: (signal: AbortSignal) => Promise<unknown>): Promise<unknown>;
}

type Remembered = { readonly outcome: Promise<unknown>; readonly life: AbortController };

/** Not worth keeping: the person may try again and expects it to run. */
const isPassing = (error: unknown) => isCancelled(error) || (isAppError(error) && error.retryable);

export function createCommandMemory(capacity: number): CommandMemory {
  const commands = new Map<string, Remembered>();
  const begin = (key: string, run: (signal: AbortSignal) => Promise<unknown>): Remembered => {
    const life = new AbortController();
    const begun = { life, outcome: run(life.signal) };
    commands.set(key, begun);
    begun.outcome.catch((error: unknown) => {
      if (isPassing(error) && commands.get(key) === begun) commands.delete(key);
    });
    for (const oldest of commands.keys()) {
      if (commands.size <= capacity) break;
      commands.delete(oldest);
    }
    return begun;
  };
  return {
    async once(key, signal, run) {
      const command = commands.get(key) ?? begin(key, run);
      const abort = () => command.life.abort();
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      try {
        return await command.outcome;
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
  };
}
