// Servers of the real SDK in this very process, which a test changes while they are connected.
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import type { McpTransport } from '#main/contract/mcp.ts';
import type { StoredServer } from '../port.ts';

export type FakeServer = {
  tools: Tool[];
  instructions?: string;
  answer: (
    name: string,
    input: unknown,
    server: Server,
    signal: AbortSignal,
  ) => CallToolResult | Promise<CallToolResult>;
  /** Throws instead of starting. */
  broken?: Error;
  readonly calls: { name: string; input: unknown }[];
  readonly started: Server[];
};

export type FakeServers = ReturnType<typeof createFakeServers>;

export function createFakeServers() {
  const servers = new Map<string, FakeServer>();
  const start = async (fake: FakeServer): Promise<Transport> => {
    if (fake.broken !== undefined) throw fake.broken;
    const server = new Server(
      { name: 'fake', version: '1.0.0' },
      {
        capabilities: { tools: { listChanged: true }, logging: {} },
        ...(fake.instructions === undefined ? {} : { instructions: fake.instructions }),
      },
    );
    server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: fake.tools }));
    server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
      fake.calls.push({ name: params.name, input: params.arguments });
      return fake.answer(params.name, params.arguments, server, signal);
    });
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    await server.connect(theirs);
    fake.started.push(server);
    return ours;
  };
  return {
    add(id: string, tools: Tool[]): FakeServer {
      const fake: FakeServer = {
        tools,
        answer: (name) => ({ content: [{ type: 'text', text: `did ${name}` }] }),
        calls: [],
        started: [],
      };
      servers.set(id, fake);
      return fake;
    },
    address: (id: string): McpTransport => ({ type: 'http', url: `https://${id}.example.org/mcp`, headers: [] }),
    /** In place of the line to a process or an address. */
    open: async ({ server }: { server: StoredServer }) => {
      const fake = servers.get(server.id);
      if (fake === undefined) throw new Error(`no fake ${server.id}`);
      return { transport: await start(fake), release: async () => {} };
    },
  };
}
