// Takes the keys out of what is to be kept: they go to the secret store, and what remains names them only.
import { AppError } from '#main/contract/errors.ts';
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

/** A key made of others, such as `Bearer ${input:token}`: it is kept whole, so that it can be put in whole. */
const withKeys = (value: string, inputs: SaveServer['inputs']): string =>
  value.replaceAll(/\$\{input:([^}]+)\}/g, (mark, id: string) =>
    Object.hasOwn(inputs, id) ? (inputs[id]?.value ?? mark) : mark,
  );

/** The way that a key takes must be there: its host is one that may be reached, and nothing passes the proxy by. */
function withWays(transport: McpTransport): McpTransport {
  if (transport.type !== 'stdio') return transport;
  const wanted = transport.env.flatMap(({ into, secret }) => (into === undefined || !secret ? [] : [into.host]));
  if (wanted.length === 0) return transport;
  if (transport.direct === true)
    throw new AppError('invalid_input', 'A key is put in by the proxy, which this program would pass by.', {
      details: { reason: 'mcp_key_way' },
    });
  const { hosts } = transport;
  return {
    ...transport,
    network: true,
    ...(hosts === undefined ? {} : { hosts: [...new Set([...hosts, ...wanted])] }),
  };
}

/** Resolves to what may be kept in the open. A key whose value is left out stays as it was; keys of no use are removed. */
export async function saveSecrets(o: SaveServer, d: SaveSecretsDeps): Promise<McpTransport> {
  const transport = withWays(withInputs(o.transport, o.inputs));
  const used = new Set<string>();
  const keep = async (values: readonly McpValue[], kind: 'env' | 'header'): Promise<McpValue[]> => {
    const kept: McpValue[] = [];
    for (const { name, value, secret, into } of values) {
      const key = secretKey(o.id, kind, name);
      if (secret) used.add(key);
      if (secret && value !== undefined) await d.secrets.set(key, withKeys(value, o.inputs));
      const way = into === undefined || kind === 'header' ? {} : { into };
      kept.push(secret ? { name, secret, ...way } : { name, secret, value: value ?? '' });
    }
    return kept;
  };
  if (o.clientSecret !== undefined) await d.secrets.set(secretKey(o.id, 'oauth', 'secret'), o.clientSecret);
  const kept: McpTransport =
    transport.type === 'stdio'
      ? { ...transport, env: await keep(transport.env, 'env') }
      : { ...transport, headers: await keep(transport.headers, 'header') };
  // What is left of them stands in the command or in an open value, and is filled in when it starts.
  for (const [, id = ''] of JSON.stringify(kept).matchAll(/\$\{input:([^}"\\]+)\}/g)) {
    const [key, input] = [secretKey(o.id, 'arg', id), Object.hasOwn(o.inputs, id) ? o.inputs[id] : undefined];
    used.add(key);
    if (input?.secret === true) await d.secrets.set(key, input.value);
  }
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
