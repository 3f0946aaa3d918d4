// One vendor-neutral way to ask a model.

import type { ToolDefinition } from '#main/abilities/tools/port.ts';
import type { ErrorData } from '#main/contract/errors.ts';
import type { ToolCall } from '#main/contract/messages.ts';
import type { Connection, ConnectionTest, ModelInfo, ModelsState, Vendor } from '#main/contract/models.ts';
import type { CallJob, TokenUsage } from '#main/guard/usage/port.ts';

export type ModelPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly mediaType: string; readonly base64: string }
  /** `signature` goes back unchanged to the vendor that made it; other vendors never see reasoning. */
  | { readonly type: 'reasoning'; readonly text: string; readonly signature?: string; readonly model: string }
  | { readonly type: 'tool_call'; readonly callId: string; readonly name: string; readonly input: unknown }
  | {
      readonly type: 'tool_result';
      readonly callId: string;
      readonly output: string;
      readonly isError: boolean;
      /** How the call stands, for a provider that speaks to the person itself. Vendors are sent `output` alone. */
      readonly call?: Pick<ToolCall, 'state' | 'error'>;
    };

export type ModelMessage = { readonly role: 'user' | 'assistant'; readonly parts: readonly ModelPart[] };

export type ModelRequest = {
  /** Without the connection: the vendor's own name. */
  readonly model: string;
  readonly system: string;
  /** Every tool_call is followed by its tool_result in the next user message; the loop sees to it. */
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ToolDefinition[];
  readonly maxOutputTokens?: number;
  readonly reasoning: 'off' | 'low' | 'medium' | 'high';
  /** Stable per session: vendors use it to route to a warm cache. */
  readonly cacheKey: string;
  /** What the call is for: caps per job are held to it. Never sent. */
  readonly job?: CallJob;
};

export type OutputPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string; readonly signature?: string }
  /** `input` is parsed JSON; a call whose JSON never completed is not in the list. `fromText`: recognised in printed text. */
  | {
      readonly type: 'tool_call';
      readonly callId: string;
      readonly name: string;
      readonly input: unknown;
      readonly fromText?: boolean;
    };

export type ModelStop = 'end' | 'tool_calls' | 'max_output' | 'refused' | 'cancelled';

export type ModelEvent =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'reasoning-delta'; readonly text: string }
  | {
      readonly type: 'tool-input-delta';
      readonly index: number;
      readonly callId: string;
      readonly name: string;
      readonly text: string;
    }
  /** Before the next try, only while nothing was shown. */
  | { readonly type: 'retry'; readonly attempt: number; readonly delayMs: number; readonly error: ErrorData }
  /** The chosen second model answers, only while nothing was shown. */
  | { readonly type: 'failover'; readonly from: string; readonly to: string; readonly error: ErrorData }
  | {
      readonly type: 'finish';
      readonly parts: readonly OutputPart[];
      readonly stopReason: ModelStop;
      readonly usage: TokenUsage;
      /** The model printed something like a tool call that could not be recognised: told to the person, never run. */
      readonly suspectedToolText?: boolean;
    }
  | {
      readonly type: 'error';
      readonly error: ErrorData;
      readonly parts: readonly OutputPart[];
      readonly usage?: TokenUsage;
    };

/**
 * `stream` never throws after the call; exactly one last event (`finish` or `error`); abort gives `finish` with stop reason
 * `cancelled` and the parts so far. `listModels` throws AppError.
 */
export interface Provider {
  readonly id: string;
  listModels(signal: AbortSignal): Promise<ModelInfo[]>;
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}

export type ResolvedModel = { readonly ref: string; readonly info: ModelInfo; readonly offline: boolean };

/** All connections together: what the loop and the handlers see. */
export interface Models {
  /** The model of this reference, or the default, or offline. `not_found` for an unknown connection. */
  resolve(ref: string | undefined): Promise<ResolvedModel>;
  /** What is known of a model without asking anybody; undefined for an unknown connection. */
  known(ref: string): Promise<ModelInfo | undefined>;
  /** Adds bounded retries (5 tries, 2 minutes) and failover; both only before the first token. Never to or from offline. */
  stream(ref: string, request: Omit<ModelRequest, 'model'>, signal: AbortSignal): AsyncIterable<ModelEvent>;
  vendors(): readonly Vendor[];
  state(o: { refresh: boolean; signal: AbortSignal }): Promise<ModelsState>;
  /** Looks for servers on this machine, once for all who ask meanwhile. Bounded; asks no vendor. */
  look(signal: AbortSignal): Promise<ModelsState>;
  connect(o: {
    connectionId: string;
    vendor: string;
    label?: string;
    baseUrl?: string;
    apiKey?: string;
    untilRestart?: boolean;
  }): Promise<Connection>;
  disconnect(connectionId: string): Promise<void>;
  setEnabled(connectionId: string, enabled: boolean): Promise<Connection>;
  test(o: { connectionId: string; model?: string }, signal: AbortSignal): Promise<ConnectionTest>;
  setDefault(ref: string): Promise<void>;
  setFallback(ref: string | null): Promise<void>;
  onChange(listener: () => void): () => void;
}
