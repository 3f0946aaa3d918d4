// Several sources of tools as one: the built-in ones, those of servers, those of skills.
import type { Tool, ToolSource } from './port.ts';

/** In the order given; where two name the same tool, the earlier source keeps it. */
export function createToolSources(sources: readonly ToolSource[]): ToolSource {
  return {
    id: sources.map((source) => source.id).join('+'),
    async list(o, signal) {
      const lists = await Promise.all(sources.map((source) => source.list(o, signal)));
      const tools = new Map<string, Tool>();
      for (const tool of lists.flat()) if (!tools.has(tool.name)) tools.set(tool.name, tool);
      return [...tools.values()];
    },
    async prompt(o, signal) {
      const parts = await Promise.all(sources.map((source) => source.prompt?.(o, signal)));
      const said = parts.filter((part) => part !== undefined && part !== '');
      return said.length === 0 ? undefined : said.join('\n\n');
    },
    async endBackground(sessionId) {
      await Promise.all(sources.map((source) => source.endBackground(sessionId)));
    },
  };
}
