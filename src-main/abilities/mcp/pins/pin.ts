// A tool's definition as the person last saw it, and whether what the server offers now is still the same.
import { z } from 'zod';
import { McpDefinition, type McpTool } from '#main/contract/mcp.ts';
import { hashOf } from '#main/platform/base/json.ts';

export const ToolHints = z.object({ readOnly: z.boolean(), destructive: z.boolean(), openWorld: z.boolean() });
export type ToolHints = z.infer<typeof ToolHints>;

export const PinnedTool = z.object({
  definition: McpDefinition,
  hash: z.string(),
  hints: ToolHints,
  title: z.string().optional(),
  on: z.boolean(),
});
export type PinnedTool = z.infer<typeof PinnedTool>;

export type OfferedTool = {
  readonly definition: McpDefinition;
  readonly hash: string;
  readonly hints: ToolHints;
  readonly title?: string | undefined;
};

/** What a pin binds to: everything of a definition that reaches the model, and the hints that decide what is asked. */
export function definitionHash(definition: McpDefinition, hints: ToolHints): string {
  return hashOf({ name: definition.name, description: definition.description, schema: definition.inputSchema, hints });
}

export function toPin(tool: OfferedTool): PinnedTool {
  const { definition, hash, hints, title } = tool;
  return { definition, hash, hints, on: true, ...(title === undefined ? {} : { title }) };
}

/** The hash of a pin that counts no more: what another program offers is looked at anew, whatever it is like. */
export const unseen = '';

/** Undefined for what the server offers means that nobody has asked it yet in this run: then the pin speaks. */
export function stateOf(pin: PinnedTool | undefined, offered: OfferedTool | undefined | 'unknown'): McpTool['state'] {
  if (pin === undefined) return 'new';
  if (pin.hash === unseen && offered !== undefined) return 'changed';
  if (offered === 'unknown') return pin.on ? 'on' : 'off';
  if (offered === undefined) return 'gone';
  if (offered.hash !== pin.hash) return 'changed';
  return pin.on ? 'on' : 'off';
}
