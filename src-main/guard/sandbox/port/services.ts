// Parts of Limpet itself that run in a process of their own: not in the sandbox, for they are ours and run no foreign code.
import type { Port } from '#main/contract/frames.ts';

export interface Service {
  /** Undefined once it has ended. */
  readonly pid: number | undefined;
  /** Text both ways, in order. Its end is the end of the process; `close` kills it. */
  readonly port: Port;
}

export interface Services {
  /**
   * Starts the module at `entry`, which opens its end with `openOwnerPort`. Ends with the signal. When we die without a word, a
   * process of Node learns it and ends by itself; one of Electron ends with us. Errors: `cancelled`, `unavailable`
   * (`service_start`).
   */
  start(entry: URL, signal: AbortSignal): Promise<Service>;
}
