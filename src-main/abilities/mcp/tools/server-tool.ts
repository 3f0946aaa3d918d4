// A tool of a server as the loop runs it: honest effects, the definition that the person has seen, a result that is no order.
import { z } from 'zod';
import { defineTool, type Plan, type Tool, type ToolResult } from '#main/abilities/tools/port.ts';
import { AppError } from '#main/contract/errors.ts';
import type { McpServerId, McpTransport } from '#main/contract/mcp.ts';
import type { Effect } from '#main/contract/messages.ts';
import { visibleLine } from '#main/contract/shown-text.ts';
import type { Keeper } from '../client/keeper.ts';
import { type PinnedTool, stateOf, type ToolHints } from '../pins/pin.ts';
import type { StoredServer } from '../port.ts';
import { toolName } from './tool-name.ts';

export type ServerToolDeps = {
  readonly keeper: (id: McpServerId) => Promise<Keeper>;
  /** As the person saw it last; undefined when it is gone. */
  readonly pin: (id: McpServerId, tool: string) => Promise<PinnedTool | undefined>;
};

const timeoutMs = 10 * 60_000;
const maxDescription = 4_000;
const Input = z.record(z.string(), z.unknown());
type Input = z.infer<typeof Input>;

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : '*');

const reachOf = ({ direct, hosts }: Extract<McpTransport, { type: 'stdio' }>): readonly string[] =>
  direct === true || hosts === undefined ? ['*'] : hosts;

/**
 * What may happen by the server's own hints, and the worst where it is silent: an address gets what is sent, a program
 * with a network may send it to whatever it may reach, and whatever is not said to only read does something.
 */
export function effectsOf(transport: McpTransport, hints: ToolHints, target: string): Effect[] {
  const effects: Effect[] = [];
  if (transport.type !== 'stdio') effects.push({ type: 'network', target: originOf(transport.url) });
  else if (transport.network)
    for (const host of reachOf(transport))
      effects.push({ type: 'network', target: host === '*' ? host : `https://${host}` });
  if (!hints.readOnly) effects.push({ type: 'execute', target });
  else if (effects.length === 0) effects.push({ type: 'read', target, insideWorkspace: false });
  return effects;
}

/** Whatever a server says is a stranger's word, and may be of what is the person's alone. */
export const labelOf = (id: McpServerId): NonNullable<ToolResult['label']> => ({
  trust: 'untrusted',
  secrecy: 'private',
  source: `mcp:${id}`,
});

const changed = (server: string, tool: string) =>
  new AppError(
    'forbidden',
    `The server ${server} has changed what ${tool} is, so it was not called. The person must look at the change on the page Servers first.`,
    { details: { reason: 'mcp_changed', facts: { server, tool } } },
  );

/** Blocks what the server offers otherwise than the person saw it, and what the person switched off. */
async function checkPin(o: { server: StoredServer; tool: string; hash: string }, keeper: Keeper, d: ServerToolDeps) {
  const pin = await d.pin(o.server.id, o.tool);
  const offered = keeper.offered();
  const now = offered === 'unknown' ? undefined : offered.find(({ definition }) => definition.name === o.tool);
  switch (stateOf(pin, now)) {
    case 'on':
      // The model was told of another definition than the one that the person has accepted since.
      if (pin?.hash !== o.hash) throw changed(o.server.id, o.tool);
      return;
    case 'off':
      throw new AppError('forbidden', `${o.tool} of ${o.server.id} is switched off.`, {
        details: { reason: 'mcp_tool_off', facts: { server: o.server.id, tool: o.tool } },
      });
    case 'gone':
      throw new AppError('not_found', `The server ${o.server.id} no longer has a tool ${o.tool}.`, {
        details: { reason: 'mcp_tool_gone', facts: { server: o.server.id, tool: o.tool } },
      });
    default:
      throw changed(o.server.id, o.tool);
  }
}

export function planOf(o: { server: StoredServer; tool: string; hints: ToolHints; input: Input }): Plan<Input> {
  const { server, tool, hints, input } = o;
  const target = `mcp:${server.id}/${tool}`;
  return {
    input,
    effects: effectsOf(server.transport, hints, target),
    shown: { type: 'text', text: `${server.id} / ${visibleLine(tool)}\n${JSON.stringify(input, undefined, 2)}` },
    title: { key: 'mcp.call', params: { server: server.id, tool } },
    sessionGrant: { key: target, title: { key: 'mcp.grant', params: { server: server.id, tool } } },
    canUndo: false,
  };
}

/** The same object for the same definition, so that it is told apart from a changed one. */
export function createServerTools(d: ServerToolDeps) {
  const known = new Map<string, Tool>();
  const make = (server: StoredServer, pin: PinnedTool): Tool => {
    const { name, description, inputSchema } = pin.definition;
    return defineTool<Input>({
      name: toolName(server.id, name),
      description: `(from the server ${server.id}) ${description.slice(0, maxDescription)}`,
      input: Input,
      inputSchema: { ...inputSchema, type: 'object' },
      timeoutMs,
      plan: async (input) => planOf({ server, tool: name, hints: pin.hints, input }),
      async run({ input }, ctx) {
        const { resultText } = await import('../client/call-result.ts');
        const keeper = await d.keeper(server.id);
        const { signal, ask, sessionId } = ctx;
        const result = await keeper.use(
          { workspace: ctx.workspace.root, place: { ask, sessionId }, signal },
          async (connection) => {
            // Looked at before every call: a server that changes does not have to say so.
            await keeper.readTools(connection);
            await checkPin({ server, tool: name, hash: pin.hash }, keeper, d);
            const onProgress = (text: string) => ctx.progress(`${text}\n`);
            return connection.call(name, input, { signal, timeoutMs, onProgress });
          },
        );
        return {
          output: resultText(server.id, result),
          isError: result.isError === true,
          label: labelOf(server.id),
        };
      },
    });
  };
  return {
    of(server: StoredServer, pin: PinnedTool): Tool {
      const key = `${JSON.stringify([server.id, server.transport])} ${pin.hash}`;
      const tool = known.get(key) ?? make(server, pin);
      known.set(key, tool);
      return tool;
    },
  };
}
