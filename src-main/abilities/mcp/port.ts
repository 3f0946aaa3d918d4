// What the other rooms, app and hosts see of the servers: their tools, their keeper, and Limpet's own server.
import type { ToolSource } from '#main/abilities/tools/port.ts';
import type { BlobId } from '#main/contract/ids.ts';
import type { StreamItem } from '#main/contract/kernel.ts';
import type {
  McpHandedOver,
  McpLogLine,
  McpPrompt,
  McpProposal,
  McpResource,
  McpServer,
  McpServerConfig,
  McpServerId,
  McpTool,
  McpTransport,
} from '#main/contract/mcp.ts';

/** What is kept of a server: no value of a secret is among it. */
export type StoredServer = McpServerConfig & {
  /** Folder of an unpacked bundle. */
  readonly bundle?: string;
  /** As it said with its newest start. */
  readonly offers?: readonly ('tools' | 'resources' | 'prompts')[];
  readonly prompts?: readonly Omit<McpPrompt, 'serverId'>[];
};

export type SaveServer = {
  readonly id: McpServerId;
  readonly transport: McpTransport;
  readonly inputs: Readonly<Record<string, { readonly value: string; readonly secret: boolean }>>;
  readonly clientSecret?: string | undefined;
  readonly bundle?: BlobId | undefined;
  readonly replace: boolean;
  readonly handedOver?: string | undefined;
};

export type AskCompletion = {
  readonly serverId: McpServerId;
  readonly of: { readonly type: 'prompt' | 'resource'; readonly name: string };
  readonly argument: { readonly name: string; readonly value: string };
  readonly others: Readonly<Record<string, string>>;
};

/** For rooms that install things which bring servers along. */
export interface McpDesk {
  /**
   * Hands servers over for the person to look at: `text` is a file of `mcpServers` (or one entry), `source` says who brought
   * it, e.g. `plugin charts 1.2`. They wait on the page Servers as cards to review; nothing is started, fetched or added
   * before the person adds them there, and keys that stand in the text are dropped. The same name from the same source
   * replaces what waits. Errors: `invalid_input` with reason `mcp_file`; nothing is kept then.
   */
  handOver(o: { text: string; source: string }): Promise<readonly McpHandedOver[]>;
  /** What still waits from this source goes: whoever brought it is gone. What was added stays. */
  takeBack(source: string): Promise<void>;
}

export interface McpServers extends McpDesk {
  /** Tools of all servers for the loop: `find_tools` and what it has loaded for the session. */
  readonly source: ToolSource;
  list(): Promise<McpServer[]>;
  handedOver(): Promise<McpHandedOver[]>;
  dismiss(handedOver: string): Promise<void>;
  propose(o: { text: string } | { bundle: BlobId }, signal: AbortSignal): Promise<McpProposal[]>;
  save(o: SaveServer, signal: AbortSignal): Promise<McpServer>;
  set(id: McpServerId, o: Partial<Pick<McpServerConfig, 'enabled' | 'start' | 'sampling'>>): Promise<void>;
  remove(id: McpServerId): Promise<void>;
  restart(id: McpServerId, signal: AbortSignal): Promise<McpServer>;
  tools(id: McpServerId): Promise<McpTool[]>;
  setTool(id: McpServerId, tool: string, on: boolean): Promise<void>;
  review(id: McpServerId, tools: readonly { name: string; hash: string }[]): Promise<void>;
  log(id: McpServerId): McpLogLine[];
  resources(id: McpServerId, signal: AbortSignal): Promise<McpResource[]>;
  readResource(id: McpServerId, uri: string, signal: AbortSignal): Promise<{ text: string; mimeType?: string }>;
  /** As they said with their newest start. */
  prompts(): Promise<{ prompts: McpPrompt[]; resources: McpServerId[] }>;
  complete(o: AskCompletion, signal: AbortSignal): Promise<string[]>;
  getPrompt(
    o: { serverId: McpServerId; name: string; arguments: Record<string, string> },
    signal: AbortSignal,
  ): Promise<string>;
  signIn(id: McpServerId, signal: AbortSignal): Promise<{ url?: string }>;
  signOut(id: McpServerId): Promise<void>;
  /** Starts those that run always, restarts what ended, stops what lies idle; ends all of them when the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** Limpet's own tools for other programs, by the same protocol, and with the same rules as everywhere. */
export interface OwnServer {
  state(): Promise<{ enabled: boolean; hasToken: boolean }>;
  createToken(): Promise<string>;
  /** False while it is switched off, and without a token. */
  checkToken(token: string): Promise<boolean>;
  isEnabled(): boolean;
  /** One request of streamable HTTP whose sender has shown the token. */
  handle(request: Request): Promise<Response>;
  /** One connection over the wire, for programs that speak over the command line. */
  serve(
    o: { connection: string; workspace?: string | undefined },
    signal: AbortSignal,
  ): AsyncIterable<StreamItem<{ message: string }>>;
  /** `not_found` when no such connection is being served. */
  tell(connection: string, message: string): Promise<void>;
  close(): Promise<void>;
}
