// The client of a contract, over any transport: one connection that comes back by itself, calls and streams that outlive it.
import { type ClientCalls, createClientCalls } from './client-calls.ts';
import { type ClientConnection, type ConnectionOptions, createClientConnection } from './client-connection.ts';
import { AppError, invalidInput } from './errors.ts';
import { CommandId } from './ids.ts';
import type { CallOptions, Client, Contract, FollowOptions, Operation, StreamItem } from './kernel.ts';

export type ClientOptions = ConnectionOptions & {
  /** Parses what the server answers, for tests and development. */
  readonly checkOutputs?: boolean;
};

/**
 * Calls made while offline wait; queries are asked again and commands sent again with the same id after a cut; streams go
 * on after their last item. A call rejects with AppError, also after a cancel. A stream ends quietly on abort.
 */
export interface ContractClient<A extends Contract> extends ClientConnection {
  readonly api: Client<A>;
}

function newCommandId(): CommandId {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return CommandId.parse([...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
}

type Method = { readonly calls: ClientCalls; readonly op: string; readonly parse: (value: unknown) => unknown };

async function* follow({ calls, op, parse }: Method, input: unknown, o: FollowOptions) {
  for await (const item of calls.follow({ ...o, op, input }))
    yield { cursor: item.cursor, data: parse(item.data) } satisfies StreamItem<unknown>;
}

async function call({ calls, op, parse }: Method, input: unknown, o: CallOptions) {
  return parse(await calls.call({ ...o, op, input }));
}

/** Without a check the value is passed on as it came: the server is of the same build. */
function parser(operation: Operation, op: string, isChecked: boolean): Method['parse'] {
  if (!isChecked) return (value) => value;
  return (value) => {
    const result = operation.output.safeParse(value);
    if (!result.success) throw new AppError('internal', invalidInput(result.error, `The answer of ${op}`).message);
    return result.data;
  };
}

function methodOf(operation: Operation, method: Method) {
  switch (operation.kind) {
    case 'stream':
      return (input: unknown, o: FollowOptions = {}) => follow(method, input, o);
    case 'command':
      return (input: unknown, o: CallOptions = {}) => call(method, input, { commandId: newCommandId(), ...o });
    case 'query':
      return (input: unknown, { signal }: CallOptions = {}) =>
        call(method, input, signal === undefined ? {} : { signal });
  }
}

export function createClient<A extends Contract>(contract: A, options: ClientOptions): ContractClient<A> {
  const calls = createClientCalls();
  const api = Object.fromEntries(
    Object.entries(contract).map(([domain, operations]) => [
      domain,
      Object.fromEntries(
        Object.entries(operations).map(([name, operation]) => {
          const op = `${domain}.${name}`;
          return [
            name,
            methodOf(operation, { calls, op, parse: parser(operation, op, options.checkOutputs === true) }),
          ];
        }),
      ),
    ]),
  );
  // Built from the same contract that the type is derived from, entry by entry.
  return { ...createClientConnection(calls, options), api: api as Client<A> };
}
