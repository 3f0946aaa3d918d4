// What a server of ours offers: tools always, and whatever else it has.

import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type {
  CallToolResult,
  CompleteRequest,
  CompleteResult,
  GetPromptResult,
  Prompt,
  ReadResourceResult,
  Resource,
  ResourceTemplate,
  Tool,
} from '@modelcontextprotocol/sdk/types.js';

/** Of one call. `server` asks the other side back, about this very request. */
export type CallContext = {
  readonly signal: AbortSignal;
  readonly progress: (o: { progress: number; total?: number; message?: string }) => Promise<void>;
  readonly log: (level: 'debug' | 'info' | 'warning' | 'error', text: string) => Promise<void>;
  readonly ask: Pick<Server, 'createMessage' | 'elicitInput'>;
  /** Closes the stream of this request; the other side comes back for the rest. */
  readonly pause: (() => void) | undefined;
};

export type OfferedCall = Tool & {
  call(input: Readonly<Record<string, unknown>>, ctx: CallContext): Promise<CallToolResult>;
};

/** Made for one connection. */
export type Offer = {
  readonly instructions?: string;
  tools(signal: AbortSignal): Promise<readonly OfferedCall[]>;
  readonly resources?: {
    list(): Promise<readonly Resource[]>;
    templates(): Promise<readonly ResourceTemplate[]>;
    read(uri: string): Promise<ReadResourceResult>;
    /** Calls back when the resource has changed; the result ends that. */
    watch?(uri: string, changed: () => void): () => void;
  };
  readonly prompts?: {
    list(): Promise<readonly Prompt[]>;
    get(name: string, values: Readonly<Record<string, string>>): Promise<GetPromptResult>;
  };
  readonly complete?: (params: CompleteRequest['params']) => Promise<CompleteResult['completion']>;
  /** Calls back when the list of tools has changed; the result ends that. */
  readonly watchTools?: (changed: () => void) => () => void;
};
