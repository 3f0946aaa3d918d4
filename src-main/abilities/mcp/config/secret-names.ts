// Which variable or header of a server is a key, by its name; and under which name the secret store keeps it.
import type { McpServerId } from '#main/contract/mcp.ts';
import { hashOf } from '#main/platform/base/json.ts';

const secretWords =
  /(^|[_\-.])(api[_-]?key|apikey|key|token|secret|password|passwd|pass|pwd|pat|auth|authorization|credentials?|cookie|private|dsn)([_\-.]|$)/i;
/** What keys look like, whatever they are called; and addresses with a password in them. */
const secretShapes =
  /^(sk-|ghp_|gho_|github_pat_|glpat-|xox[abp]-|AKIA|AIza|eyJ|Bearer\s|Basic\s)|:\/\/[^/\s]*:[^/\s]*@/;

export function isSecret(name: string, value: string): boolean {
  return secretWords.test(name) || secretShapes.test(value);
}

/** Names of the secret store are short and small; two variables that differ only in their case keep two values. */
export function secretKey(id: McpServerId, kind: 'env' | 'header' | 'arg' | 'oauth', name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, '-')
    .slice(0, 40);
  const suffix = plain === name ? '' : `.${hashOf(name).slice(0, 8)}`;
  return `mcp.${id}.${kind}.${plain}${suffix}`;
}

/** Everything that the secret store keeps for this server begins so. */
export const secretPrefix = (id: McpServerId) => `mcp.${id}.`;
