// The log: JSON lines in the data folder, without secrets.
import { join } from 'node:path';
import type { Clock } from '#main/platform/base/clock.ts';
import { createLog, createRedactor, type Log, type LogLevel, type Redactor } from '#main/platform/base/log.ts';
import { createLogFile, type LogFile } from '#main/platform/upkeep/create-log-file.ts';

export type Logging = { readonly log: Log; readonly redactor: Redactor; readonly file: LogFile; close(): void };

export function createLogging(o: { dataFolder: string; level: () => LogLevel; clock: Clock }): Logging {
  const file = createLogFile({ folder: join(o.dataFolder, 'logs') });
  const redactor = createRedactor();
  const log = createLog({ sink: file.sink, redactor, now: o.clock.now, level: o.level });
  return { log, redactor, file, close: file.close };
}
