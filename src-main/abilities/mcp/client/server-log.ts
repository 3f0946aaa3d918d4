// What a server says about itself: the newest lines, in memory, for the person who wants to know why it does not work.
import type { McpLogLine } from '#main/contract/mcp.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Redactor } from '#main/platform/base/log.ts';

const maxLines = 500;
const maxChars = 2_000;

const levels: Readonly<Record<string, McpLogLine['level']>> = {
  debug: 'debug',
  warning: 'warn',
  warn: 'warn',
  error: 'error',
  critical: 'error',
  alert: 'error',
  emergency: 'error',
};

export type ServerLog = ReturnType<typeof createServerLog>;

export function createServerLog(d: { clock: Clock; redactor: Pick<Redactor, 'text'> }) {
  const lines: McpLogLine[] = [];
  return {
    add(level: string, text: string): void {
      const safe = d.redactor.text(text.slice(0, maxChars)).toWellFormed();
      lines.push({ at: d.clock.now(), level: levels[level] ?? 'info', text: safe });
      if (lines.length > maxLines) lines.splice(0, lines.length - maxLines);
    },
    lines: (): McpLogLine[] => [...lines],
  };
}
