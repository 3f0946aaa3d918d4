// The name under which a model calls a tool of a server: `<server>__<tool>`, as vendors allow names.
import type { McpServerId } from '#main/contract/mcp.ts';
import { hashOf } from '#main/platform/base/json.ts';

const maxLength = 64;

/** No two tools share one: what had to be changed or cut ends with a piece of the hash of its true name. */
export function toolName(server: McpServerId, tool: string): string {
  const plain = tool.replace(/[^A-Za-z0-9_-]/g, '_');
  const whole = `${server}__${plain}`;
  if (plain === tool && whole.length <= maxLength) return whole;
  return `${whole.slice(0, maxLength - 7)}_${hashOf([server, tool]).slice(0, 6)}`;
}
