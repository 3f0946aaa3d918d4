// Files in which other programs keep their servers, read as proposals: nothing in them is run, kept or trusted.
import { z } from 'zod';
import { AppError } from '#main/contract/errors.ts';
import { type McpProposal, McpServerId, type McpTransport, type McpValue } from '#main/contract/mcp.ts';
import { stripComments } from './json-comments.ts';
import { withKnownServices } from './known-services.ts';
import { isSecret } from './secret-names.ts';
import { inputWord, wordOf, workspaceWord } from './words.ts';

const text = z.string().max(8192);
const texts = z.record(z.string().max(200), z.union([z.string(), z.number(), z.boolean()]).transform(String));

/** One server as Claude, Cursor, VS Code, Windsurf and others write it; fields of theirs that we do not know are named. */
const Entry = z.looseObject({
  type: z.string().optional(),
  transport: z.string().optional(),
  command: text.optional(),
  args: z
    .array(z.union([text, z.number()]).transform(String))
    .max(200)
    .optional(),
  env: texts.optional(),
  url: text.optional(),
  serverUrl: text.optional(),
  httpUrl: text.optional(),
  headers: texts.optional(),
});
type Entry = z.infer<typeof Entry>;

const Input = z.looseObject({
  id: z.string().max(200),
  description: z.string().max(2_000).optional(),
  password: z.boolean().optional(),
  default: z.string().max(8192).optional(),
});

const File = z.union([
  z
    .looseObject({ mcpServers: z.record(z.string(), Entry) })
    .transform((file) => ({ entries: file.mcpServers, inputs: [] })),
  z
    .looseObject({ mcp: z.looseObject({ servers: z.record(z.string(), Entry), inputs: z.array(Input).default([]) }) })
    .transform(({ mcp }) => ({ entries: mcp.servers, inputs: mcp.inputs })),
  z
    .looseObject({ servers: z.record(z.string(), Entry), inputs: z.array(Input).default([]) })
    .transform(({ servers, inputs }) => ({ entries: servers, inputs })),
  Entry.refine((entry) => entry.command !== undefined || urlOf(entry) !== undefined).transform((entry) => ({
    entries: { [typeof entry.name === 'string' ? entry.name : '']: entry },
    inputs: [] as z.infer<typeof Input>[],
  })),
  z
    .record(
      z.string(),
      Entry.refine((entry) => entry.command !== undefined || urlOf(entry) !== undefined),
    )
    .refine((entries) => Object.keys(entries).length > 0)
    .transform((entries) => ({ entries, inputs: [] as z.infer<typeof Input>[] })),
]);

const knownFields = new Set(
  'type transport command args env url serverUrl httpUrl headers name description disabled autoApprove alwaysAllow timeout gallery version'.split(
    ' ',
  ),
);
const maxServers = 100;
/** Programs that fetch what they run. */
const fetchers = /^(npx|bunx|pnpx|uvx|pipx|dlx|docker|podman|deno)(\.(cmd|exe))?$/i;

function urlOf(entry: Entry): string | undefined {
  return entry.url ?? entry.serverUrl ?? entry.httpUrl;
}

/** A name that can stand before the names of tools, made from any name. */
export function toServerId(name: string, taken: ReadonlySet<string> = new Set()): McpServerId {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 28)
    .replace(/-+$/, '');
  const base = plain === '' ? 'server' : plain;
  let id = base;
  for (let n = 2; taken.has(id); n += 1) id = `${base}-${n}`;
  return McpServerId.parse(id);
}

const valuesOf = (values: Readonly<Record<string, string>> | undefined): McpValue[] =>
  Object.entries(values ?? {}).map(([name, value]) => ({ name, value, secret: isSecret(name, value) }));

export function programOf(command: string): string {
  return command.split(/[\\/]/).at(-1) ?? command;
}

export const needsNetwork = (command: string) => fetchers.test(programOf(command));

function transportOf(entry: Entry): McpTransport {
  const url = urlOf(entry);
  if (entry.command === undefined && url !== undefined) {
    const kind = (entry.type ?? entry.transport ?? '').toLowerCase();
    return { type: kind === 'sse' ? 'sse' : 'http', url, headers: valuesOf(entry.headers) };
  }
  const env = valuesOf(entry.env);
  const command = entry.command ?? '';
  return {
    type: 'stdio',
    command,
    args: (entry.args ?? []).map((arg) => arg.replaceAll(wordOf('workspaceFolder'), workspaceWord)),
    env,
    read: [],
    write: [workspaceWord],
    // What is fetched needs the network, and so does what was given a key for somebody.
    network: needsNetwork(command) || env.some(({ secret }) => secret),
  };
}

function notesOf(entry: Entry, transport: McpTransport): McpProposal['notes'] {
  const notes: McpProposal['notes'] = [];
  if (transport.type === 'stdio') {
    if (/\.(cmd|bat)$/i.test(transport.command)) notes.push('batch');
    if (needsNetwork(transport.command)) notes.push('download');
  } else if (/^http:/i.test(transport.url) && !/^http:\/\/(localhost|127\.|\[::1\])/i.test(transport.url))
    notes.push('plain_http');
  if (Object.keys(entry).some((field) => !knownFields.has(field))) notes.push('ignored_fields');
  return notes;
}

/** `${input:id}` and `${env:NAME}` are asked for; a variable of ours is never read in for a file. */
function inputsOf(transport: McpTransport, declared: readonly z.infer<typeof Input>[]): McpProposal['inputs'] {
  const whole = JSON.stringify(transport);
  const asked = new Set([...whole.matchAll(/\$\{input:([^}"\\]+)\}/g)].map(([, id]) => id ?? ''));
  return [...asked].map((id) => {
    const known = declared.find((one) => one.id === id);
    return {
      id,
      label: known?.description ?? id,
      secret: known?.password ?? isSecret(id, ''),
      required: true,
      ...(known?.default === undefined ? {} : { value: known.default }),
    };
  });
}

const envAsInput = (transport: McpTransport): McpTransport =>
  JSON.parse(JSON.stringify(transport).replaceAll(/\$\{env:([A-Za-z0-9_]+)\}/g, inputWord('$1'))) as McpTransport; // text for text inside strings

const notAFile = () =>
  new AppError(
    'invalid_input',
    'This is no list of servers. Paste a file with "mcpServers", the mcp.json of VS Code, or one entry of either.',
    { details: { reason: 'mcp_file' } },
  );

/** Errors: `invalid_input` with reason `mcp_file`. */
export function readServersFile(source: string, known: ReadonlySet<string>): McpProposal[] {
  const file = File.safeParse(stripComments(source));
  if (!file.success) throw notAFile();
  const entries = Object.entries(file.data.entries);
  if (entries.length === 0 || entries.length > maxServers) throw notAFile();
  const taken = new Set<string>();
  return entries.map(([name, entry]) => {
    const transport = withKnownServices(envAsInput(transportOf(entry)));
    if (transport.type === 'stdio' && transport.command === '') throw notAFile();
    const id = toServerId(
      name === '' ? programOf(transport.type === 'stdio' ? transport.command : 'server') : name,
      taken,
    );
    taken.add(id);
    const notes = notesOf(entry, transport);
    return {
      id,
      transport,
      notes: known.has(id) ? ['taken', ...notes] : notes,
      inputs: inputsOf(transport, file.data.inputs),
    };
  });
}
