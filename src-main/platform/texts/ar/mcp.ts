// Arabic: servers of tools.
import type { mcp as english } from '../en/mcp.ts';
import type { Translation } from '../translation.ts';

export const mcp: Translation<typeof english> = {
  call: '{server}: {tool}',
  grant: 'كل استدعاء للأداة {tool} من الخادم {server}',
  find: 'بحث عن أدوات: {query}',
};
