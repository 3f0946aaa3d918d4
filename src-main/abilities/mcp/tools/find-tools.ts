// find_tools: looks among the tools of all servers and loads what fits, so that only what is needed is paid for.
import { z } from 'zod';
import { defineTool, type Tool, type ToolResult } from '#main/abilities/tools/port.ts';
import type { SessionId } from '#main/contract/ids.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';

export type Findable = { readonly server: string; readonly tool: Tool };

export type FindToolsDeps = {
  readonly all: () => Promise<readonly Findable[]>;
  /** Servers that cannot be used now, with the reason in words. */
  readonly unready: () => Promise<readonly string[]>;
  readonly load: (sessionId: SessionId, tools: readonly Tool[]) => void;
};

const loadedAtOnce = 8;
const namedBesides = 20;
const shownChars = 160;

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Words of the name count most, then the server, then the description; half a word counts half. */
export function score(query: readonly string[], { server, tool }: Findable): number {
  const name = wordsOf(tool.name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' '));
  const description = new Set(wordsOf(tool.description));
  return query.reduce((sum, word) => {
    if (tool.name.toLowerCase() === word || tool.name.toLowerCase().endsWith(`__${word}`)) return sum + 10;
    const stem = word.length > 3 ? word.replace(/s$/, '') : word;
    if (name.some((part) => part.replace(/s$/, '') === stem)) return sum + 4;
    if (server === word) return sum + 3;
    if (description.has(word) || description.has(stem)) return sum + 2;
    return name.some((part) => part.startsWith(stem)) ? sum + 1 : sum;
  }, 0);
}

const firstLine = (text: string) => (text.split('\n', 1)[0] ?? '').slice(0, shownChars);

/** Only definitions that the person has looked at are found, so they bring nobody else's words into the chat. */
const looked: NonNullable<ToolResult['label']> = { trust: 'owner', secrecy: 'public', source: 'tools of servers' };

export function createFindTools(d: FindToolsDeps): Tool {
  return defineTool<{ query: string; server?: string | undefined }>({
    name: 'find_tools',
    description:
      'Find tools of the servers named above by what they do, and load them: those found can be called in your next step. Example: {"query":"create issue","server":"github"}. An exact tool name works too.',
    input: z.strictObject({ query: z.string().max(300), server: z.string().max(40).optional() }),
    plan: async (input) => ({
      input,
      effects: [{ type: 'read', target: 'tools of servers' }],
      shown: { type: 'text', text: input.query },
      title: { key: 'mcp.find', params: { query: input.query } },
      canUndo: false,
    }),
    async run({ input }, ctx) {
      const query = [...wordsOf(input.query), input.query.trim().toLowerCase()];
      const among = (await d.all()).filter(({ server }) => input.server === undefined || server === input.server);
      const found = among
        .map((one) => ({ ...one, score: input.query.trim() === '' ? 1 : score(query, one) }))
        .filter((one) => one.score > 0)
        .sort((a, b) => b.score - a.score || (a.tool.name < b.tool.name ? -1 : 1));
      const unready = await d.unready();
      const notes = unready.length === 0 ? '' : `\nNot to be had now: ${unready.join('; ')}`;
      if (found.length === 0)
        return { output: `No tool matches. Try other words, or a server's name.${notes}`, label: looked };
      const loaded = found.slice(0, loadedAtOnce);
      d.load(
        ctx.sessionId,
        loaded.map(({ tool }) => tool),
      );
      const lines = loaded.map(({ tool }) => `${tool.name}: ${firstLine(tool.description)}`).join('\n');
      const rest = found.slice(loadedAtOnce, loadedAtOnce + namedBesides).map(({ tool }) => tool.name);
      const more = rest.length === 0 ? '' : `\nNot loaded, but close: ${rest.join(', ')}`;
      return {
        output: `Loaded, to be called from your next step on:\n${markUntrusted('servers', lines)}${more}${notes}`,
        label: looked,
      };
    },
  });
}
