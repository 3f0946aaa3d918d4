// What was typed into the form, as a server; and a kept server as what would have been typed.
import type { LimpetClient } from '#main/contract/contract.ts';
import { McpProposal, type McpServer, type McpTransport, type McpValue } from '#main/contract/mcp.ts';

export type ServerForm = {
  readonly name: string;
  readonly kind: McpTransport['type'];
  readonly command: string;
  readonly args: string;
  readonly values: string;
  readonly url: string;
  readonly inWorkspace: boolean;
  readonly read: string;
  readonly write: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Keys that are stored: nobody sees them again, and they stay until they are typed anew or taken away. */
  readonly kept: readonly McpValue[];
};

export const emptyForm: ServerForm = {
  ...{ name: '', kind: 'stdio', command: '', args: '', values: '', url: '', inWorkspace: true },
  ...{ read: '', write: '', clientId: '', clientSecret: '', kept: [] },
};

const workspace = `$\u007bworkspace}`;
const looksSecret = /(key|token|secret|passw|auth|credential|cookie|pat$)/i;
const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

/** `NAME=value` or `Name: value`, one a line. */
export function readValues(text: string, separator: '=' | ':'): McpValue[] {
  return text.split('\n').flatMap((line) => {
    const at = line.indexOf(separator);
    if (at <= 0) return [];
    const name = line.slice(0, at).trim();
    return [{ name, value: line.slice(at + 1).trim(), secret: looksSecret.test(name) }];
  });
}

/** A key that is typed again takes the place, and the way, of the one that is kept. */
function withKept(typed: readonly McpValue[], kept: readonly McpValue[]): McpValue[] {
  const names = new Set(typed.map(({ name }) => name));
  const again = typed.map((one) => {
    const into = kept.find(({ name }) => name === one.name)?.into;
    return into === undefined ? one : { ...one, secret: true, into };
  });
  return [...again, ...kept.filter(({ name }) => !names.has(name))];
}

export function readForm(form: ServerForm): McpTransport {
  if (form.kind !== 'stdio') {
    const headers = withKept(readValues(form.values, ':'), form.kept);
    const clientId = form.clientId.trim();
    return { type: form.kind, url: form.url.trim(), headers, ...(clientId === '' ? {} : { clientId }) };
  }
  return {
    type: 'stdio',
    command: form.command.trim(),
    args: form.args.split('\n').filter((line) => line !== ''),
    env: withKept(readValues(form.values, '='), form.kept),
    read: lines(form.read),
    write: [...(form.inWorkspace ? [workspace] : []), ...lines(form.write)],
    network: false,
    hosts: [],
  };
}

export function formOf({ id, transport }: Pick<McpServer, 'id' | 'transport'>): ServerForm {
  const values = transport.type === 'stdio' ? transport.env : transport.headers;
  const separator = transport.type === 'stdio' ? '=' : ': ';
  const plain = values.filter(({ secret }) => !secret).map(({ name, value }) => `${name}${separator}${value ?? ''}`);
  const form = {
    ...{ ...emptyForm, name: id, kind: transport.type },
    ...{ values: plain.join('\n'), kept: values.filter(({ secret }) => secret) },
  };
  if (transport.type !== 'stdio') return { ...form, url: transport.url, clientId: transport.clientId ?? '' };
  return {
    ...form,
    ...{ command: transport.command, args: transport.args.join('\n'), read: transport.read.join('\n') },
    inWorkspace: transport.write.includes(workspace),
    write: transport.write.filter((folder) => folder !== workspace).join('\n'),
  };
}

export const isFilled = (form: ServerForm) =>
  form.name.trim() !== '' && (form.kind === 'stdio' ? form.command : form.url).trim() !== '';

/** As the core sees it: where the program lies, what it fetches, where known keys belong. What the person chose before stays. */
export async function proposeForm(
  form: ServerForm,
  o: { client: Pick<LimpetClient, 'mcp'>; taken: ReadonlySet<string>; before?: McpServer | undefined },
): Promise<McpProposal> {
  const typed = readForm(form);
  const id = form.name.trim();
  const isTaken = o.before === undefined && o.taken.has(id);
  const whole = (transport: McpTransport, notes: readonly string[] = []) =>
    McpProposal.parse({ id, transport, notes: isTaken ? ['taken', ...notes] : notes, inputs: [] });
  if (typed.type !== 'stdio') return whole(typed);
  const env = Object.fromEntries(typed.env.map(({ name, value }) => [name, value ?? '']));
  const text = JSON.stringify({ mcpServers: { [id]: { command: typed.command, args: typed.args, env } } });
  const [seen] = (await o.client.mcp.propose({ text })).proposals;
  if (seen?.transport.type !== 'stdio') return whole(typed);
  const known = seen.transport;
  const before = o.before?.transport.type === 'stdio' ? o.before.transport : undefined;
  const { network, hosts = [], direct = false } = before ?? known;
  return whole(
    {
      ...typed,
      env: typed.env.map((one) => {
        const into = one.into ?? known.env.find(({ name }) => name === one.name)?.into;
        const isStored = before?.env.some(({ name, secret }) => secret && name === one.name) === true;
        return into === undefined || !one.secret || isStored ? one : { ...one, into };
      }),
      read: [...new Set([...typed.read, ...known.read])],
      network,
      hosts: before !== undefined && before.hosts === undefined ? undefined : hosts,
      ...(direct ? { direct } : {}),
    },
    seen.notes.filter((note) => note !== 'taken'),
  );
}
