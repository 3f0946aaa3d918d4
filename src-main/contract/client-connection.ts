// A client's connection: opens, comes back by itself with growing pauses, and knows when trying again is of no use.
import type { ClientCalls } from './client-calls.ts';
import { type ClientClock, endError, type Link, openLink, type Welcome } from './client-link.ts';
import { AppError, isAppError } from './errors.ts';
import { frameLimits, type Port } from './frames.ts';

export type ConnectionState = 'connecting' | 'online' | 'offline' | 'refused';

export type ConnectionOptions = {
  /** Opens a transport. Rejecting with `unauthenticated` means: do not try again until `retry`. */
  readonly connect: (signal: AbortSignal) => Promise<Port>;
  /** Asked at every hello. */
  readonly token?: () => string | undefined;
  readonly clock?: ClientClock;
  /** 0 to 1, for the spread of reconnects; default Math.random. */
  readonly random?: () => number;
  /** False: the first failure is final and every open call fails with it. Default true. */
  readonly reconnect?: boolean;
  /** The server speaks another protocol version: load the page again. */
  readonly onMismatch?: () => void;
  readonly heartbeatMs?: number;
  readonly helloTimeoutMs?: number;
};

export interface ClientConnection {
  state(): ConnectionState;
  /** Called after every change; the result stops it. */
  onState(listener: (state: ConnectionState) => void): () => void;
  welcome(): Welcome | undefined;
  /** Why it is offline or refused. */
  lastError(): AppError | undefined;
  /** Tries at once: after a sign-in, or when the network is back. */
  retry(): void;
  close(): void;
}

const firstDelayMs = 250;
const longestDelayMs = 10_000;
/** A connection that lasted this long was a good one: the next cut starts again with a short delay. */
const settledMs = 5_000;

const timers: ClientClock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

const unreachable = (cause: unknown) =>
  isAppError(cause)
    ? cause
    : new AppError('unavailable', 'Limpet cannot be reached. Check that it is running.', {
        cause,
        details: { reason: 'offline' },
      });

/** State with listeners. */
function createState() {
  const listeners = new Set<(state: ConnectionState) => void>();
  let state: ConnectionState = 'connecting';
  return {
    get: () => state,
    set(next: ConnectionState) {
      if (state === next) return;
      state = next;
      for (const listener of [...listeners]) listener(next);
    },
    onChange(listener: (state: ConnectionState) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export function createClientConnection(calls: ClientCalls, options: ConnectionOptions): ClientConnection {
  const clock = options.clock ?? timers;
  const life = new AbortController();
  const state = createState();
  let current: Port | undefined;
  let link: Link | undefined;
  let lastError: AppError | undefined;
  let failures = 0;
  let wake: (() => void) | undefined;

  /** Until `retry`, or until the delay is over. What is asked right after `retry` waits for the new connection. */
  const pause = (ms: number | undefined) =>
    new Promise<void>((resolve) => {
      const stop = ms === undefined ? () => {} : clock.after(ms, () => wake?.());
      wake = () => {
        stop();
        wake = undefined;
        if (!life.signal.aborted) calls.refuse(undefined);
        resolve();
      };
    });

  const establish = async (): Promise<Link> => {
    const port = await options.connect(life.signal);
    current = port;
    if (life.signal.aborted) port.close();
    return openLink({
      port,
      clock,
      token: options.token?.(),
      helloTimeoutMs: options.helloTimeoutMs ?? frameLimits.helloTimeoutMs,
      heartbeatMs: options.heartbeatMs ?? frameLimits.heartbeatMs,
      onFrame: calls.receive,
    });
  };

  const failed = async (error: AppError) => {
    lastError = error;
    const isMismatch = error.details?.reason === 'version_mismatch';
    const isRefused = error.code === 'unauthenticated' || isMismatch;
    const isFinal = isRefused || options.reconnect === false;
    if (isFinal) calls.refuse(error);
    state.set(isRefused ? 'refused' : 'offline');
    if (isMismatch) options.onMismatch?.();
    failures += 1;
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
    await pause(isFinal ? undefined : delayMs * (0.5 + (options.random ?? Math.random)() / 2));
  };

  const stayOnline = async (open: Link): Promise<AppError> => {
    const since = clock.now();
    link = open;
    lastError = undefined;
    state.set('online');
    calls.online(open.send);
    const end = await open.ended;
    link = undefined;
    calls.offline();
    if (clock.now() - since >= settledMs) failures = 0;
    return endError(end);
  };

  const run = async () => {
    while (!life.signal.aborted) {
      state.set('connecting');
      const error = await establish().then(stayOnline, unreachable);
      if (!life.signal.aborted) await failed(error);
    }
  };

  run().catch((error: unknown) => calls.refuse(unreachable(error)));
  return {
    state: state.get,
    onState: state.onChange,
    welcome: () => link?.welcome,
    lastError: () => lastError,
    retry: () => wake?.(),
    close() {
      life.abort();
      current?.close();
      calls.refuse(new AppError('cancelled', 'The connection was closed.'));
      wake?.();
      state.set('offline');
    },
  };
}
