// Prompts of servers, as they are kept, and completions of what a person fills in for them and for resources.
import type { Prompt } from '@modelcontextprotocol/sdk/types.js';
import type { McpPrompt, McpServerId } from '#main/contract/mcp.ts';
import type { Connection } from '../client/connect.ts';
import type { AskCompletion, StoredServer } from '../port.ts';

const maxPrompts = 100;
const maxArguments = 20;
const maxCompletions = 50;
const cut = (text: string, chars: number) => text.slice(0, chars).toWellFormed();

/** Everything that a server says of them has a bound: they stand in a list that is there at every message. */
export function keptPrompts(prompts: readonly Prompt[]): NonNullable<StoredServer['prompts']> {
  return prompts
    .filter(({ name }) => name.length <= 300)
    .slice(0, maxPrompts)
    .map(({ name, description, arguments: wanted = [] }) => ({
      name,
      ...(description === undefined ? {} : { description: cut(description, 500) }),
      arguments: wanted.slice(0, maxArguments).map((one) => ({
        name: cut(one.name, 200),
        ...(one.description === undefined ? {} : { description: cut(one.description, 300) }),
        required: one.required === true,
      })),
    }));
}

export function listPrompts(servers: readonly StoredServer[]): { prompts: McpPrompt[]; resources: McpServerId[] } {
  const on = servers.filter(({ enabled }) => enabled);
  return {
    prompts: on.flatMap(({ id, prompts = [] }) => prompts.map((prompt) => ({ serverId: id, ...prompt }))),
    resources: on.filter(({ offers }) => offers?.includes('resources') === true).map(({ id }) => id),
  };
}

export async function completionsOf(connection: Connection, o: AskCompletion, signal: AbortSignal): Promise<string[]> {
  const values = await connection.complete(
    {
      ref: o.of.type === 'prompt' ? { type: 'ref/prompt', name: o.of.name } : { type: 'ref/resource', uri: o.of.name },
      argument: o.argument,
      context: { arguments: { ...o.others } },
    },
    signal,
  );
  return values.slice(0, maxCompletions).map((value) => cut(value, 1_000));
}
