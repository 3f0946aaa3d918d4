// One connection to a server: the handshake, what it may ask of us, and plain calls that can be cancelled.

import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolResultSchema,
  type CompleteRequest,
  type CreateMessageRequest,
  CreateMessageRequestSchema,
  type CreateMessageResult,
  ElicitationCompleteNotificationSchema,
  type ElicitRequest,
  ElicitRequestSchema,
  type ElicitResult,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  PromptListChangedNotificationSchema,
  ResourceListChangedNotificationSchema,
  type ServerCapabilities,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';

export type Listed = 'tools' | 'resources' | 'prompts';

export type ConnectOptions = {
  readonly transport: Transport;
  readonly version: string;
  /** Absolute path of the workspace: the one root. */
  readonly root: string;
  /** Undefined: the server may not use the model, and is told so. */
  readonly sample:
    | ((params: CreateMessageRequest['params'], signal: AbortSignal) => Promise<CreateMessageResult>)
    | undefined;
  readonly elicit: (params: ElicitRequest['params'], signal: AbortSignal) => Promise<ElicitResult>;
  /** The person has done at the server's own page what it asked for. */
  readonly elicited: (id: string) => void;
  readonly onLog: (level: string, text: string) => void;
  readonly onListChanged: (what: Listed) => void;
  readonly onClosed: () => void;
  readonly onError: (error: Error) => void;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
};

export type CallOptions = {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly onProgress?: (text: string) => void;
};

/** The server is not asked to keep its word on the shape of results: they are text to judge, whatever they hold. */
const acceptAll = {
  getValidator: () => (input: unknown) => ({ valid: true as const, data: input as never, errorMessage: undefined }),
};

const maxPages = 50;

export type Connection = Awaited<ReturnType<typeof connect>>;

function answerRequests(client: Client, o: ConnectOptions): void {
  const { sample } = o;
  if (sample !== undefined)
    client.setRequestHandler(CreateMessageRequestSchema, (request, { signal }) => sample(request.params, signal));
  client.setRequestHandler(ElicitRequestSchema, (request, { signal }) => o.elicit(request.params, signal));
  client.setRequestHandler(ListRootsRequestSchema, () => ({
    roots: [{ uri: pathToFileURL(o.root).href, name: 'workspace' }],
  }));
  client.setNotificationHandler(ElicitationCompleteNotificationSchema, ({ params }) =>
    o.elicited(params.elicitationId),
  );
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
    const text = typeof params.data === 'string' ? params.data : JSON.stringify(params.data);
    o.onLog(params.level, params.logger === undefined ? text : `${params.logger}: ${text}`);
  });
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => o.onListChanged('tools'));
  client.setNotificationHandler(ResourceListChangedNotificationSchema, () => o.onListChanged('resources'));
  client.setNotificationHandler(PromptListChangedNotificationSchema, () => o.onListChanged('prompts'));
}

/** All pages of a list, within reason. */
async function allPages<T>(
  read: (cursor: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const { items, next } = await read(cursor);
    all.push(...items);
    if (next === undefined || next === '') break;
    cursor = next;
  }
  return all;
}

/** Rejects as the transport and the server's first answer do; nothing is left open then. */
export async function connect(o: ConnectOptions) {
  const client = new Client(
    { name: 'limpet', title: 'Limpet', version: o.version },
    {
      capabilities: {
        roots: {},
        elicitation: { form: { applyDefaults: true }, url: {} },
        ...(o.sample === undefined ? {} : { sampling: {} }),
      },
      jsonSchemaValidator: acceptAll,
    },
  );
  answerRequests(client, o);
  client.onclose = o.onClosed;
  client.onerror = o.onError;
  const asked = { signal: o.signal, timeout: o.timeoutMs };
  try {
    // The class says `sessionId: string | undefined`, the interface says it may be missing: the same to everybody but the checker.
    await client.connect(o.transport as Transport & { sessionId: string }, asked);
  } catch (error) {
    client.onclose = () => {};
    await o.transport.close().catch(() => {}); // it did not even begin
    throw error;
  }
  const capabilities: ServerCapabilities = client.getServerCapabilities() ?? {};
  const has = (what: Listed) => capabilities[what] !== undefined;
  return {
    about: client.getServerVersion(),
    instructions: client.getInstructions(),
    capabilities,
    has,
    tools: () =>
      has('tools')
        ? allPages(async (cursor) => {
            const page = await client.listTools(cursor === undefined ? {} : { cursor }, asked);
            return { items: page.tools, next: page.nextCursor };
          })
        : Promise.resolve([]),
    resources: () =>
      allPages(async (cursor) => {
        const page = await client.listResources(cursor === undefined ? {} : { cursor }, asked);
        return { items: page.resources, next: page.nextCursor };
      }),
    templates: () =>
      allPages(async (cursor) => {
        const page = await client.listResourceTemplates(cursor === undefined ? {} : { cursor }, asked);
        return { items: page.resourceTemplates, next: page.nextCursor };
      }),
    readResource: (uri: string, signal: AbortSignal) => client.readResource({ uri }, { ...asked, signal }),
    prompts: () =>
      allPages(async (cursor) => {
        const page = await client.listPrompts(cursor === undefined ? {} : { cursor }, asked);
        return { items: page.prompts, next: page.nextCursor };
      }),
    getPrompt: (name: string, values: Record<string, string>, signal: AbortSignal) =>
      client.getPrompt({ name, arguments: values }, { ...asked, signal }),
    async call(name: string, input: Record<string, unknown>, call: CallOptions) {
      const { signal, timeoutMs, onProgress } = call;
      return client.request({ method: 'tools/call', params: { name, arguments: input } }, CallToolResultSchema, {
        ...{ signal, timeout: timeoutMs, resetTimeoutOnProgress: true, maxTotalTimeout: timeoutMs },
        ...(onProgress === undefined
          ? {}
          : {
              onprogress: ({ progress, total, message }) =>
                onProgress(
                  [total === undefined ? `${progress}` : `${progress}/${total}`, message].filter(Boolean).join(' '),
                ),
            }),
      });
    },
    /** Nothing where the server does not complete. */
    async complete(params: CompleteRequest['params'], signal: AbortSignal): Promise<string[]> {
      if (capabilities.completions === undefined) return [];
      return (await client.complete(params, { signal, timeout: 10_000 })).completion.values;
    },
    ping: (signal: AbortSignal) => client.ping({ signal, timeout: 10_000 }),
    close: () => client.close(),
  };
}
