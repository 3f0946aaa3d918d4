// An error that nobody caught ends the process, as it does anyway; but its words hold no key, on the terminal or in the log.
import { writeSync } from 'node:fs';
import type { Log, Redactor } from '#main/platform/base/log.ts';

export type CrashDeps = {
  readonly log: Log;
  readonly redactor: Pick<Redactor, 'text'>;
  /** Writes what waits and lets go of the log. */
  readonly closeLog: () => void;
  /** A sentence for the person, above the details. */
  readonly sentence: () => string;
};

const standardError = 2;

/** Until the returned function is called. Promises that reject unseen come here too. */
export function endOnCrash({ log, redactor, closeLog, sentence }: CrashDeps): () => void {
  // A report of Node's own, where somebody has switched them on, would list the environment with its keys.
  process.report.excludeEnv = true;
  const end = (error: unknown) => {
    log.error('crashed', { error });
    closeLog();
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    try {
      writeSync(standardError, `${sentence()}\n${redactor.text(details)}\n`);
    } catch {
      // Nobody reads it any more; the log has it.
    }
    process.exit(1);
  };
  process.on('uncaughtException', end);
  return () => void process.off('uncaughtException', end);
}
