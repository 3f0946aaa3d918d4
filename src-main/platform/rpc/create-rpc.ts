// The server's end of the wire: handed a router, it serves any number of connections over any transport.
import { randomUUID } from 'node:crypto';
import { frameLimits, type Port } from '#main/contract/frames.ts';
import type { Contract, Principal, RouterHandlers } from '#main/contract/kernel.ts';
import type { Clock } from '#main/platform/base/clock.ts';
import type { Log } from '#main/platform/base/log.ts';
import { createRouter } from './access.ts';
import { createCommandMemory } from './command-memory.ts';
import { serveConnection } from './serve.ts';

export type RpcLimits = { readonly [K in keyof typeof frameLimits]: number };

export type RpcOptions<A extends Contract> = {
  readonly contract: A;
  readonly handlers: RouterHandlers<A>;
  /** Of the product, for `welcome`. */
  readonly version: string;
  /** New at every start of the process. */
  readonly epoch: string;
  readonly log: Log;
  readonly clock: Clock;
  /** Parses what handlers answer; for tests and development. */
  readonly checkOutputs?: boolean;
  readonly limits?: Partial<RpcLimits>;
};

export type ServeOptions = {
  /** Who it is, from the token of `hello`; undefined closes the connection. */
  readonly authenticate: (token: string | undefined) => Principal | undefined | Promise<Principal | undefined>;
  /** Ends the connection: revoked, or shutting down. */
  readonly signal: AbortSignal;
  /** The code that `signal` closes with; default `goingAway`. */
  readonly closeCode?: () => number;
};

export interface Rpc {
  /** Serves until the connection is closed by either side or the signal aborts. Never rejects. */
  serve(port: Port, o: ServeOptions): Promise<void>;
}

const rememberedCommands = 1_024;

export function createRpc<A extends Contract>(options: RpcOptions<A>): Rpc {
  const shared = {
    router: createRouter(options.contract, options.handlers),
    commands: createCommandMemory(rememberedCommands),
    limits: { ...frameLimits, ...options.limits },
    version: options.version,
    epoch: options.epoch,
    clock: options.clock,
    checkOutputs: options.checkOutputs ?? false,
  };
  return {
    serve(port, o) {
      const connectionId = randomUUID();
      return serveConnection(port, {
        ...shared,
        ...o,
        connectionId,
        log: options.log.child('rpc', { connectionId }),
      });
    },
  };
}
