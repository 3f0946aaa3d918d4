// Servers of tools (Model Context Protocol): which there are, what they offer, what changed in it, and Limpet as such a server.
import { z } from 'zod';
import { ErrorData } from './errors.ts';
import { BlobId, Timestamp } from './ids.ts';
import { command, query, stream } from './kernel.ts';
import { SkillHost } from './skills.ts';

/** Stands before the names of its tools, so it is short and plain: `github` makes `github__create_issue`. */
export const McpServerId = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]|_(?!_)){0,30}$/, 'small letters, digits, - and _, at most 31')
  .refine((id) => !id.endsWith('_'), 'not with _ at the end')
  .brand<'McpServerId'>();
export type McpServerId = z.infer<typeof McpServerId>;

/** `name`, `name:port` or `*.name`; https and its port where none is given. */
export const McpHost = SkillHost;

/** A variable or header. A secret one has its value in the secret store and none here. */
export const McpValue = z.object({
  name: z.string().min(1).max(200),
  value: z.string().max(20_000).optional(),
  secret: z.boolean(),
  /**
   * Of a program's secret variable: the program gets a placeholder, and Limpet's proxy puts the key in its place in this
   * header of requests to this host. Without it, the program is given the key itself.
   */
  into: z.object({ host: McpHost, header: z.string().regex(/^[a-z0-9-]{1,64}$/) }).optional(),
});
export type McpValue = z.infer<typeof McpValue>;

const path = z.string().min(1).max(4096);

export const McpTransport = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('stdio'),
    command: z.string().min(1).max(4096),
    args: z.array(z.string().max(8192)).max(200),
    env: z.array(McpValue).max(100),
    /** Folders that it may read besides the workspace and its own program. */
    read: z.array(path).max(50),
    write: z.array(path).max(50),
    network: z.boolean(),
    /** With `network`: only these, by Limpet's proxy. Absent: every public host by it. */
    hosts: z.array(McpHost).max(100).optional(),
    /** With `network`: the machine's own network, past the proxy; no key can be put in on the way then. */
    direct: z.boolean().optional(),
  }),
  z.object({
    /** `http`: streamable HTTP. `sse`: the older one. */
    type: z.enum(['http', 'sse']),
    url: z.string().min(1).max(4096),
    headers: z.array(McpValue).max(50),
    /** A client that was registered by hand at the server's sign-in; its secret is in the secret store. */
    clientId: z.string().max(500).optional(),
  }),
]);
export type McpTransport = z.infer<typeof McpTransport>;

export const McpServerConfig = z.object({
  id: McpServerId,
  transport: McpTransport,
  enabled: z.boolean(),
  /** `needed`: with the first call. `always`: with Limpet, and again when it ends. */
  start: z.enum(['needed', 'always']),
  /** It may ask the model that the person uses, at the person's cost. */
  sampling: z.boolean(),
  createdAt: Timestamp,
});
export type McpServerConfig = z.infer<typeof McpServerConfig>;

/** `waiting`: it ended and is started again at `retryAt`. `sign_in`: it wants the person to sign in first. */
export const McpState = z.enum(['off', 'idle', 'starting', 'ready', 'waiting', 'failed', 'sign_in']);
export type McpState = z.infer<typeof McpState>;

export const McpServer = McpServerConfig.extend({
  state: McpState,
  error: ErrorData.optional(),
  retryAt: Timestamp.optional(),
  /** What it says of itself; not to be trusted. */
  title: z.string().optional(),
  version: z.string().optional(),
  instructions: z.string().optional(),
  /** Without a sandbox on this machine a program of it can do what the person can. */
  sandboxed: z.boolean(),
  tools: z.number().int(),
  /** New or changed since the person saw them last: they wait for a look. */
  unreviewed: z.number().int(),
  offers: z.array(z.enum(['tools', 'resources', 'prompts'])),
  /** Hosts that it wanted to reach and was not let to since its newest start. */
  refused: z.array(z.string()),
  /** A sign-in is kept for it. */
  signedIn: z.boolean(),
});
export type McpServer = z.infer<typeof McpServer>;

export const McpDefinition = z.object({
  name: z.string(),
  description: z.string(),
  inputSchema: z.record(z.string(), z.unknown()), // the server's own; shown as JSON, sent to the model as it is
});
export type McpDefinition = z.infer<typeof McpDefinition>;

/** `changed` and `new` wait for the person and cannot be called; `gone` is no longer offered. */
export const McpToolState = z.enum(['on', 'off', 'changed', 'new', 'gone']);

export const McpTool = z.object({
  name: z.string(),
  title: z.string().optional(),
  state: McpToolState,
  /** As the server offers it now, and its SHA-256. */
  current: McpDefinition.optional(),
  hash: z.string(),
  /** As the person saw it last; what the model is told. Absent for a new one. */
  pinned: McpDefinition.optional(),
  hints: z.object({ readOnly: z.boolean(), destructive: z.boolean(), openWorld: z.boolean() }),
});
export type McpTool = z.infer<typeof McpTool>;

export const McpLogLine = z.object({
  at: Timestamp,
  level: z.enum(['debug', 'info', 'warn', 'error']),
  text: z.string(),
});
export type McpLogLine = z.infer<typeof McpLogLine>;

/** A server as a file or a form describes it; nothing is started or kept before the person has said yes to it. */
export const McpProposal = z.object({
  id: McpServerId,
  transport: McpTransport,
  /** `taken`: there is one of this name, which it would replace. `missing`: no such program is found. */
  notes: z.array(z.enum(['taken', 'missing', 'batch', 'plain_http', 'ignored_fields', 'download'])),
  /** Values that the file asks for: `${input:token}` of VS Code, `user_config` of a bundle. */
  inputs: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      secret: z.boolean(),
      required: z.boolean(),
      value: z.string().optional(),
    }),
  ),
  /** Of a bundle: its files, put in place when it is added. */
  bundle: z.object({ blobId: BlobId, name: z.string(), version: z.string(), files: z.number().int() }).optional(),
});
export type McpProposal = z.infer<typeof McpProposal>;

/** A server that something installed brought along, such as a plugin. Nothing of it runs before the person adds it. */
export const McpHandedOver = z.object({
  id: z.string().max(100),
  /** Who brought it, in its own words; not to be trusted. */
  source: z.string().max(200),
  at: Timestamp,
  /** Without the values of keys: the person gives their own. */
  proposal: McpProposal,
});
export type McpHandedOver = z.infer<typeof McpHandedOver>;

export const McpPrompt = z.object({
  serverId: McpServerId,
  name: z.string(),
  description: z.string().optional(),
  arguments: z.array(z.object({ name: z.string(), description: z.string().optional(), required: z.boolean() })),
});
export type McpPrompt = z.infer<typeof McpPrompt>;

export const McpResource = z.object({
  uri: z.string(),
  name: z.string(),
  description: z.string().optional(),
  mimeType: z.string().optional(),
  /** `{name}` in it is to be filled in. */
  isTemplate: z.boolean(),
});
export type McpResource = z.infer<typeof McpResource>;

export const McpOwnServer = z.object({
  enabled: z.boolean(),
  /** Whether a token was made; it was shown once. */
  hasToken: z.boolean(),
});

export const McpStatus = z.object({
  servers: z.array(McpServer),
  handedOver: z.array(McpHandedOver),
  own: McpOwnServer,
});
export type McpStatus = z.infer<typeof McpStatus>;

const ofServer = z.object({ serverId: McpServerId });

export const mcp = {
  watch: stream(z.object({}), McpStatus),
  /**
   * Reads a file of `mcpServers`, of VS Code's `servers`, or one entry of either; or a bundle (`.mcpb`) that was uploaded.
   * Starts and keeps nothing. `invalid_input` with reason `mcp_file` for anything else.
   */
  propose: query(
    z.union([z.object({ text: z.string().min(1).max(1_000_000) }), z.object({ bundle: BlobId })]),
    z.object({ proposals: z.array(McpProposal) }),
  ),
  /**
   * Adds one server, or changes the one of this name: what runs is exactly what this says. A value of a secret that is left
   * out stays as it was. `inputs` by their ids.
   */
  save: command(
    z.object({
      id: McpServerId,
      transport: McpTransport,
      inputs: z
        .record(z.string().max(200), z.object({ value: z.string().max(20_000), secret: z.boolean() }))
        .default({}),
      clientSecret: z.string().max(2_000).optional(),
      bundle: BlobId.optional(),
      /** False: `conflict` when the name is taken. */
      replace: z.boolean().default(false),
      /** The one of `McpStatus.handedOver` that this comes from; it is gone then. */
      handedOver: z.string().max(100).optional(),
    }),
    z.object({ server: McpServer }),
  ),
  /** Takes one of `McpStatus.handedOver` away without adding it. */
  dismiss: command(z.object({ handedOver: z.string().max(100) }), z.object({})),
  set: command(
    z.object({
      serverId: McpServerId,
      enabled: z.boolean().optional(),
      start: z.enum(['needed', 'always']).optional(),
      sampling: z.boolean().optional(),
    }),
    z.object({}),
  ),
  /** With its secrets, its sign-in and what was kept of its tools. */
  remove: command(ofServer, z.object({})),
  /** Starts it anew and reads what it offers. Resolves when that is known. */
  restart: command(ofServer, z.object({ server: McpServer })),
  tools: query(ofServer, z.object({ tools: z.array(McpTool) })),
  setTool: command(ofServer.extend({ tool: z.string().max(300), on: z.boolean() }), z.object({})),
  /** The person has seen these definitions. One that changed again since (`hash`) stays as it was: `conflict`. */
  review: command(
    ofServer.extend({
      tools: z.array(z.object({ name: z.string().max(300), hash: z.string().length(64) })).max(1_000),
    }),
    z.object({}),
  ),
  log: query(ofServer, z.object({ lines: z.array(McpLogLine) })),
  resources: query(ofServer, z.object({ resources: z.array(McpResource) })),
  /** The text of one, to be attached. */
  readResource: query(
    ofServer.extend({ uri: z.string().max(4096) }),
    z.object({ text: z.string(), mimeType: z.string().optional() }),
  ),
  /** As the servers said with their newest start; none is started for it. `resources`: those that have some. */
  prompts: query(z.object({}), z.object({ prompts: z.array(McpPrompt), resources: z.array(McpServerId) })),
  /** What the server offers for an argument of a prompt, or a `{name}` of a template, that is being typed; nothing if it cannot. */
  complete: query(
    ofServer.extend({
      of: z.object({ type: z.enum(['prompt', 'resource']), name: z.string().max(4096) }),
      argument: z.object({ name: z.string().max(200), value: z.string().max(10_000) }),
      /** What is filled in already. */
      others: z.record(z.string().max(200), z.string().max(10_000)).default({}),
    }),
    z.object({ values: z.array(z.string()) }),
  ),
  /** The text of a prompt, to be read in the composer before it is sent. */
  getPrompt: query(
    ofServer.extend({ name: z.string().max(300), arguments: z.record(z.string().max(200), z.string().max(10_000)) }),
    z.object({ text: z.string() }),
  ),
  /** Asks the server where to sign in and opens that page, or says which it is where the host cannot. */
  signIn: command(ofServer, z.object({ url: z.string().optional() })),
  signOut: command(ofServer, z.object({})),
  /** Makes a new token for programs that use Limpet's own tools; the one before ends. */
  createToken: command(z.object({}), z.object({ token: z.string() })),
  /** One connection of a program on this machine to Limpet's own tools; messages are JSON-RPC as text. */
  serve: stream(
    z.object({ connection: z.string().min(8).max(100), workspace: z.string().max(4096).optional() }),
    z.object({ message: z.string() }),
  ),
  tell: command(z.object({ connection: z.string().min(8).max(100), message: z.string().max(8_000_000) }), z.object({})),
};
