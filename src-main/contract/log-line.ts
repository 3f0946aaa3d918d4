// A line of the log as text: time, level, module, message, facts; one line each, as it is copied and reported.
import type { LogEntry } from './system.ts';

export function logLineText({ at, level, module, message, fields }: LogEntry): string {
  const facts = Object.entries(fields).map(([name, value]) => `${name}=${value.replaceAll(/\s+/g, ' ')}`);
  return [new Date(at).toISOString(), level, module, message, ...facts].join(' ');
}
