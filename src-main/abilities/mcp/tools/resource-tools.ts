// The resources of a server as two tools: what there is, and the text of one.
import { z } from 'zod';
import { defineTool, type Tool, type ToolContext } from '#main/abilities/tools/port.ts';
import type { McpResource } from '#main/contract/mcp.ts';
import { markUntrusted } from '#main/contract/untrusted-text.ts';
import type { Connection } from '../client/connect.ts';
import type { StoredServer } from '../port.ts';
import { labelOf, planOf, type ServerToolDeps } from './server-tool.ts';
import { toolName } from './tool-name.ts';

/** They read, by the protocol; where the text goes and comes from is as for every tool of the server. */
const hints = { readOnly: true, destructive: false, openWorld: true };
const listed = 200;

export async function readResourceList(connection: Connection): Promise<McpResource[]> {
  if (!connection.has('resources')) return [];
  // Servers without templates answer that they do not know the question.
  const [resources, templates] = await Promise.all([connection.resources(), connection.templates().catch(() => [])]);
  const about = (one: { name: string; description?: string | undefined; mimeType?: string | undefined }) => ({
    name: one.name,
    ...(one.description === undefined ? {} : { description: one.description }),
    ...(one.mimeType === undefined ? {} : { mimeType: one.mimeType }),
  });
  return [
    ...resources.map((one) => ({ uri: one.uri, ...about(one), isTemplate: false })),
    ...templates.map((one) => ({ uri: one.uriTemplate, ...about(one), isTemplate: true })),
  ];
}

const line = ({ uri, name, description, mimeType, isTemplate }: McpResource) =>
  [`${uri}${isTemplate ? ' (fill in {…})' : ''}`, name, mimeType, description]
    .filter(Boolean)
    .join(' · ')
    .slice(0, 400);

const placeOf = ({ workspace, ask, sessionId, signal }: ToolContext) => ({
  ...{ workspace: workspace.root, signal },
  place: { ask, sessionId },
});

export function resourceTools(server: StoredServer, d: ServerToolDeps): readonly Tool[] {
  const list = defineTool<{ query?: string | undefined }>({
    name: toolName(server.id, 'list_resources'),
    description: `(from the server ${server.id}) List its resources: data that it can give as text. Narrow with query.`,
    input: z.strictObject({ query: z.string().max(200).optional() }),
    plan: async (input) => ({ ...planOf({ server, tool: 'resources/list', hints, input: { ...input } }), input }),
    async run({ input }, ctx) {
      const keeper = await d.keeper(server.id);
      const all = await keeper.use(placeOf(ctx), readResourceList);
      const wanted = input.query?.toLowerCase() ?? '';
      const found = all.map(line).filter((text) => text.toLowerCase().includes(wanted));
      if (found.length === 0) return { output: 'No resource matches.' };
      const more = found.length > listed ? `\n[${found.length - listed} more: narrow with query]` : '';
      const output = markUntrusted(`server ${server.id}`, found.slice(0, listed).join('\n')) + more;
      return { output, label: labelOf(server.id) };
    },
  });
  const read = defineTool<{ uri: string }>({
    name: toolName(server.id, 'read_resource'),
    description: `(from the server ${server.id}) Read one of its resources by uri.`,
    input: z.strictObject({ uri: z.string().min(1).max(4096) }),
    plan: async (input) => ({ ...planOf({ server, tool: 'resources/read', hints, input: { ...input } }), input }),
    async run({ input }, ctx) {
      const { resourceText } = await import('../client/call-result.ts');
      const keeper = await d.keeper(server.id);
      const result = await keeper.use(placeOf(ctx), (connection) => connection.readResource(input.uri, ctx.signal));
      const output = markUntrusted(`server ${server.id}: ${input.uri}`, resourceText(result));
      return { output, label: labelOf(server.id) };
    },
  });
  return [list, read];
}
