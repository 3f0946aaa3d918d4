// The protocol's server side around an offer: lists, calls, progress, log levels, subscriptions. No tool of its own.
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  type ServerNotification,
  type ServerRequest,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { isAppError } from '#main/contract/errors.ts';
import type { CallContext, Offer } from './offer.ts';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

const maxWatched = 100;

function contextOf(server: Server, extra: Extra): CallContext {
  const token = extra._meta?.progressToken;
  const related = { relatedRequestId: extra.requestId, signal: extra.signal };
  return {
    signal: extra.signal,
    progress: async (o) => {
      if (token === undefined) return;
      await extra.sendNotification({ method: 'notifications/progress', params: { ...o, progressToken: token } });
    },
    log: async (level, data) => {
      await extra.sendNotification({ method: 'notifications/message', params: { level, data } });
    },
    ask: {
      createMessage: ((params: Parameters<Server['createMessage']>[0]) =>
        server.createMessage(params, related)) as Server['createMessage'],
      elicitInput: (params, o) => server.elicitInput(params, { ...related, ...o }),
    },
    pause: extra.closeSSEStream,
  };
}

const unknown = (what: string) => new McpError(ErrorCode.InvalidParams, what);

function serveResources(server: Server, resources: NonNullable<Offer['resources']>): () => void {
  const watched = new Map<string, () => void>();
  server.setRequestHandler(ListResourcesRequestSchema, async () => ({ resources: [...(await resources.list())] }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, async () => ({
    resourceTemplates: [...(await resources.templates())],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => resources.read(params.uri));
  server.setRequestHandler(SubscribeRequestSchema, async ({ params: { uri } }) => {
    if (watched.size >= maxWatched) throw unknown('Too many subscriptions.');
    watched.get(uri)?.();
    const changed = () => void server.sendResourceUpdated({ uri }).catch(() => {}); // the other side has gone
    watched.set(uri, resources.watch?.(uri, changed) ?? (() => {}));
    return {};
  });
  server.setRequestHandler(UnsubscribeRequestSchema, async ({ params: { uri } }) => {
    watched.get(uri)?.();
    watched.delete(uri);
    return {};
  });
  return () => {
    for (const end of watched.values()) end();
  };
}

/** One for each connection; `offer` is asked anew at every request. */
export function createProtocolServer(offer: Offer, o: { version: string }): Server {
  const { resources, prompts, complete } = offer;
  const server = new Server(
    { name: 'limpet', title: 'Limpet', version: o.version },
    {
      capabilities: {
        tools: { listChanged: offer.watchTools !== undefined },
        logging: {},
        ...(resources === undefined ? {} : { resources: { subscribe: true } }),
        ...(prompts === undefined ? {} : { prompts: {} }),
        ...(complete === undefined ? {} : { completions: {} }),
      },
      ...(offer.instructions === undefined ? {} : { instructions: offer.instructions }),
    },
  );
  const ends: (() => void)[] = [];
  server.setRequestHandler(ListToolsRequestSchema, async (_request, { signal }) => ({
    tools: (await offer.tools(signal)).map(({ call: _call, ...tool }) => tool),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const tool = (await offer.tools(extra.signal)).find(({ name }) => name === params.name);
    if (tool === undefined) throw unknown(`There is no tool ${params.name}.`);
    try {
      return await tool.call(params.arguments ?? {}, contextOf(server, extra));
    } catch (error) {
      if (error instanceof McpError) throw error;
      // What went wrong is for the model that called to read; what is no fault of the call stays inside.
      const text = isAppError(error) ? error.message : 'The tool failed.';
      return { content: [{ type: 'text', text }], isError: true };
    }
  });
  if (resources !== undefined) ends.push(serveResources(server, resources));
  if (prompts !== undefined) {
    server.setRequestHandler(ListPromptsRequestSchema, async () => ({ prompts: [...(await prompts.list())] }));
    server.setRequestHandler(GetPromptRequestSchema, ({ params }) => prompts.get(params.name, params.arguments ?? {}));
  }
  if (complete !== undefined)
    server.setRequestHandler(CompleteRequestSchema, async ({ params }) => ({ completion: await complete(params) }));
  const end = offer.watchTools?.(() => void server.sendToolListChanged().catch(() => {})); // the other side has gone
  if (end !== undefined) ends.push(end);
  server.onclose = () => {
    for (const one of ends) one();
  };
  return server;
}
