// German: servers of tools.
import type { mcp as english } from '../en/mcp.ts';

export const mcp: Record<keyof typeof english, string> = {
  call: '{server}: {tool}',
  grant: 'Jeder Aufruf von {tool} des Servers {server}',
  find: 'Nach Werkzeugen gesucht: {query}',
};
