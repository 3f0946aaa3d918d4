// Takes the keys out of what is to be kept: they go to the secret store, and what remains names them only.
import type { McpServerId, McpTransport, McpValue } from '#main/contract/mcp.ts';
import type { SecretStore } from '#main/platform/secrets/port.ts';
import type { SaveServer } from '../port.ts';
import { secretKey, secretPrefix } from './secret-names.ts';

export type SaveSecretsDeps = { readonly secrets: Pick<SecretStore, 'set' | 'remove' | 'keys'> };

/** Asked for and no key: it stands in the command from now on, where it can be read. */
function withInputs<T>(value: T, inputs: SaveServer['inputs']): T {
  const fill = (text: string) =>
    text.replaceAll(/\$\{input:([^}]+)\}/g, (mark, id: string) => {
      const input = Object.hasOwn(inputs, id) ? inputs[id] : undefined;
      return input === undefined || input.secret ? mark : input.value;
    });
  const walk = (one: unknown): unknown => {
    if (typeof one === 'string') return fill(one);
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, walk(inner)]));
  };
  return walk(value) as T; // the same shape, text for text
}

/** Resolves to what may be kept in the open. A key whose value is left out stays as it was; keys of no use are removed. */
export async function saveSecrets(o: SaveServer, d: SaveSecretsDeps): Promise<McpTransport> {
  const transport = withInputs(o.transport, o.inputs);
  const used = new Set<string>();
  const keep = async (values: readonly McpValue[], kind: 'env' | 'header'): Promise<McpValue[]> => {
    const kept: McpValue[] = [];
    for (const { name, value, secret } of values) {
      const key = secretKey(o.id, kind, name);
      if (secret) used.add(key);
      if (secret && value !== undefined) await d.secrets.set(key, value);
      kept.push(secret ? { name, secret } : { name, secret, value: value ?? '' });
    }
    return kept;
  };
  for (const [id, { value, secret }] of Object.entries(o.inputs)) {
    if (!secret) continue;
    used.add(secretKey(o.id, 'arg', id));
    await d.secrets.set(secretKey(o.id, 'arg', id), value);
  }
  for (const [, id] of JSON.stringify(transport).matchAll(/\$\{input:([^}"\\]+)\}/g))
    used.add(secretKey(o.id, 'arg', id ?? ''));
  if (o.clientSecret !== undefined) await d.secrets.set(secretKey(o.id, 'oauth', 'secret'), o.clientSecret);
  const kept: McpTransport =
    transport.type === 'stdio'
      ? { ...transport, env: await keep(transport.env, 'env') }
      : { ...transport, headers: await keep(transport.headers, 'header') };
  const isOAuth = (key: string) => key.startsWith(`${secretPrefix(o.id)}oauth.`);
  await removeSecrets(o.id, d, (key) => !used.has(key) && !isOAuth(key));
  return kept;
}

export async function removeSecrets(
  id: McpServerId,
  d: Pick<SaveSecretsDeps, 'secrets'>,
  which: (key: string) => boolean = () => true,
): Promise<void> {
  for (const key of await d.secrets.keys())
    if (key.startsWith(secretPrefix(id)) && which(key)) await d.secrets.remove(key);
}
