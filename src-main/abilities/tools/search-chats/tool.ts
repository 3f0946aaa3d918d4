// search_chats: what was said in earlier conversations with the person.
import { z } from 'zod';
import { visibleLine } from '#main/contract/shown-text.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import { defineTool } from '../port.ts';
import { oneLine, readPlan } from '../reads.ts';

const maxHits = 20;

export const tool = defineTool({
  name: 'search_chats',
  description: 'Search what was said in earlier conversations with this person. All words must occur; "…" is a phrase.',
  input: z.strictObject({ text: z.string().min(1).max(500) }),
  plan: async (input) => readPlan(input, 'chats', { key: 'tools.search_chats', params: { text: oneLine(input.text) } }),
  async run({ input }, ctx) {
    const { hits, more } = await ctx.searchChats(input.text, maxHits);
    if (hits.length === 0) return { output: `Nothing in earlier chats holds ${input.text}.` };
    const lines = hits.map((hit) => {
      const day = new Date(hit.createdAt).toISOString().slice(0, 10);
      const who = hit.role === 'user' ? 'person' : 'Limpet';
      const excerpt = hit.excerpt.map((piece) => piece.text).join('');
      return visibleLine(`${day} “${hit.sessionTitle}” ${who}: ${excerpt.replace(/\s+/g, ' ').trim()}`);
    });
    return { output: markUntrusted('chats', lines.join('\n')) + (more ? '\n[more hits: add words]' : '') };
  },
});
