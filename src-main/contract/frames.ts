// The wire: JSON text frames, their limits, and the transport that carries them.
import { z } from 'zod';
import { ErrorData } from './errors.ts';
import { CommandId, Cursor } from './ids.ts';

export const protocolVersion = 1;
export const frameLimits = {
  /** Before `welcome`, a client may send only `hello`, and no more than this. */
  preAuthBytes: 64 * 1024,
  postAuthBytes: 16 * 1024 * 1024,
  helloTimeoutMs: 5_000,
  heartbeatMs: 15_000,
  /** Open calls and streams per connection. */
  maxInFlight: 256,
  /** A stream is pulled only while fewer bytes than this wait to leave. */
  highWaterBytes: 1024 * 1024,
  /** A peer that lets this much pile up is cut off. */
  maxBufferedBytes: 64 * 1024 * 1024,
} as const;

const callId = z.string().min(1).max(64);

export const ClientFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), protocol: z.number().int(), token: z.string().max(4096).optional() }),
  z.object({
    type: z.literal('call'),
    id: callId,
    op: z.string().max(200),
    input: z.unknown(), // rpc/serve parses it with the operation's own schema
    commandId: CommandId.optional(),
  }),
  z.object({
    type: z.literal('open'),
    id: callId,
    op: z.string().max(200),
    input: z.unknown(), // rpc/serve parses it with the operation's own schema
    after: Cursor.optional(),
  }),
  z.object({ type: z.literal('cancel'), id: callId }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('pong') }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

export const ServerFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    protocol: z.number().int(),
    version: z.string(),
    /** Changes when the server process does: cursors of another epoch cannot be resumed. */
    epoch: z.string(),
  }),
  z.object({ type: z.literal('ok'), id: callId, output: z.unknown() }), // the client parses it in development and tests
  z.object({ type: z.literal('fail'), id: callId, error: ErrorData }),
  z.object({ type: z.literal('item'), id: callId, cursor: Cursor, data: z.unknown() }), // as `ok`
  z.object({ type: z.literal('end'), id: callId }),
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('pong') }),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

/** Close codes, as WebSocket application codes (RFC 6455, 7.4.2); other transports pass the same numbers. */
export const closeCodes = {
  normal: 1000,
  /** The server ends; come back. */
  goingAway: 1001,
  tooLarge: 1009,
  protocol: 4400,
  unauthenticated: 4401,
  timeout: 4408,
  /** The peer does not read what it asked for. */
  tooSlow: 4413,
  /** The client speaks another version of the protocol: load the page again. */
  mismatch: 4426,
} as const;

/**
 * A transport: ordered, reliable while open, JSON text only. `onMessage` and `onClose` take one listener each; messages
 * that arrive before a listener is set are kept. `close` is idempotent. `send` after close is ignored.
 */
export interface Port {
  send(text: string): void;
  onMessage(listener: (text: string) => void): void;
  onClose(listener: (reason: { code: number; reason: string }) => void): void;
  close(code?: number, reason?: string): void;
  /** Bytes handed to `send` that have not left yet; 0 where the transport cannot tell. */
  bufferedBytes(): number;
}
