// Pages of a log in memory, with the promises of the real one.
import type { LogEntry, LogLevel, LogPage } from '#main/contract/system.ts';

type SampleQuery = {
  readonly limit: number;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly level: LogLevel;
  readonly module: string | undefined;
  readonly text: string;
};

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

export function sampleLine(index: number, change: Partial<LogEntry> = {}): LogEntry {
  return {
    cursor: `aaaaaaaaaaaa:${index}`,
    at: 1_760_000_000_000 + index * 1_000,
    level: 'info',
    module: 'app',
    message: `line ${index}`,
    fields: {},
    ...change,
  };
}

export function readSampleLog(all: readonly LogEntry[], query: SampleQuery): LogPage {
  const at = (cursor: string | undefined, otherwise: number) =>
    cursor === undefined ? otherwise : all.findIndex((one) => one.cursor === cursor);
  const from = at(query.after, -1) + 1;
  const range = all.slice(from, at(query.before, all.length));
  const fitting = range.filter(
    (one) =>
      levels.indexOf(one.level) >= levels.indexOf(query.level) &&
      (query.module === undefined || one.module === query.module) &&
      `${one.module} ${one.message} ${Object.entries(one.fields).flat().join(' ')}`
        .toLowerCase()
        .includes(query.text.toLowerCase()),
  );
  const entries = fitting.slice(-query.limit);
  const oldest = entries[0];
  const newest = all.at(-1);
  return {
    entries: [...entries],
    ...(fitting.length > entries.length && oldest !== undefined ? { older: oldest.cursor } : {}),
    ...(newest === undefined ? {} : { newest: newest.cursor }),
    hasGap: false,
    modules: [...new Set(all.map((one) => one.module))].sort(),
  };
}
