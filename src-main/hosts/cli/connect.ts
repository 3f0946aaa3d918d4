// The way to a core: the Limpet that owns the data folder if one runs, otherwise one inside this process.
import { createClient } from '#main/contract/client.ts';
import { contract, type LimpetClient, type LimpetContract } from '#main/contract/contract.ts';
import { AppError, isAppError } from '#main/contract/errors.ts';
import type { Port } from '#main/contract/frames.ts';
import type { Clock } from '#main/platform/base/clock.ts';

export type Connected = {
  readonly api: LimpetClient;
  /** True: this process is the owner of the data folder, and everything ends with it. */
  readonly isEmbedded: boolean;
  close(): Promise<void>;
};
export type EmbeddedCore = {
  /** A new connection to the core, as the owner. */
  connect(): Port;
  /** Resolves when everything under way is stored and the data folder is free. */
  close(): Promise<void>;
};
export type ConnectDeps = {
  /** `not_found` when nobody listens. */
  readonly connectLocal: (signal: AbortSignal) => Promise<Port>;
  /** `conflict` with reason `second_copy` when another process owns the data folder. */
  readonly embed: () => Promise<EmbeddedCore>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

const retryEveryMs = 100;
/** An owner that is just starting listens soon; one that does not is told about. */
const waitForOwnerMs = 3_000;

/** A client of the one connection that is given. */
export function clientOver(first: Port) {
  let port: Port | undefined = first;
  return createClient<LimpetContract>(contract, {
    // One connection: a command line that lost its core says so instead of waiting for another.
    reconnect: false,
    connect: async () => {
      const next = port;
      port = undefined;
      if (next === undefined)
        throw new AppError('unavailable', 'The running Limpet has ended.', { details: { reason: 'offline' } });
      return next;
    },
  });
}

async function tryLocal({ connectLocal, signal }: ConnectDeps): Promise<Connected | undefined> {
  try {
    const client = clientOver(await connectLocal(signal));
    return { api: client.api, isEmbedded: false, close: async () => client.close() };
  } catch (error) {
    if (isAppError(error) && (error.code === 'not_found' || error.code === 'unavailable')) return undefined;
    throw error;
  }
}

async function tryEmbedded({ embed }: ConnectDeps): Promise<Connected | undefined> {
  try {
    const core = await embed();
    const client = clientOver(core.connect());
    const close = async () => {
      client.close();
      await core.close();
    };
    return { api: client.api, isEmbedded: true, close };
  } catch (error) {
    if (isAppError(error) && error.details?.reason === 'second_copy') return undefined;
    throw error;
  }
}

/** `conflict` with reason `second_copy` when the owner of the data folder does not answer within 3 s. */
export async function connect(deps: ConnectDeps): Promise<Connected> {
  const until = deps.clock.monotonic() + waitForOwnerMs;
  for (;;) {
    const connected = (await tryLocal(deps)) ?? (await tryEmbedded(deps));
    if (connected !== undefined) return connected;
    if (deps.clock.monotonic() >= until)
      throw new AppError(
        'conflict',
        'Another Limpet uses this data folder and does not answer. End it and try again.',
        {
          details: { reason: 'second_copy' },
        },
      );
    await deps.clock.sleep(retryEveryMs, deps.signal);
  }
}
