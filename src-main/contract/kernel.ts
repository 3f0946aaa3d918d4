// The three kinds of operation and the types that handlers and clients derive from them.
import type { z } from 'zod';
import type { CommandId, Cursor } from './ids.ts';

/** Who may call: `owner` is the person, `member` a paired client, `api` a key of the OpenAI-compatible address. */
export type Access = 'owner' | 'member' | 'api';
export type OperationOptions = { readonly access?: Access };

type Schema = z.ZodType;
export type Query<I extends Schema, O extends Schema> = { kind: 'query'; input: I; output: O; access: Access };
export type Command<I extends Schema, O extends Schema> = { kind: 'command'; input: I; output: O; access: Access };
export type Stream<I extends Schema, O extends Schema> = { kind: 'stream'; input: I; output: O; access: Access };
export type Operation = Query<Schema, Schema> | Command<Schema, Schema> | Stream<Schema, Schema>;
export type Domain = Readonly<Record<string, Operation>>;
export type Contract = Readonly<Record<string, Domain>>;

/** Reads; may be repeated at will. */
export function query<I extends Schema, O extends Schema>(input: I, output: O, o: OperationOptions = {}): Query<I, O> {
  return { kind: 'query', input, output, access: o.access ?? 'owner' };
}
/** Writes; its frame carries a client-made id, so a retry is harmless. */
export function command<I extends Schema, O extends Schema>(
  input: I,
  output: O,
  o: OperationOptions = {},
): Command<I, O> {
  return { kind: 'command', input, output, access: o.access ?? 'owner' };
}
/** Server to client: a snapshot first, then deltas, each with a cursor from which it can be resumed. */
export function stream<I extends Schema, O extends Schema>(
  input: I,
  output: O,
  o: OperationOptions = {},
): Stream<I, O> {
  return { kind: 'stream', input, output, access: o.access ?? 'owner' };
}

export type Principal = { readonly access: Access; readonly id: string };
export type StreamItem<T> = { readonly cursor: Cursor; readonly data: T };

/**
 * What every handler gets besides its parsed input. `signal` aborts on cancel and on shutdown, and for queries and streams
 * when the connection closes. A command goes on without its connection: the client asks again with the same id and is
 * given the same outcome.
 */
export type Ctx = {
  readonly principal: Principal;
  readonly connectionId: string;
  readonly signal: AbortSignal;
  /** Present for commands: the dedupe key of the Store step. */
  readonly commandId: CommandId;
  /** Present for streams that are resumed: the last cursor that the client has seen. */
  readonly after?: Cursor;
};

type In<Op extends Operation> = z.output<Op['input']>;
type Out<Op extends Operation> = z.input<Op['output']>;

export type Handler<Op extends Operation, C = Ctx> = Op['kind'] extends 'stream'
  ? (input: In<Op>, ctx: C) => AsyncIterable<StreamItem<Out<Op>>>
  : (input: In<Op>, ctx: C) => Promise<Out<Op>>;
export type Handlers<D extends Domain, C = Ctx> = { readonly [K in keyof D]: Handler<D[K], C> };
export type RouterHandlers<A extends Contract, C = Ctx> = { readonly [K in keyof A]: Handlers<A[K], C> };

export type CallOptions = { readonly signal?: AbortSignal; readonly commandId?: CommandId };
export type FollowOptions = { readonly signal?: AbortSignal; readonly after?: Cursor };
export type ClientMethod<Op extends Operation> = Op['kind'] extends 'stream'
  ? (input: z.input<Op['input']>, o?: FollowOptions) => AsyncIterable<StreamItem<z.output<Op['output']>>>
  : (input: z.input<Op['input']>, o?: CallOptions) => Promise<z.output<Op['output']>>;
/** `client.chat.send({...})`: the same shape as the contract, over any transport. */
export type Client<A extends Contract> = {
  readonly [D in keyof A]: { readonly [K in keyof A[D]]: ClientMethod<A[D][K]> };
};
