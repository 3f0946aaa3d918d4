// What plans of tools that only read have in common.
import type { Effect, Shown } from '#main/contract/messages.ts';
import type { Plan, Title } from './port.ts';

export function readPlan<I>(input: I, target: string, title: Title): Plan<I> {
  const effect: Effect = { type: 'read', target, insideWorkspace: true };
  const shown: Shown = { type: 'text', text: target };
  return { input, effects: [effect], shown, title, canUndo: false };
}

/** A file's size as people say it. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1_000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`;
}

/** The first line, short enough for a title. */
export function oneLine(text: string, max = 120): string {
  const line = text.trim().split('\n')[0] ?? '';
  return line.length < text.trim().length || line.length > max ? `${line.slice(0, max)}…` : line;
}
