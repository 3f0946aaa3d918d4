// A tool as the server offers it, reduced to what we keep, show and send.
import type { Tool as ServerTool } from '@modelcontextprotocol/sdk/types.js';
import type { McpDefinition } from '#main/contract/mcp.ts';
import { definitionHash, type OfferedTool, type ToolHints } from '../pins/pin.ts';

const maxDefinitionChars = 64 * 1024;
export const maxTools = 1_000;

/** Hints are the server's word. What it does not say is taken as the worst. */
function hintsOf({ annotations }: ServerTool): ToolHints {
  return {
    readOnly: annotations?.readOnlyHint === true,
    destructive: annotations?.readOnlyHint !== true && annotations?.destructiveHint !== false,
    openWorld: annotations?.openWorldHint !== false,
  };
}

/** Undefined for one that no model could read. */
export function toOffered(tool: ServerTool): OfferedTool | undefined {
  const definition: McpDefinition = {
    name: tool.name,
    description: (tool.description ?? '').toWellFormed(),
    inputSchema: { ...tool.inputSchema },
  };
  if (tool.name === '' || tool.name.length > 300 || JSON.stringify(definition).length > maxDefinitionChars)
    return undefined;
  const hints = hintsOf(tool);
  const title = tool.title ?? tool.annotations?.title;
  return {
    definition,
    hints,
    hash: definitionHash(definition, hints),
    ...(title === undefined ? {} : { title: title.slice(0, 200).toWellFormed() }),
  };
}
